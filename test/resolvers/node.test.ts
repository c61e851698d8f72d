import { encodeNodeId } from '../../src/domain/nodeId.ts';
import { startTestGateway, type TestGateway } from '../gateway/testGateway.ts';

/** Things by their ids, through the network. */

interface Thing {
  readonly id: string;
}

let gateway: TestGateway;
let packageIds: string[];
beforeAll(async () => {
  gateway = await startTestGateway({}, { dps: { switches: { stepMs: Infinity } } });
  packageIds = gateway.docbyte.collection.roots.map(({ packageId }) => packageId);
});
afterAll(() => gateway.stop());

async function data(query: string, variables: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
  const answer = await gateway.ask(query, variables);
  expect(answer.errors).toEqual([]);
  return answer.data ?? {};
}

const refusal = async (query: string, variables: Record<string, unknown>) => (await gateway.ask(query, variables)).errors.map(({ message, extensions: { code, argument } }) => ({ message, code, argument }));

describe('a global id', () => {
  it('leads back to the very thing, whatever its type', async () => {
    const made = await data(
      `mutation($p: ID!) {
        requestDissemination(input: { packageId: $p }) { dissemination { id disseminationId archive { id archiveId } aip { id packageId } } }
        createSubmission(input: { contractId: "2d17", objectId: "by-id", metadata: { type: "Text", title: { value: "a", lang: "eng" } } }) { submission { id submissionId } }
        createDvidsBatch(input: {}) { batch { id batchId } }
      }`,
      { p: packageIds[0] },
    );
    const { requestDissemination, createSubmission, createDvidsBatch } = made as {
      requestDissemination: { dissemination: Thing & { archive: Thing; aip: Thing } };
      createSubmission: { submission: Thing };
      createDvidsBatch: { batch: Thing };
    };
    const { archive, aip, ...dissemination } = requestDissemination.dissemination;
    const things = [dissemination, archive, aip, createSubmission.submission, createDvidsBatch.batch];
    const fragments = '... on Dissemination { disseminationId } ... on Archive { archiveId } ... on Aip { packageId } ... on Submission { submissionId } ... on DvidsBatch { batchId }';
    const found = await data(`query($ids: [ID!]!) { nodes(ids: $ids) { id ${fragments} } }`, { ids: things.map(({ id }) => id) });
    expect(found).toEqual({ nodes: things });
    for (const thing of things) expect(await data(`query($id: ID!) { node(id: $id) { id ${fragments} } }`, { id: thing.id })).toEqual({ node: thing });
  });

  it('that is none, or of nothing, is null in its place', async () => {
    const ids = ['nonsense', encodeNodeId('Aip', 'nobody'), encodeNodeId('Aip', packageIds[1] ?? ''), encodeNodeId('Submission', '2d17'), ''];
    expect(await data('query($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids })).toEqual({ nodes: [null, null, { id: ids[2] }, null, null] });
  });

  it('is one of at most a hundred', async () => {
    expect(await refusal('query($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: Array.from({ length: 101 }, () => 'a') })).toEqual([{ code: 'BAD_USER_INPUT', argument: ['ids'], message: '`ids` takes at most 100 ids.' }]);
  });
});

describe('packages by their ids', () => {
  it('come in the order of the ids, null for each that is not there, the same one as often as it is named', async () => {
    const [a = '', b = ''] = packageIds;
    gateway.docbyte.reset();
    expect(await data('query($ids: [ID!]!) { aips(packageIds: $ids) { packageId } }', { ids: [b, 'nobody', a, b] })).toEqual({ aips: [{ packageId: b }, null, { packageId: a }, { packageId: b }] });
    expect(gateway.docbyte.count('aip')).toBe(3);
  });

  it.each(['', '.', '..', '../fileplan', 'a/b', 'a?b=c', 'a#b', '%2e%2e', 'half \ud800 a pair', 'ø', ' '])('%j is the id of no package, and of nothing else', async (packageId) => {
    expect(await data('query($id: ID!) { aip(packageId: $id) { title } }', { id: packageId })).toEqual({ aip: null });
  });

  it('are a thousand at most', async () => {
    const ids = Array.from({ length: 1_001 }, (_, index) => String(index));
    expect(await refusal('query($ids: [ID!]!) { aips(packageIds: $ids) { title } }', { ids })).toEqual([{ code: 'BAD_USER_INPUT', argument: ['packageIds'], message: '`packageIds` takes at most 1,000 ids.' }]);
  });

  it('fail one by one, and the others are there', async () => {
    const [a = '', b = ''] = packageIds;
    gateway.docbyte.misbehave({ match: (call) => call.path.endsWith(b), times: Infinity, how: { kind: 'status', status: 403 } });
    const { data: found, errors } = await gateway.ask('query($ids: [ID!]!) { aips(packageIds: $ids) { packageId } }', { ids: [a, b] });
    gateway.docbyte.behave();
    expect(found).toEqual({ aips: [{ packageId: a }, null] });
    expect(errors.map(({ path, extensions }) => [path, extensions['code']])).toEqual([[['aips', 1], 'FORBIDDEN']]);
  });
});
