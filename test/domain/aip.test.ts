import * as fc from 'fast-check';
import { covers, extra, parentOf, type Aip } from '../../src/domain/aip.ts';

const packaged = (packageId: string, ...breadcrumb: readonly (string | null)[]): Aip => ({
  packageId,
  packageType: 'AIP',
  title: null,
  metadata: null,
  permissions: [],
  pluginReports: [],
  breadcrumb: breadcrumb.map((id) => ({ title: id, packageId: id })),
  representations: [],
  searchColumns: null,
});

describe('the package above', () => {
  it.each([
    ['a breadcrumb that ends with the package itself', packaged('c', 'a', 'b', 'c'), 'b'],
    ['a breadcrumb that ends above the package', packaged('c', 'a', 'b'), 'b'],
    ['an entry without an id at the end', packaged('c', 'a', 'b', null), 'b'],
    ['a root whose breadcrumb is itself', packaged('a', 'a'), undefined],
    ['a root without a breadcrumb', packaged('a'), undefined],
    ['nothing but entries without ids', packaged('a', null, null), undefined],
  ])('is found in %s', (_name, aip, above) => {
    expect(parentOf(aip)?.packageId).toBe(above);
  });
});

describe('extras', () => {
  const all = Object.values(extra).reduce((bits, bit) => bits | bit, 0);
  const extras = fc.nat(all);

  it('are bits of their own', () => {
    expect(Object.values(extra).reduce((sum, bit) => sum + bit, 0)).toBe(all);
  });

  it('cover what they hold and nothing else', () => {
    fc.assert(
      fc.property(extras, extras, (have, wanted) => {
        const missing = Object.values(extra).filter((bit) => wanted & bit && !(have & bit));
        expect(covers(have, wanted)).toBe(missing.length === 0);
      }),
    );
  });
});
