import { Failure } from '../../src/domain/failure.ts';
import { silentLog } from '../../src/events/log.ts';
import type { Plan } from '../../src/events/workflowRunner.ts';
import { repeatable, type Looked } from '../../src/events/workflowRun.ts';
import { createWorkflows, type Workflows } from '../../src/events/workflows.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { openLedger } from '../../src/ledger/open.ts';
import { manualClock, type ManualClock } from '../../src/sandbox/simulatorClock.ts';
import { mortal, type Mortal } from './mortal.ts';

/** A small upstream of which each effect is counted: a house is founded once, rooms are built in it, each with a number that is drawn once, and the key is handed over. */
interface House {
  readonly name: string;
  readonly rooms: readonly { readonly name: string; readonly number?: number }[];
}

class World {
  readonly done = new Array<string>();
  /** What goes wrong, by effect, once each: `refused`, `busy` (nothing happened), `lost` (it happened), `lostBefore` (it did not). */
  readonly faults = new Map<string, 'refused' | 'busy' | 'lost' | 'lostBefore'>();
  finished = true;

  effect(name: string): Promise<void> {
    const fault = this.faults.get(name);
    this.faults.delete(name);
    if (fault === 'refused') throw new Failure({ kind: 'upstreamStatus', source: 'DPS', status: 400 });
    if (fault === 'busy') throw new Failure({ kind: 'upstreamStatus', source: 'DPS', status: 503, retryAfterMs: 30_000 });
    if (fault !== 'lostBefore') this.done.push(name);
    if (fault !== undefined) throw new Failure({ kind: 'upstreamNetwork', source: 'DPS', message: 'reset' });
    return Promise.resolve();
  }

  count(name: string): number {
    return this.done.filter((each) => each === name).length;
  }

  has(name: string): Promise<Looked<null>> {
    return Promise.resolve(this.done.includes(name) ? { kind: 'made', outcome: null } : { kind: 'notMade' });
  }

  isFinished(): Promise<boolean> {
    return Promise.resolve(this.finished);
  }
}

function planFor(world: World): Plan<House> {
  return {
    name: 'house',
    parts: ({ name, rooms }) => new Map<string, unknown>([['house', name], ...rooms.map((room): [string, unknown] => [`room ${room.name}`, room])]),
    async run({ step, each, wait, input }) {
      const effect = async (name: string): Promise<null> => {
        await world.effect(name);
        return null;
      };
      await step({ part: 'house', name: 'found', make: () => effect('found'), look: () => world.has('found') });
      await each(input.rooms, async ({ name, number }) => {
        const part = `room ${name}`;
        const drawn = number ?? (await step({ part, name: 'draw', make: () => effect(`draw ${name}`).then(() => 100 + world.done.length) }));
        await step({ part, name: 'build', make: () => effect(`build ${name}`).then(() => drawn), look: () => world.has(`build ${name}`).then((seen) => (seen.kind === 'made' ? { kind: 'made', outcome: drawn } : seen)) });
        await step({ part, name: 'paint', make: () => effect(`paint ${name}`), look: repeatable });
      });
      if (!(await world.isFinished())) wait();
      await step({ part: 'house', name: 'hand over', make: () => effect('hand over'), look: () => world.has('hand over') });
    },
  };
}

let ledger: Ledger;
let clock: ManualClock;
let world: World;
let running: Workflows[];
const house: House = { name: 'Villa', rooms: [{ name: 'kitchen' }, { name: 'bath' }] };

beforeEach(async () => {
  clock = manualClock();
  ledger = await openLedger({ databaseUrl: 'sqlite::memory:', now: clock.now });
  world = new World();
  running = [];
});
afterEach(async () => {
  for (const workflows of running) await workflows.stop();
  await ledger.close();
});

/** A process; `life` says when it dies. */
function process(life: Mortal = mortal()): Workflows {
  const workflows = createWorkflows({ ledger: life.ledger(ledger), clock: life.clock(clock), log: silentLog, plans: [planFor(life.hand(world))] });
  workflows.start();
  // The dead are not waited for.
  running.push({ ...workflows, stop: () => (life.dead ? Promise.resolve() : workflows.stop()) });
  return workflows;
}
const submit = (workflows: Workflows, input: House = house, key = 'k') => workflows.submit({ plan: planFor(world), subject: 'ola', key, input });
const codeOf = (work: Promise<unknown>): Promise<unknown> => work.then(() => undefined, (error: unknown) => (error instanceof Failure ? error.reason.kind : error));

describe('a workflow', () => {
  it('makes each step once, however often it is asked for', async () => {
    const fonds = process();
    const [first, second] = await Promise.all([submit(fonds), submit(fonds)]);
    expect([first.workflow.state, second.workflow.state]).toEqual(['DONE', 'DONE']);
    expect((await submit(fonds)).workflow.workflowId).toBe(first.workflow.workflowId);
    expect(world.done.toSorted()).toEqual(['build bath', 'build kitchen', 'draw bath', 'draw kitchen', 'found', 'hand over', 'paint bath', 'paint kitchen']);
    expect(first.steps).toHaveLength(8);
    expect(await ledger.documents.list('workflowOpen')).toEqual([]);
  });

  it('belongs to its key and its caller', async () => {
    const fonds = process();
    const one = await submit(fonds);
    const other = await submit(fonds, house, 'another key');
    const hers = await fonds.submit({ plan: planFor(world), subject: 'kari', key: 'k', input: house });
    expect(new Set([one, other, hers].map(({ workflow }) => workflow.workflowId)).size).toBe(3);
  });

  it('of a key stands for one input: another one is a conflict, whatever it has come to', async () => {
    const fonds = process();
    await submit(fonds);
    expect(await codeOf(submit(fonds, { ...house, name: 'Castle' }))).toBe('conflict');
    world.finished = false;
    expect((await submit(fonds, house, 'waiting')).workflow.state).toBe('WAITING');
    expect(await codeOf(submit(fonds, { ...house, rooms: [] }, 'waiting'))).toBe('conflict');
  });

  it('waits, and goes on when it is woken', async () => {
    world.finished = false;
    const fonds = process();
    const { workflow } = await submit(fonds);
    expect(workflow.state).toBe('WAITING');
    world.finished = true;
    fonds.wake(workflow.workflowId);
    expect((await submit(fonds)).workflow.state).toBe('DONE');
  });

  it('goes on by itself when nobody wakes it, also in another process', async () => {
    world.finished = false;
    await submit(process());
    await running[0]?.stop();
    world.finished = true;
    process();
    await clock.advance(60_000);
    expect(world.count('hand over')).toBe(1);
  });

  it('is run by one process at a time', async () => {
    const [one, other] = [process(), process()];
    const views = await Promise.all([submit(one), submit(other)]);
    expect(views.map(({ workflow }) => workflow.workflowId)).toEqual([views[0].workflow.workflowId, views[0].workflow.workflowId]);
    await clock.advance(60_000);
    expect(world.done).toHaveLength(8);
  });
});

describe('what fails', () => {
  it('for a time is made later, by itself, and not before it may', async () => {
    world.faults.set('build bath', 'busy');
    const fonds = process();
    const { workflow } = await submit(fonds);
    expect(workflow).toMatchObject({ state: 'RUNNING', problem: { code: 'UPSTREAM_UNAVAILABLE' } });
    expect(world.count('paint kitchen')).toBe(1);
    await clock.advance(29_000);
    expect(world.count('build bath')).toBe(0);
    await clock.advance(2_000);
    expect((await submit(fonds)).workflow.state).toBe('DONE');
    expect(world.count('build bath')).toBe(1);
  });

  it('for good stops it beside all that went well; asked for again, it is tried again, and no sooner', async () => {
    world.faults.set('build bath', 'refused');
    const fonds = process();
    const { workflow, steps } = await submit(fonds);
    expect(workflow).toMatchObject({ state: 'STOPPED', problem: { code: 'BAD_USER_INPUT' } });
    expect(steps.find(({ part, name }) => part === 'room bath' && name === 'build')?.state).toMatchObject({ kind: 'FAILED', problem: { code: 'BAD_USER_INPUT' } });
    expect(world.count('paint kitchen')).toBe(1);
    await clock.advance(3_600_000);
    expect(world.count('build bath')).toBe(0);
    expect((await submit(fonds)).workflow).toMatchObject({ state: 'DONE', problem: null });
    expect(world.count('draw bath')).toBe(1);
  });

  it('can be mended: what came to nothing may be another, and nothing else', async () => {
    world.faults.set('draw bath', 'refused');
    const fonds = process();
    await submit(fonds);
    const [kitchen] = house.rooms;
    if (!kitchen) throw new Error('a house has a kitchen');
    expect(await codeOf(submit(fonds, { ...house, name: 'Castle' }))).toBe('conflict');
    expect(await codeOf(submit(fonds, { ...house, rooms: [{ ...kitchen, number: 1 }, { name: 'bath' }] }))).toBe('conflict');
    const mended = await submit(fonds, { ...house, rooms: [kitchen, { name: 'bath', number: 7 }] });
    expect(mended.workflow.state).toBe('DONE');
    expect(world.count('draw bath')).toBe(0);
    expect(await codeOf(submit(fonds))).toBe('conflict');
  });

  it.each(['lost', 'lostBefore'] as const)('without an answer (%s) is looked for, and made once', async (fault) => {
    for (const effect of ['found', 'build bath', 'hand over']) world.faults.set(effect, fault);
    expect((await submit(process())).workflow.state).toBe('DONE');
    for (const effect of ['found', 'build bath', 'hand over']) expect([effect, world.count(effect)]).toEqual([effect, 1]);
  });

  it.each(['lost', 'lostBefore'] as const)('without an answer (%s) and cannot be looked for is in doubt, and is never made again', async (fault) => {
    world.faults.set('draw bath', fault);
    const fonds = process();
    expect((await submit(fonds)).workflow).toMatchObject({ state: 'STOPPED', problem: { code: 'IN_DOUBT' } });
    expect((await submit(fonds)).workflow).toMatchObject({ state: 'STOPPED', problem: { code: 'IN_DOUBT' } });
    expect(world.count('draw bath')).toBe(fault === 'lost' ? 1 : 0);
    expect((await submit(fonds, { ...house, rooms: [{ name: 'kitchen' }, { name: 'bath', number: 7 }] })).workflow.state).toBe('DONE');
  });

  it('in the ledger leaves the step to be looked for', async () => {
    const broken = { ...ledger.documents, put: (document: Parameters<typeof ledger.documents.put>[0]) => {
      const isOutcome = JSON.stringify(document.body).includes('"DONE"');
      return isOutcome && world.count('found') === 1 && !world.done.includes('draw bath') ? Promise.reject(new Failure({ kind: 'ledgerUnavailable', message: 'gone' })) : ledger.documents.put(document);
    } };
    const fonds = createWorkflows({ ledger: { ...ledger, documents: broken }, clock, log: silentLog, plans: [planFor(world)] });
    expect((await submit(fonds)).workflow).toMatchObject({ state: 'RUNNING', problem: { code: 'INTERNAL_SERVER_ERROR' } });
    await fonds.stop();
    process();
    await clock.advance(60_000);
    expect(world.count('found')).toBe(1);
    expect(world.count('hand over')).toBe(1);
  });
});

it('killed at any await it is taken up by another process: nothing is made twice, nothing is left out', async () => {
  let killed = 0;
  for (let diesAt = 1; ; diesAt++) {
    world = new World();
    const key = `killed at ${diesAt}`;
    const life = mortal(diesAt);
    const outcome = await Promise.race([submit(process(life), house, key), life.death]);
    if (outcome) break;
    killed += 1;
    const heir = process();
    await clock.advance(400_000);
    await heir.stop();
    const twice = world.done.filter((effect, index) => world.done.indexOf(effect) !== index && !effect.startsWith('paint'));
    expect([diesAt, twice]).toEqual([diesAt, []]);
    const successor = process();
    // The numbers that were drawn, or may have been, when it died: only those are in doubt.
    const { workflow, steps } = await submit(successor, house, key);
    const doubts = steps.filter(({ state }) => state.kind === 'IN_DOUBT');
    expect([diesAt, workflow.state]).toEqual([diesAt, doubts.length > 0 ? 'STOPPED' : 'DONE']);
    expect(doubts.every(({ name }) => name === 'draw')).toBe(true);
    const rooms = house.rooms.map((room) => (doubts.some(({ part }) => part === `room ${room.name}`) ? { ...room, number: 7 } : room));
    expect((await submit(successor, { ...house, rooms }, key)).workflow.state).toBe('DONE');
    for (const effect of ['found', 'build kitchen', 'build bath', 'hand over']) expect([diesAt, effect, world.count(effect)]).toEqual([diesAt, effect, 1]);
    await successor.stop();
  }
  // Every write of intents and outcomes, every effect, and what lies between.
  expect(killed).toBeGreaterThan(60);
});
