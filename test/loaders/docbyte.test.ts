import { extra, type Aip, type Extras } from '../../src/domain/aip.ts';
import { localViewer } from '../../src/domain/viewer.ts';
import { createAipLoader } from '../../src/loaders/aips.ts';
import { createDocbyteLoader, type DocbyteLoader } from '../../src/loaders/docbyte.ts';
import type { AipPage, DocbyteSource } from '../../src/sources/docbyte/source.ts';

const aipOf = (packageId: string): Aip => ({
  packageId,
  packageType: 'AIP',
  title: packageId,
  metadata: null,
  permissions: [],
  pluginReports: [],
  breadcrumb: [],
  representations: [],
  searchColumns: null,
});

/** A source that answers from lists of ids, and keeps what it was asked. */
function sourceOf(ids: readonly string[]): DocbyteSource & { readonly calls: string[] } {
  const calls: string[] = [];
  const named = (extras: Extras) => Object.entries(extra).filter(([, bit]) => extras & bit).map(([name]) => name).join('+');
  return {
    calls,
    aip: (packageId, extras) => {
      calls.push(`aip ${packageId} ${named(extras)}`.trim());
      if (packageId === 'broken') return Promise.reject(new Error('broken'));
      return Promise.resolve(ids.includes(packageId) ? aipOf(packageId) : null);
    },
    page: (list, { page, pageSize }, extras): Promise<AipPage> => {
      calls.push(`${list.kind} ${page}×${pageSize} ${named(extras)}`.trim());
      return Promise.resolve({ items: ids.slice(page * pageSize, (page + 1) * pageSize).map(aipOf), total: ids.length, pageSize });
    },
    searchConfigs: () => Promise.resolve([]),
  };
}

let source: ReturnType<typeof sourceOf>;
let loader: DocbyteLoader;
beforeEach(() => {
  source = sourceOf(['a', 'b', 'c', 'd']);
  loader = createDocbyteLoader(source, localViewer);
});

const { metadata, breadcrumb, permissions } = extra;

describe('a package', () => {
  it('that several want in the same moment is one call with the union of what they want', async () => {
    await Promise.all([loader.aip('a', metadata), loader.aip('a', 0), loader.aip('a', breadcrumb), loader.aip('b', permissions)]);
    expect(source.calls).toEqual(['aip a metadata+breadcrumb', 'aip b permissions']);
  });

  it('that is wanted again is answered from the first call where that holds all that is wanted', async () => {
    const first = await loader.aip('a', metadata | breadcrumb);
    expect(await loader.aip('a', metadata)).toBe(first);
    expect(await loader.aip('a', 0)).toBe(first);
    expect(source.calls).toEqual(['aip a metadata+breadcrumb']);
  });

  it('that is wanted again with more is read with all that was wanted so far, once', async () => {
    await loader.aip('a', metadata);
    await loader.aip('a', breadcrumb);
    await Promise.all([loader.aip('a', metadata), loader.aip('a', metadata | breadcrumb)]);
    expect(source.calls).toEqual(['aip a metadata', 'aip a metadata+breadcrumb']);
  });

  it('that is not there is null, and is not asked for again', async () => {
    expect([await loader.aip('x', 0), await loader.aip('x', 0)]).toEqual([null, null]);
    expect(source.calls).toEqual(['aip x']);
  });

  it('that cannot be read fails for those who want it, and for nobody else', async () => {
    const results = await Promise.allSettled([loader.aip('broken', 0), loader.aip('a', 0), loader.aip('broken', 0)]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected']);
    await expect(loader.aip('broken', 0)).rejects.toThrow('broken');
    expect(source.calls).toEqual(['aip broken', 'aip a']);
  });

  it('that a page brought is not read again, unless more is wanted of it', async () => {
    await loader.page({ kind: 'roots' }, { page: 0, pageSize: 2 }, metadata);
    await Promise.all([loader.aip('a', metadata), loader.aip('b', 0)]);
    expect(source.calls).toEqual(['roots 0×2 metadata']);
    await Promise.all([loader.aip('a', breadcrumb), loader.aip('c', 0)]);
    expect(source.calls.slice(1)).toEqual(['aip a metadata+breadcrumb', 'aip c']);
  });

  it("that a search brought is read again without the search's columns, which only a search has", async () => {
    await loader.page({ kind: 'search', config: 's', parameters: [] }, { page: 0, pageSize: 2 }, extra.searchColumns | metadata);
    await loader.aip('a', metadata);
    await loader.aip('a', breadcrumb);
    expect(source.calls).toEqual(['search 0×2 metadata+searchColumns', 'aip a metadata+breadcrumb']);
  });

  it('that was read with more than a page brings keeps what it has', async () => {
    const whole = await loader.aip('a', metadata | breadcrumb);
    await loader.page({ kind: 'roots' }, { page: 0, pageSize: 2 }, 0);
    expect(await loader.aip('a', breadcrumb)).toBe(whole);
    expect(source.calls).toHaveLength(2);
  });
});

describe('a page', () => {
  it('is one call for all who want it in the same moment, with the union of what they want', async () => {
    const page = { page: 0, pageSize: 2 };
    await Promise.all([loader.page({ kind: 'roots' }, page, metadata), loader.page({ kind: 'roots' }, page, permissions)]);
    expect(source.calls).toEqual(['roots 0×2 permissions+metadata']);
  });

  it('is another one in another list, of another size, and at another place', async () => {
    await Promise.all([
      loader.page({ kind: 'children', packageId: 'a' }, { page: 0, pageSize: 2 }, 0),
      loader.page({ kind: 'children', packageId: 'b' }, { page: 0, pageSize: 2 }, 0),
      loader.page({ kind: 'children', packageId: 'a' }, { page: 1, pageSize: 2 }, 0),
      loader.page({ kind: 'children', packageId: 'a' }, { page: 0, pageSize: 3 }, 0),
      loader.page({ kind: 'search', config: 's', parameters: [['f', '1']] }, { page: 0, pageSize: 2 }, 0),
      loader.page({ kind: 'search', config: 's', parameters: [['f', '2']] }, { page: 0, pageSize: 2 }, 0),
    ]);
    expect(source.calls).toHaveLength(6);
  });
});

describe('a list whose items move while it is read', () => {
  const ids = (nodes: readonly Aip[]) => nodes.map(({ packageId }) => packageId);

  it('gives a package that slid into the next page once, and cursors that lead on behind it', async () => {
    source = sourceOf(['a', 'b', 'b', 'c', 'd', 'e']);
    const aips = createAipLoader(createDocbyteLoader(source, localViewer), undefined);
    const first = await aips.list({ kind: 'roots' }, { first: 4 }, 0, false);
    expect(ids(first.nodes)).toEqual(['a', 'b', 'c']);
    const next = await aips.list({ kind: 'roots' }, { first: 4, after: first.cursorAt(2) }, 0, false);
    expect(ids(next.nodes)).toEqual(['d', 'e']);
    const after = await aips.list({ kind: 'roots' }, { first: 1, after: first.cursorAt(1) }, 0, false);
    expect(ids(after.nodes)).toEqual(['b']);
  });
});
