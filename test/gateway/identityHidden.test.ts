import { startTestIssuer, type TestIssuer } from '../auth/testIssuer.ts';
import { comeBack, logIn, textAt } from '../sandbox/dvidsVisitor.ts';
import { encodeNodeId } from '../../src/domain/nodeId.ts';
import { makeElsewhere } from './elsewhere.ts';
import { connect } from './socket.ts';
import { startTestGateway, type TestGateway } from './testGateway.ts';

/**
 * Whoever guesses an id learns nothing by it: what is there and hidden is answered in the very bytes, after as many calls, as what
 * is not there. Compared are whole answers, but for the id itself and those that are another each time.
 */

let issuer: TestIssuer;
let gateway: TestGateway;
let strangerHeaders: Record<string, string>;
let submissionId: string;
let known: string;
let elsewhere: string;

beforeAll(async () => {
  issuer = await startTestIssuer();
  gateway = await startTestGateway(issuer.env, { dps: { switches: { stepMs: Infinity } }, dvids: { earlier: false } });
  const { archives } = gateway.docbyte.collection;
  const [first, second] = [...archives.values()].filter((each) => each.contractId === '2d17' && each.preserved && !each.course);
  const owner = { authorization: `Bearer ${await issuer.token('anna', { roles: ['2d17_R', '2d17_W'] })}` };
  strangerHeaders = { authorization: `Bearer ${await issuer.token('eve', { roles: ['a41f_R', 'a41f_W'] })}` };
  const orderOf = async (archiveId: string | undefined) => {
    const { data } = await gateway.ask('mutation($a: ID!) { requestDissemination(input: { archiveId: $a }) { dissemination { disseminationId } } }', { a: archiveId }, owner);
    return (data as { requestDissemination: { dissemination: { disseminationId: string } } }).requestDissemination.dissemination.disseminationId;
  };
  known = await orderOf(first?.archiveId);
  elsewhere = textAt(await makeElsewhere(gateway.dps, '/v1/disseminations', { archiveId: second?.archiveId }), 'disseminationId');
  const made = await gateway.ask('mutation { createSubmission(input: { contractId: "2d17", objectId: "hidden", metadata: { type: "Text", title: { value: "Minutes", lang: "nob" } } }) { submission { submissionId } } }', {}, owner);
  submissionId = (made.data as { createSubmission: { submission: { submissionId: string } } }).createSubmission.submission.submissionId;
});
afterAll(async () => {
  await gateway.stop();
  await issuer.stop();
});

/** All that comes back over HTTP, but for the date, the request's id and the id that was asked for. */
async function answerTo(query: string, variables: Record<string, string>, id: string, headers: Record<string, string>): Promise<string> {
  const response = await fetch(`${gateway.localUrl}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify({ query, variables }) });
  const head = [...response.headers].filter(([name]) => name !== 'date').map((each) => each.join(': '));
  const text = [response.status, ...head, await response.text()].join('\n');
  return text.replaceAll(response.headers.get('x-request-id') ?? '', 'REQUEST').replaceAll(id, 'ID');
}

/** All that comes back over a socket, but for ids. */
async function toldOf(query: string, variables: Record<string, string>, id: string, token: string): Promise<string> {
  const socket = await connect(gateway.localUrl, token);
  socket.send({ type: 'subscribe', id: 'one', payload: { query, variables } });
  const message = JSON.stringify(await socket.next());
  socket.close();
  return message.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'REQUEST').replaceAll(id, 'ID');
}

const missing = 'AAAAAAAAAAAAAAAAAAAAAA';
const strangerToken = () => (strangerHeaders['authorization'] ?? '').slice('Bearer '.length);

test('a dissemination of another contract is one that is not there: by id, as a node, in a list of nodes', async () => {
  const query = 'query($d: ID!) { dissemination(disseminationId: $d) { status files { filename } } }';
  const nodes = 'query($n: ID!) { node(id: $n) { id } nodes(ids: [$n]) { __typename } }';
  const asked = async (id: string) => {
    const before = gateway.dps.count('dissemination');
    const answers = [await answerTo(query, { d: id }, id, strangerHeaders), await answerTo(nodes, { n: encodeNodeId('Dissemination', id) }, id, strangerHeaders)];
    return { answers, calls: gateway.dps.count('dissemination') - before };
  };
  const none = await asked(missing);
  expect(none.answers[0]).toContain('"data":{"dissemination":null}');
  // Twice: what was hidden the first time is not known better the second time.
  for (const id of [known, known, elsewhere, elsewhere]) expect(await asked(id)).toEqual(none);
});

test('a dissemination of another contract is not watched in the words and calls of one that is not there', async () => {
  const query = 'subscription($d: ID!, $after: String) { disseminationUpdated(disseminationId: $d, after: $after) { cursor } }';
  for (const rest of [{}, { after: 'x' }]) {
    const asked = async (id: string) => {
      const before = gateway.dps.count('dissemination');
      return { told: await toldOf(query, { d: id, ...rest }, id, strangerToken()), calls: gateway.dps.count('dissemination') - before };
    };
    const none = await asked(missing);
    expect(none.told).toContain('NOT_FOUND');
    for (const id of [known, elsewhere]) expect(await asked(id)).toEqual(none);
  }
});

test('a submission is sought under the contract that is named, and one of another contract is not there', async () => {
  const query = 'query($s: ID!, $n: ID!) { submission(contractId: "a41f", submissionId: $s) { status } node(id: $n) { id } }';
  const remove = 'mutation($s: ID!) { deleteSubmission(input: { contractId: "a41f", submissionId: $s }) { __typename } }';
  const watch = 'subscription($s: ID!) { submissionUpdated(contractId: "a41f", submissionId: $s) { cursor } }';
  const asked = async (id: string) => {
    const before = gateway.dps.count();
    const answers = [await answerTo(query, { s: id, n: encodeNodeId('Submission', 'a41f', id) }, id, strangerHeaders), await answerTo(remove, { s: id }, id, strangerHeaders), await toldOf(watch, { s: id }, id, strangerToken())];
    return { answers, calls: gateway.dps.count() - before };
  };
  const none = await asked(submissionId.replaceAll(/[0-9a-f]/g, '0'));
  expect(none.answers.map((each) => each.includes(submissionId))).toEqual([false, false, false]);
  expect(await asked(submissionId)).toEqual(none);
});

test("a batch of another's account is one that is not there, for who is connected to DVIDS and for who is not", async () => {
  const tokens = await Promise.all(['anna', 'eve', 'mallory'].map((subject) => issuer.token(subject)));
  const [anna, eve, mallory] = tokens.map((token) => ({ authorization: `Bearer ${token}` }));
  const connectAs = async (headers: Record<string, string> | undefined, user: string) => {
    const { data } = await gateway.ask('mutation { connectDvids { authorizationUrl } }', {}, headers);
    await comeBack(await logIn((data as { connectDvids: { authorizationUrl: string } }).connectDvids.authorizationUrl, { user }));
  };
  await connectAs(anna, '2001');
  await connectAs(eve, '2002');
  const { data } = await gateway.ask('mutation { createDvidsBatch { batch { batchId } } }', {}, anna);
  const { batchId } = (data as { createDvidsBatch: { batch: { batchId: string } } }).createDvidsBatch.batch;
  const query = 'query($b: ID!, $n: ID!) { dvidsBatch(batchId: $b) { closed } node(id: $n) { id } }';
  const close = 'mutation($b: ID!) { closeDvidsBatch(input: { batchId: $b }) { __typename } }';
  for (const headers of [eve, mallory]) {
    const asked = async (id: string) => {
      const before = gateway.dvids.calls.length;
      const answers = [await answerTo(query, { b: id, n: encodeNodeId('DvidsBatch', id) }, id, headers ?? {}), await answerTo(close, { b: id }, id, headers ?? {})];
      return { answers, calls: gateway.dvids.calls.length - before };
    };
    expect(await asked(batchId)).toEqual(await asked('0'.repeat(batchId.length)));
  }
});
