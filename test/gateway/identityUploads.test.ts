import { startTestIssuer, type TestIssuer } from '../auth/testIssuer.ts';
import { at, comeBack, logIn, textAt } from '../sandbox/dvidsVisitor.ts';
import { encodeNodeId } from '../../src/domain/nodeId.ts';
import { unitId } from '../sources/dvids/dvids.ts';
import { metadata } from './producer.ts';
import { askSocket, connect } from './socket.ts';
import { startTestGateway, type Answered, type TestGateway } from './testGateway.ts';

/**
 * Uploads, DVIDS connections, batches and workflows belong to their caller. Bert bears the same roles as Anna and has a DVIDS account of
 * his own; he knows every id of hers, and comes no further with them than with ids that are nobody's.
 */

type Who = 'anna' | 'bert';
let issuer: TestIssuer;
let gateway: TestGateway;
const tokens: Record<Who, string> = { anna: '', bert: '' };

beforeAll(async () => {
  issuer = await startTestIssuer();
  gateway = await startTestGateway(issuer.env, { dvids: { earlier: false } });
  for (const [who, user] of [['anna', '2001'], ['bert', '2002']] as const) {
    tokens[who] = await issuer.token(who, { roles: ['2d17_R', '2d17_W'] });
    await comeBack(await logIn(textAt(await data(who, 'mutation { connectDvids { authorizationUrl } }'), 'connectDvids.authorizationUrl'), { user }));
  }
});
afterAll(async () => {
  await gateway.stop();
  await issuer.stop();
});

const ask = (who: Who, query: string, variables: Record<string, unknown> = {}): Promise<Answered> => gateway.ask(query, variables, { authorization: `Bearer ${tokens[who]}` });
async function data(who: Who, query: string, variables: Record<string, unknown> = {}): Promise<unknown> {
  const answer = await ask(who, query, variables);
  expect(answer.errors).toEqual([]);
  return answer.data;
}
const mutation = (name: string, selection: string) => `mutation($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${selection} } }`;

/** What an answer says, without what is another each time. */
const said = ({ status, data: told, errors, extensions }: Answered, id: string): string =>
  JSON.stringify([status, told, errors.map((error) => ({ ...error, extensions: { ...error.extensions, requestId: null } })), extensions]).replaceAll(id, 'ID');
const nobodys = (id: string): string => id.replaceAll(/[\da-zA-Z]/g, '0');

/** An upload of Anna's for a file of DPS, and where its bytes go. */
async function annasFile(objectId: string): Promise<{ submissionId: string; uploadId: string; ticketUrl: string }> {
  const made = await data('anna', mutation('createSubmission', 'submission { submissionId }'), { input: { contractId: '2d17', objectId, metadata } });
  const submissionId = textAt(made, 'createSubmission.submission.submissionId');
  const file = { contractId: '2d17', submissionId, filePath: 'a.txt', checksum: '5d41402abc4b2a76b9719d911017c592', sizeInBytes: '5' };
  const registered = await data('anna', mutation('registerSubmissionFile', 'upload { uploadId ticketUrl }'), { input: file });
  return { submissionId, uploadId: textAt(registered, 'registerSubmissionFile.upload.uploadId'), ticketUrl: textAt(registered, 'registerSubmissionFile.upload.ticketUrl') };
}

describe('an upload', () => {
  test('is not read, watched or met at its submission by who shares every role', async () => {
    const { submissionId, uploadId } = await annasFile('anna-1');
    const read = 'query($u: ID!, $n: ID!) { upload(uploadId: $u) { ticketUrl } node(id: $n) { ... on Upload { ticketUrl } } nodes(ids: [$n]) { id } }';
    const asked = async (id: string) => said(await ask('bert', read, { u: id, n: encodeNodeId('Upload', id) }), id);
    expect(await asked(uploadId)).toBe(await asked(nobodys(uploadId)));
    const files = 'query($s: ID!) { submission(contractId: "2d17", submissionId: $s) { files { filePath upload { uploadId ticketUrl } } } }';
    expect(await data('bert', files, { s: submissionId })).toEqual({ submission: { files: [{ filePath: 'a.txt', upload: null }] } });
    expect(at(await data('anna', files, { s: submissionId }), 'submission.files.0.upload.uploadId')).toBe(uploadId);
    const socket = await connect(gateway.localUrl, tokens.bert);
    const watched = await askSocket(socket, 'subscription($u: ID!) { uploadProgressed(uploadId: $u) { bytesSent } }', { u: uploadId });
    expect(watched.errors).toEqual([expect.objectContaining({ message: 'There is no such upload.', extensions: expect.objectContaining({ code: 'NOT_FOUND' }) })]);
    socket.close();
  });

  test('is sent by who has its ticket, and by no made-up one: 404 whatever is tried', async () => {
    const [mine, other] = [await annasFile('anna-2'), await annasFile('anna-3')];
    const [id = '', signature = ''] = mine.ticketUrl.split('/').at(-1)?.split('.') ?? [];
    const [otherId = '', otherSignature = ''] = other.ticketUrl.split('/').at(-1)?.split('.') ?? [];
    const base = mine.ticketUrl.slice(0, mine.ticketUrl.lastIndexOf('/') + 1);
    const forged = [id, `${id}.`, `${id}.${otherSignature}`, `${otherId}.${signature}`, `${id}.${signature.slice(0, -2)}`, `${id}.${Buffer.alloc(32).toString('base64url')}`, `${id}.${signature}/..`, `%2e%2e/${id}.${signature}`, `${nobodys(id)}.${signature}`, ''];
    const bearer = { authorization: `Bearer ${tokens.bert}`, 'tus-resumable': '1.0.0' };
    const requests = (address: string): Promise<number>[] => [
      fetch(address, { method: 'HEAD', headers: bearer }),
      fetch(address, { method: 'PUT', headers: bearer, body: 'hello' }),
      fetch(address, { method: 'PATCH', headers: { ...bearer, 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' }, body: 'hello' }),
      fetch(address, { method: 'POST', headers: { ...bearer, 'x-http-method-override': 'PATCH', 'content-type': 'application/offset+octet-stream', 'upload-offset': '0' }, body: 'hello' }),
      fetch(address, { method: 'DELETE', headers: bearer }),
      fetch(address, { headers: bearer }),
    ].map(async (answer) => (await answer).status);
    for (const ticket of forged) expect([ticket, new Set(await Promise.all(requests(`${base}${ticket}`)))]).toEqual([ticket, new Set([404])]);
    expect(at(await data('anna', 'query($u: ID!) { upload(uploadId: $u) { state bytesSent } }', { u: mine.uploadId }), 'upload')).toEqual({ state: 'WAITING', bytesSent: '0' });
    // Nobody ends it by tus, which has no part of that here; its owner may send.
    for (const method of ['DELETE', 'GET']) expect((await fetch(mine.ticketUrl, { method })).status).toBe(405);
    expect((await fetch(mine.ticketUrl, { method: 'PUT', body: 'hello' })).status).toBe(204);
  });

  test('of DVIDS is not continued, completed or made into an asset by another account', async () => {
    const batch = async (who: Who) => textAt(await data(who, 'mutation { createDvidsBatch { batch { batchId } } }'), 'createDvidsBatch.batch.batchId');
    const [annas, berts] = [await batch('anna'), await batch('bert')];
    const parts = textAt(await data('anna', mutation('createDvidsMultipartUpload', 'upload { uploadId }'), { input: { batchId: annas, contentType: 'video/mp4', sizeInBytes: '10' } }), 'createDvidsMultipartUpload.upload.uploadId');
    const whole = textAt(await data('anna', mutation('createDvidsUpload', 'upload { uploadId }'), { input: { batchId: annas, contentType: 'image/jpeg' } }), 'createDvidsUpload.upload.uploadId');
    const photo = { title: 'T', description: 'D', instructions: 'Jo\njo@example.mil\n+1 555 555 0100', createdAt: '2024-10-01', country: 'US', serviceUnitId: unitId('NHHC'), virin: '241001-N-AB123-1001' };
    const tries: readonly (readonly [string, string, (id: string) => object])[] = [
      [parts, mutation('createDvidsUploadPart', '__typename'), (uploadId) => ({ uploadId, partNumber: 1 })],
      [parts, mutation('completeDvidsMultipartUpload', '__typename'), (uploadId) => ({ uploadId })],
      [whole, mutation('createDvidsPhoto', '__typename'), (uploadId) => ({ ...photo, batchId: berts, uploadId })],
      [annas, mutation('createDvidsUpload', '__typename'), (batchId) => ({ batchId, contentType: 'image/jpeg' })],
      [annas, mutation('createDvidsMultipartUpload', '__typename'), (batchId) => ({ batchId, contentType: 'video/mp4' })],
      [annas, mutation('closeDvidsBatch', '__typename'), (batchId) => ({ batchId })],
      [annas, mutation('createDvidsNews', '__typename'), (batchId) => ({ batchId, title: 'T', body: 'B', createdAt: '2024-10-01', country: 'US' })],
    ];
    for (const [id, query, input] of tries) {
      const before = gateway.dvids.calls.length;
      const foreign = said(await ask('bert', query, { input: input(id) }), id);
      const calls = gateway.dvids.calls.length - before;
      const missing = said(await ask('bert', query, { input: input(nobodys(id)) }), nobodys(id));
      expect([foreign, calls]).toEqual([missing, gateway.dvids.calls.length - before - calls]);
      expect(foreign).toMatch(/NOT_FOUND|BAD_USER_INPUT/);
    }
    const seen = await data('bert', 'query($b: ID!) { dvidsBatch(batchId: $b) { closed } dvidsBatches(first: 100) { nodes { batchId } } }', { b: annas });
    expect(seen).toEqual({ dvidsBatch: null, dvidsBatches: { nodes: [{ batchId: berts }] } });
    const mine = await data('anna', 'query($b: ID!) { dvidsBatch(batchId: $b) { closed uploads { state } } }', { b: annas });
    expect(mine).toEqual({ dvidsBatch: { closed: false, uploads: [{ state: 'WAITING' }, { state: 'WAITING' }] } });
  });
});

test("a cursor of another's batch, or of one's own other batch, opens nothing", async () => {
  const made = async (who: Who) => textAt(await data(who, 'mutation { createDvidsBatch { batch { batchId } } }'), 'createDvidsBatch.batch.batchId');
  const watch = 'subscription($b: ID!, $after: String) { dvidsBatchUpdated(batchId: $b, after: $after) { cursor } }';
  const [anna, bert] = [await connect(gateway.localUrl, tokens.anna), await connect(gateway.localUrl, tokens.bert)];
  const [annas, annasOther, berts] = [await made('anna'), await made('anna'), await made('bert')];
  const cursor = textAt((await askSocket(anna, watch, { b: annas })).data, 'dvidsBatchUpdated.cursor');
  const codes = async (socket: typeof anna, b: string) => (await askSocket(socket, watch, { b, after: cursor })).errors.map(({ extensions }) => extensions['code']);
  expect(await codes(bert, annas)).toEqual(['NOT_FOUND']);
  expect(await codes(bert, berts)).toEqual(['CURSOR_INVALID']);
  expect(await codes(anna, annasOther)).toEqual(['CURSOR_INVALID']);
  for (const socket of [anna, bert]) socket.close();
});

test('the same idempotency key stands for one workflow of each caller', async () => {
  const query = mutation('submitDvidsBatch', 'state batch { batchId } assets { key assetId }');
  const input = { idempotencyKey: 'shared', close: false, news: [{ key: 'n', title: 'T', body: 'B', createdAt: '2024-10-01', country: 'US' }] };
  const submitted = async (who: Who, title: string) => data(who, query, { input: { ...input, news: [{ ...input.news[0], title }] } });
  const annas = textAt(await submitted('anna', 'Hers'), 'submitDvidsBatch.batch.batchId');
  const berts = textAt(await submitted('bert', 'His'), 'submitDvidsBatch.batch.batchId');
  expect(berts).not.toBe(annas);
  // Into a batch of hers nothing of his comes: what he learns is that there is none.
  const into = async (batchId: string, idempotencyKey: string) => said(await ask('bert', query, { input: { ...input, idempotencyKey, batchId } }), batchId);
  const foreign = await into(annas, 'into hers');
  expect(foreign).toBe(await into(nobodys(annas), 'into none'));
  const sip = mutation('submitSip', 'state submission { submissionId } problem { code }');
  const files = [{ filePath: 'a.txt', checksum: '5d41402abc4b2a76b9719d911017c592', sizeInBytes: '5' }];
  const handedIn = async (who: Who) => textAt(await data(who, sip, { input: { idempotencyKey: 'shared', contractId: '2d17', objectId: `sip-of-${who}`, metadata, files } }), 'submitSip.submission.submissionId');
  expect(await handedIn('anna')).not.toBe(await handedIn('bert'));
});

test('a connection to DVIDS is seen and ended by its own caller alone', async () => {
  const connected = async (who: Who) => at(await data(who, '{ viewer { dvids { connected } } }'), 'viewer.dvids.connected');
  await data('bert', 'mutation { disconnectDvids { viewer { subject } } }');
  expect([await connected('anna'), await connected('bert')]).toEqual([true, false]);
  expect((await ask('bert', 'mutation { createDvidsBatch { batch { batchId } } }')).errors.map(({ extensions }) => extensions['code'])).toEqual(['DVIDS_NOT_CONNECTED']);
});
