import type { Route } from './simulator.ts';
import type { Answer, Incoming } from './simulatorHttp.ts';
import type { DvidsUser } from './dvidsAccounts.ts';
import { to, type Documents, type Resource } from './dvidsDocuments.ts';
import { answerPage } from './dvidsPaging.ts';
import type { Author, Country, GraphicCategory, Publication, Reference, Unit } from './dvidsReference.ts';
import type { DvidsSwitches } from './dvidsSwitches.ts';

type Parts = {
  reference: Reference;
  documents: Documents;
  switches: DvidsSwitches;
  /** The submitter who asks; refuses everybody else. */
  user: (incoming: Incoming) => DvidsUser;
};

const contains = (text: string, part: string | null): boolean => part === null || text.toLowerCase().includes(part.toLowerCase());

const sameBranch = (branch: string, asked: string | null): boolean => asked === null || branch === asked.toLowerCase().replaceAll('_', '-');

const isTrue = (text: string | null): boolean => text === '1' || text === 'true';

/** Countries, units, authors, publications and categories, read-only (dvids-submission.md §5.9). */
export const dvidsLists = ({ reference, documents, switches, user }: Parts): Route[] => {
  const branchText = (branch: string): string => (switches.branchSpelling === 'air_force' ? branch.replaceAll('-', '_') : branch);

  const country = ({ id, name, iso2 }: Country): Resource => ({ type: 'country', id, attributes: { name, iso2 } });

  const unit = ({ id, name, abbreviation, branch, dvian, requiresApproval }: Unit): Resource => ({
    type: 'service-unit', id,
    attributes: { name, abbreviation, branch: branchText(branch), dvian, requires_publishing_approval: requiresApproval },
  });

  const author = ({ id, firstName, lastName, visionId, grade, branch, unitIds }: Author): Resource => {
    const inAttributes = switches.jobGradeIn === 'attributes';
    const jobGrade = grade === null ? null : { ...grade, associated_press_name: grade.abbreviation, branch: branchText(branch), country_code: 'US' };
    return {
      type: 'author', id,
      attributes: { name: `${firstName} ${lastName}`, vision_id: visionId, ...(inAttributes ? { job_grade: jobGrade } : {}) },
      relationships: { service_units: to(unitIds.map((unitId) => ({ type: 'service-unit', id: unitId }))), ...(inAttributes ? {} : { job_grade: to(null) }) },
    };
  };

  const publication = ({ id, title, description, createdAt, unitId }: Publication): Resource => ({
    type: 'publication', id, attributes: { title, description, created_at: createdAt }, relationships: { service_unit: to({ type: 'service-unit', id: unitId }) },
  });

  const category = ({ id, name }: GraphicCategory): Resource => ({ type: 'graphic-category', id, attributes: { name } });

  const byId = <T extends { id: string }>(all: T[], { params }: Incoming): T =>
    all.find(({ id }) => id === params.id) ?? documents.refuse(404, 'The resource does not exist');

  const authors = (incoming: Incoming, all: Author[]): Answer => {
    const { query } = incoming;
    const visionId = query.get('vision_id');
    const found = all.filter((each) =>
      contains(`${each.firstName} ${each.lastName}`, query.get('name')) && contains(each.firstName, query.get('first_name')) && contains(each.lastName, query.get('last_name'))
      && (visionId === null || each.visionId === visionId) && sameBranch(each.branch, query.get('branch')));
    return answerPage(incoming, found, author, documents, switches, { defaultLimit: 50, firstPage: 'either' });
  };

  const units = (incoming: Incoming): Answer => {
    const { query } = incoming;
    const { unitIds } = user(incoming);
    const found = reference.units.filter((each) =>
      contains(each.name, query.get('name')) && contains(each.abbreviation, query.get('abbreviation')) && sameBranch(each.branch, query.get('branch'))
      && (!isTrue(query.get('only_mine')) || unitIds.includes(each.id)));
    const sort = query.get('sort');
    const sorted = sort === null ? found : found.toSorted((a, b) => a.name.localeCompare(b.name, 'en') * (sort.startsWith('-') ? -1 : 1));
    return answerPage(incoming, sorted, unit, documents, switches, { defaultLimit: 20, firstPage: switches.firstUnitPage });
  };

  const list = <T>(name: string, all: T[], text: (entry: T) => string, filter: string, write: (entry: T) => Resource): Route => ({
    name, method: 'GET', path: `/${name}`,
    handle: (incoming) => {
      user(incoming);
      const found = all.filter((each) => contains(text(each), incoming.query.get(filter)));
      return answerPage(incoming, found, write, documents, switches, { defaultLimit: 50, firstPage: 'either' });
    },
  });

  const guarded = (name: string, path: string, handle: (incoming: Incoming) => Answer): Route => ({
    name, method: 'GET', path,
    handle: (incoming) => {
      user(incoming);
      return handle(incoming);
    },
  });

  return [
    // No paging is known for countries: all of them, always (§5.9).
    guarded('country', '/country', ({ query }) => documents.many(reference.countries.filter(({ name }) => contains(name, query.get('name'))).map(country))),
    guarded('service-unit', '/service-unit', units),
    guarded('service-unit-by-id', '/service-unit/:id', (incoming) => documents.one(200, unit(byId(reference.units, incoming)))),
    guarded('service-unit-author', '/service-unit/:id/author', (incoming) => {
      const { id } = byId(reference.units, incoming);
      return authors(incoming, reference.authors.filter(({ unitIds }) => unitIds.includes(id)));
    }),
    guarded('author', '/author', (incoming) => authors(incoming, reference.authors)),
    guarded('author-by-id', '/author/:id', (incoming) => documents.one(200, author(byId(reference.authors, incoming)))),
    list('publication', reference.publications, ({ title }) => title, 'title', publication),
    list('graphic-category', reference.categories, ({ name }) => name, 'name', category),
  ];
};
