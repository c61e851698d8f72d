import * as fc from 'fast-check';
import { parse, type OperationDefinitionNode } from 'graphql';
import type { Viewer } from '../../src/domain/viewer.ts';
import { Told } from '../../src/events/feedEvent.ts';
import { loadSchema } from '../../src/server/schema.ts';
import { readSameOperation } from '../../src/server/sameOperation.ts';
import { createOperationAnswers, type MakeAnswer } from '../../src/server/sharedAnswers.ts';

const cursors = {
  encode: ({ position }: { readonly position: bigint }, _topic: unknown, subject: string) => `cursor-of-${subject}-${position}`,
  decode: () => {
    throw new Error('not asked');
  },
};
const job = (position: bigint) => ({ kind: 'dissemination' as const, id: 'd', contractId: '2d17', archiveId: null, owner: null, phase: 'SUCCEEDED' as const, state: {}, sealed: {}, open: false, position, checkedAt: null });

/** One thing that happened, as the feeds of each subject tell it: an object for each subject, one job for all. */
function happened(position: bigint): (subject: string) => Told {
  const view = job(position);
  const told = new Map<string, Told>();
  const event = { position, occurredAt: '', origin: 'WEBHOOK' as const, name: 'delivered', status: 'DISSEMINATED', previousStatus: null };
  return (subject) => {
    const known = told.get(subject) ?? new Told(cursors, { kind: 'dissemination', contractId: '2d17' }, subject, event, view);
    told.set(subject, known);
    return known;
  };
}

const caller = (subject: string, roles: readonly string[], token: string | null = `token of ${subject}`): Viewer => ({ subject, roles: new Set(roles), everyRole: false, token, expiresAt: null });
const textOf = async (body: Buffer | Promise<Buffer>): Promise<string> => (await body).toString();

/** What a resolver may look at, by the roles of who asks: so that one caller's answer says nothing of what another's would look at. */
const habits = {
  nothing: () => '',
  roles: (viewer: Viewer) => [...viewer.roles].toSorted().join(),
  subject: (viewer: Viewer) => viewer.subject,
  token: (viewer: Viewer) => String(viewer.token),
  copy: (viewer: Viewer) => JSON.stringify({ ...viewer, roles: [...viewer.roles].toSorted() }),
  subjectOfArchivists: (viewer: Viewer) => (viewer.roles.has('archivist') ? viewer.subject : 'somebody'),
};

function maker(habit: (viewer: Viewer) => string, withCursor: boolean, late: boolean): MakeAnswer {
  return (event, viewer) => {
    const answer = () => JSON.stringify({ seen: habit(viewer), position: String((event as Told).position), ...(withCursor && { cursor: (event as Told).cursor }) });
    return late ? Promise.resolve().then(answer) : answer();
  };
}

test('whoever asks gets what would have been made for them alone, whatever making it looks at', async () => {
  const callers = fc.record({ subject: fc.constantFrom('anna', 'bert', 'cleo'), roles: fc.subarray(['archivist', '2d17_R', 'a41f_R']), token: fc.constantFrom('t1', 't2', null) });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...Object.values(habits)), fc.boolean(), fc.boolean(), fc.array(fc.tuple(callers, fc.integer({ min: 0, max: 2 })), { minLength: 1, maxLength: 20 }), async (habit, withCursor, late, asked) => {
      const make = maker(habit, withCursor, late);
      const answers = createOperationAnswers(make, '}');
      const events = [happened(1n), happened(2n), happened(3n)];
      await Promise.all(
        asked.map(async ([{ subject, roles, token }, index]) => {
          const viewer = caller(subject, roles, token);
          const event = events[index]?.(subject);
          expect(await textOf(answers.of(event, viewer))).toBe(`${await make(event, viewer)}}`);
        }),
      );
    }),
    { numRuns: 500 },
  );
});

describe('an event is executed', () => {
  async function count(habit: (viewer: Viewer) => string, viewers: readonly Viewer[], late = false): Promise<number> {
    const make = maker(habit, true, late);
    let made = 0;
    const answers = createOperationAnswers((...asked) => ((made += 1), make(...asked)), '}');
    // The first event may teach what the answers look at.
    const [first, second] = [happened(1n), happened(2n)];
    await Promise.all(viewers.map((viewer) => textOf(answers.of(first(viewer.subject), viewer))));
    made = 0;
    await Promise.all(viewers.map((viewer) => textOf(answers.of(second(viewer.subject), viewer))));
    return made;
  }
  const many = Array.from({ length: 30 }, (_, index) => caller(`caller ${index}`, ['2d17_R']));

  test.each([false, true])('once for all subjects with the same roles, each with its own cursor (late: %s)', async (late) => {
    expect(await count(habits.roles, many, late)).toBe(1);
  });
  test('once for each set of roles', async () => {
    expect(await count(habits.nothing, [...many, caller('x', ['archivist']), caller('y', ['archivist', '2d17_R']), caller('z', ['2d17_R', 'archivist'])])).toBe(3);
  });
  test.each([false, true])('for each caller where the caller is looked at, in all sockets of a token once (late: %s)', async (late) => {
    expect(await count(habits.subject, [...many, ...many.map((viewer) => ({ ...viewer }))], late)).toBe(30);
  });
});

test('who comes a while later gets an answer made then', async () => {
  let [made, now] = [0, 1_000];
  const answers = createOperationAnswers(() => String((made += 1)), '}', () => now);
  const event = happened(1n)('anna');
  const ask = () => textOf(answers.of(event, caller('anna', [])));
  expect([await ask(), await ask()]).toEqual(['1}', '1}']);
  now += 1_001;
  expect(await ask()).toBe('2}');
});

describe('operations ask the same of an event', () => {
  const schema = loadSchema();
  function keys(text: string, ...variables: readonly unknown[]): string[] {
    const document = parse(text);
    return variables.map((each) => readSameOperation(schema, document, document.definitions[0] as OperationDefinitionNode).key(each));
  }

  test('whatever cursor they came back with', () => {
    const [a, b] = keys('subscription ($c: ID!, $after: String) { disseminationsUpdated(contractId: $c, after: $after) { cursor } }', { c: '1', after: 'x' }, { c: '1', after: 'y' });
    expect(a).toBe(b);
  });
  test.each([
    ['in a condition below', 'subscription ($v: Boolean!) { disseminationsUpdated(contractId: "1") { cursor @include(if: $v) } }'],
    ['in a condition of the field', 'subscription ($v: Boolean!) { disseminationsUpdated(contractId: "1") @skip(if: $v) { cursor } }'],
    ['in a fragment', 'subscription ($v: Boolean!) { disseminationsUpdated(contractId: "1") { ...F } } fragment F on DisseminationEvent { cursor @include(if: $v) }'],
  ])('unless a variable differs that stands %s', (_where, text) => {
    expect(new Set(keys(text, { v: true }, { v: false })).size).toBe(2);
  });
  test('and what was left out is not what was null', () => {
    expect(new Set(keys('subscription ($v: Boolean = true) { disseminationsUpdated(contractId: "1") { cursor @include(if: $v) } }', {}, { v: null })).size).toBe(2);
  });
  test('no resolver of a subscription takes arguments, which is what this stands on', () => {
    for (const field of Object.values(schema.getSubscriptionType()?.getFields() ?? {})) expect(field.resolve?.length).toBe(1);
  });
});

test('what callers will hold one day and nobody here has heard of is not shared either', async () => {
  const event = happened(1n);
  const nicknameOf = (viewer: Viewer): unknown => Reflect.get(viewer, 'nickname');
  const answers = createOperationAnswers((_event, viewer) => JSON.stringify(nicknameOf(viewer)), '}');
  const callers = ['anna', 'bert'].map((subject) => ({ ...caller(subject, ['2d17_R']), nickname: `${subject}'s` }));
  expect(await Promise.all(callers.map((viewer) => textOf(answers.of(event(viewer.subject), viewer))))).toEqual(['"anna\'s"}', '"bert\'s"}']);
});
