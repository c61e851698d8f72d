import { readdirSync, readFileSync } from 'node:fs';
import { getOperationAST, parse } from 'graphql';
import { usualCourse } from '../../src/sandbox/dpsOptions.ts';
import { askSocket, connect } from '../gateway/socket.ts';
import { startTestGateway, type TestGateway } from '../gateway/testGateway.ts';
import { documents, root, type Block } from './documents.ts';

/** Every operation that a person may copy runs as it stands: those in documents, and the explorer's tabs. */

let gateway: TestGateway;
beforeAll(async () => {
  // Deliveries stay where they are, so that there is something to watch; packages are preserved soon, so that there is something to order.
  const stepMs = (status: string): number => (usualCourse.includes(status) ? Infinity : 20);
  gateway = await startTestGateway({}, { dps: { switches: { stepMs } } });
  const { errors } = await gateway.ask(`mutation {
    requestDissemination(input: { packageId: "NSA0101037ad6a1" }) { alreadyInProgress }
    createSubmission(input: { contractId: "2d17", objectId: "not-finished", metadata: { type: "Text", title: { value: "Draft", lang: "eng" } } }) { submission { submissionId } }
  }`);
  expect(errors).toEqual([]);
});
afterAll(() => gateway.stop());

const tabs = new URL('../../web/tabs/', import.meta.url);
const tabBlocks = readdirSync(tabs)
  .filter((name) => name.endsWith('.graphql'))
  .map((name): Block => {
    const variables = readdirSync(tabs).find((each) => each === name.replace('.graphql', '.variables.json'));
    return { place: `web/tabs/${name}`, language: 'graphql', text: readFileSync(new URL(name, tabs), 'utf8'), variables: variables === undefined ? {} : JSON.parse(readFileSync(new URL(variables, tabs), 'utf8')) };
  });
const operations = [...documents.flatMap(({ blocks }) => blocks), ...tabBlocks].filter(({ language }) => language === 'graphql');

/** What it comes to; of a subscription the first event. */
async function run({ text, variables }: Block): Promise<{ data: unknown; errors: readonly unknown[] }> {
  if (getOperationAST(parse(text))?.operation !== 'subscription') return gateway.ask(text, variables);
  const socket = await connect(gateway.url);
  try {
    return await askSocket(socket, text, variables);
  } finally {
    socket.close();
    await socket.closed;
  }
}

/** Whether a null is anywhere at the top: a field that was asked for and came to nothing. */
const hasNothing = (data: unknown): boolean => data == null || Object.values(data).includes(null);

/** What a person is told to wait for before an operation. */
const waits: Readonly<Record<string, () => Promise<void>>> = {
  'web/tabs/08-return.graphql': async () => {
    for (let count = 0; count === 0; ) {
      const { data } = await gateway.ask('{ submissions(phase: SUCCEEDED) { totalCount } }');
      count = (data as { submissions: { totalCount: number } }).submissions.totalCount;
    }
  },
};

test.each(operations.map((block) => [block.place, block] as const))('%s runs without an error, and gives what it asks for', async (_place, block) => {
  await waits[block.place]?.();
  const { data, errors } = await run(block);
  expect({ errors, empty: hasNothing(data) }).toEqual({ errors: [], empty: false });
});

/** The calls that services got since they were last reset, without logging in; but for DPS, which is polled meanwhile. */
const calls = (): number => [gateway.docbyte, gateway.dvids].flatMap((each) => each.calls).filter(({ route }) => route !== 'token').length;

/**
 * Upstream calls of the examples that read, in the order of each document: the least that the services allow. They ran before, so that
 * configurations and reference data are known.
 */
const goldenCalls: Readonly<Record<string, readonly number[]>> = {
  'README.md': [1, 1, 1],
  'docs/graph.md': [0, 1, 1, 3, 1, 0, 0, 0, 0],
  'web/tabs': [6, 1, 1, 0, 0],
};

test.each(Object.entries(goldenCalls))('the examples of %s that read take the fewest upstream calls', async (path, wanted) => {
  const counts: number[] = [];
  for (const block of operations.filter((each) => each.place.startsWith(path) && getOperationAST(parse(each.text))?.operation === 'query')) {
    for (const each of [gateway.docbyte, gateway.dvids]) each.reset();
    await run(block);
    counts.push(calls());
  }
  expect(counts).toEqual(wanted);
});

test('there are examples of every kind', () => {
  const kinds = operations.map(({ text }) => getOperationAST(parse(text))?.operation);
  expect(new Set(kinds)).toEqual(new Set(['query', 'mutation', 'subscription']));
  expect(tabBlocks.length).toBeGreaterThan(4);
});

test('the client in the README is the one that is tested', () => {
  const client = readFileSync(`${root}/docs/examples/watch.ts`, 'utf8').split('\nexport interface')[0] ?? '';
  const shown = documents.find(({ path }) => path === 'README.md')?.blocks.find(({ language }) => language === 'ts');
  expect(shown?.text.trim()).toBe(client.trim());
});
