import { extra, type Aip, type Extras } from '../../src/domain/aip.ts';
import type { SearchConfig, SearchFilter } from '../../src/domain/search.ts';
import type { AipLoader } from '../../src/loaders/aips.ts';
import { createArchiveLoader } from '../../src/loaders/archives.ts';
import type { SearchLoader } from '../../src/loaders/searches.ts';

const field = 'dps:archiveId';
const aipOf = (packageId: string, archiveId?: unknown): Aip => ({
  packageId,
  packageType: null,
  title: null,
  metadata: { schema: 'dc', fields: archiveId === undefined ? {} : { [field]: archiveId } },
  permissions: [],
  pluginReports: [],
  breadcrumb: [],
  representations: [],
  searchColumns: null,
});

const filter = (filterName: string, operator: SearchFilter['operator'], fields: readonly string[]): SearchFilter => ({
  filterName, operator, fields, filterMinName: null, filterMaxName: null, label: null, dataType: 'STRING', upstreamDataType: null, upstreamOperator: null,
});
const search = (name: string, ...filters: readonly SearchFilter[]): SearchConfig => ({ name, limit: null, offset: null, columns: [], filters });

/** A loader over packages, searches that find what `found` says, and links in memory; all that it does is kept. */
function world({ packages = [], configs = [], found = [], linked = true }: { packages?: readonly Aip[]; configs?: readonly SearchConfig[]; found?: readonly Aip[]; linked?: boolean }) {
  const done: string[] = [];
  const links = new Map<string, string>();
  const aips: Pick<AipLoader, 'linkExtras' | 'byId'> = {
    linkExtras: linked ? extra.metadata : 0,
    byId: (packageId: string, extras: Extras) => {
      done.push(`read ${packageId} ${extras}`);
      return Promise.resolve(packages.find((each) => each.packageId === packageId) ?? null);
    },
  };
  const searches: Pick<SearchLoader, 'configs' | 'run'> = {
    configs: () => Promise.resolve(configs),
    run: (name, [condition]) => {
      done.push(`search ${name} ${condition?.filter}=${condition?.value}`);
      const config = search(name);
      return Promise.resolve({ nodes: found.map((aip) => ({ aip, config })), hasNextPage: false, hasPreviousPage: false, totalCount: found.length, cursorAt: String });
    },
  };
  const remembered = {
    remember: (packageId: string, archiveId: string) => {
      done.push(`remember ${packageId}=${archiveId}`);
      links.set(archiveId, packageId);
      return Promise.resolve();
    },
    packageOf: (archiveId: string) => Promise.resolve(links.get(archiveId)),
  };
  return { done, links, archives: createArchiveLoader(aips as AipLoader, searches as SearchLoader, remembered, linked ? field : undefined) };
}

describe('where the package id is the archive id', () => {
  it('nothing is remembered, nothing is searched, and nothing is read but what is shown', async () => {
    const { archives, done } = world({ packages: [aipOf('p1', 'other')], configs: [search('link', filter(field, 'EQ', [field]))], linked: false });
    expect(archives.idOf(aipOf('p1', 'other'))).toBe('p1');
    expect(await archives.idOfPackage('p1')).toBe('p1');
    expect((await archives.packageOf('p1', 0))?.packageId).toBe('p1');
    expect(done).toEqual(['read p1 0']);
  });

  it('an archive id without a package leads to none, and no id is no archive id', async () => {
    const { archives } = world({ linked: false });
    expect(await archives.packageOf('nobody', 0)).toBeNull();
    expect(await archives.idOfPackage('')).toBeNull();
  });
});

describe('where a metadata field holds the archive id', () => {
  it.each([
    ['text', 'a1', 'a1'],
    ['empty text', '', null],
    ['a number', 7, null],
    ['a list', ['a1'], null],
    ['nothing', undefined, null],
  ])('%s in it gives %j', (_name, value, archiveId) => {
    expect(world({}).archives.idOf(aipOf('p1', value))).toBe(archiveId);
  });

  it('a package without metadata has none', () => {
    expect(world({}).archives.idOf({ ...aipOf('p1'), metadata: null })).toBeNull();
  });

  it('a look at a package is remembered for the way back', async () => {
    const { archives, done } = world({ packages: [aipOf('p1', 'a1')] });
    expect(await archives.idOfPackage('p1')).toBe('a1');
    expect((await archives.packageOf('a1', 0))?.packageId).toBe('p1');
    expect(done).toEqual([`read p1 ${extra.metadata}`, 'remember p1=a1', 'read p1 0']);
  });

  it('the package of an object that was never seen is searched for by a filter that compares that field alone', async () => {
    const configs = [search('words', filter(field, 'FULLTEXT', [field])), search('both', filter('either', 'EQ', [field, 'dc:identifier'])), search('link', filter('archive', 'EQ', [field]))];
    const { archives, done } = world({ configs, found: [aipOf('p2', 'a2')] });
    expect((await archives.packageOf('a2', extra.breadcrumb))?.packageId).toBe('p2');
    expect(done).toEqual(['search link archive=a2', 'remember p2=a2']);
  });

  it('a filter that bears the name of the field will do as well', async () => {
    const { archives, done } = world({ configs: [search('link', filter(field, 'EQ', []))], found: [aipOf('p2', 'a2')] });
    await archives.packageOf('a2', 0);
    expect(done[0]).toBe(`search link ${field}=a2`);
  });

  it('what a loose search finds is looked at before it is believed', async () => {
    const configs = [search('link', filter(field, 'EQ', [field]))];
    const { archives, done } = world({ configs, found: [aipOf('p3', 'A2'), aipOf('p4')] });
    expect(await archives.packageOf('a2', 0)).toBeNull();
    expect(done).toEqual([`search link ${field}=a2`]);
  });

  it('without such a search it is null', async () => {
    const { archives, done } = world({ configs: [search('words', filter('words', 'FULLTEXT', []))] });
    expect(await archives.packageOf('a2', 0)).toBeNull();
    expect(done).toEqual([]);
  });
});
