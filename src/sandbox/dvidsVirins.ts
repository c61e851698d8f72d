import type { Route } from './simulator.ts';
import type { Incoming } from './simulatorHttp.ts';
import type { State } from './simulatorState.ts';
import type { DvidsUser } from './dvidsAccounts.ts';
import { to, type Documents } from './dvidsDocuments.ts';
import type { Reference } from './dvidsReference.ts';
import { newId, type DvidsState } from './dvidsState.ts';
import type { DvidsSwitches } from './dvidsSwitches.ts';

type Parts = { reference: Reference; documents: Documents; switches: DvidsSwitches; state: State<DvidsState>; user: (incoming: Incoming) => DvidsUser };

/** The branch letter inside a VIRIN; `P` for everybody else (dvids-submission.md §5.10). */
const branchLetters: Record<string, string> = { army: 'A', navy: 'N', 'air-force': 'F', marines: 'M', 'coast-guard': 'G', 'space-force': 'X', joint: 'D' };

/** `YYMMDD` of a date or of a moment as it was written; `undefined` when it is neither. */
const shortDay = (value: unknown): string | undefined => {
  const [, year, month, day] = (typeof value === 'string' && !Number.isNaN(Date.parse(value)) && /^\d\d(\d\d)-(\d\d)-(\d\d)/.exec(value)) || [];
  return year === undefined ? undefined : `${year}${month}${day}`;
};

/** VIRINs for authors and units: every call takes the next number of that entity and day (§5.10). */
export const dvidsVirins = ({ reference, documents, switches, state, user }: Parts): Route[] => {
  type Entity = { type: 'author' | 'service-unit'; relationship: 'author' | 'service_unit'; id: string; branch: string; code: string | null };

  const generate = async (incoming: Incoming, find: (id: string) => Entity | undefined, type: string) => {
    user(incoming);
    const entity = find(incoming.params.id ?? '') ?? documents.refuse(404, 'The resource does not exist');
    const { attributes } = await documents.read(incoming, type);
    const day = shortDay(attributes.date) ?? documents.invalid('date is required and must be a date', '/data/attributes/date');
    const code = entity.code ?? documents.invalid('The author has no VISION id');
    const counter = `${entity.type}/${entity.id}/${day}`;
    const sequence = (state.value.virins[counter] ?? 0) + 1;
    state.value.virins[counter] = sequence;
    state.changed();
    // Real sequences of four digits start at 1001.
    const number = switches.virinDigits === 4 ? String(1000 + sequence) : String(sequence).padStart(3, '0');
    const virin = `${day}-${branchLetters[entity.branch] ?? 'P'}-${code}-${number}`;
    return documents.one(201, {
      type, id: newId(state.value), attributes: { virin, date: attributes.date }, relationships: { [entity.relationship]: to({ type: entity.type, id: entity.id }) },
    });
  };

  const author = (id: string): Entity | undefined => {
    const found = reference.authors.find((each) => each.id === id);
    return found && { type: 'author', relationship: 'author', id, branch: found.branch, code: found.visionId };
  };

  const unit = (id: string): Entity | undefined => {
    const found = reference.units.find((each) => each.id === id);
    return found && { type: 'service-unit', relationship: 'service_unit', id, branch: found.branch, code: found.dvian ?? id };
  };

  return [
    { name: 'author-virin', method: 'POST', path: '/author/:id/virin', handle: (incoming) => generate(incoming, author, 'author-virin') },
    { name: 'service-unit-virin', method: 'POST', path: '/service-unit/:id/virin', handle: (incoming) => generate(incoming, unit, 'service-unit-virin') },
  ];
};
