import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { startTestIssuer, type TestIssuer } from '../auth/testIssuer.ts';
import { at, comeBack, logIn, textAt } from '../sandbox/dvidsVisitor.ts';
import { sandboxWebhookSecret } from '../../src/sandbox/dpsOptions.ts';
import type { RecordedCall } from '../../src/sandbox/simulatorCalls.ts';
import { metadata } from './producer.ts';
import { connect, openSocket } from './socket.ts';
import { startTestGateway, type TestGateway } from './testGateway.ts';

/**
 * What nobody may read afterwards: tokens, presigned addresses, tickets, secrets of every kind. A gateway that logs all it can goes through
 * a day's work and a day's trouble; then its log, its metrics, its errors and the ledger's files are searched.
 */

const lines: string[] = [];
const bodies: string[] = [];
let directory: string;
let issuer: TestIssuer;
let gateway: TestGateway;
let token: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'fonds-secrets-'));
  issuer = await startTestIssuer();
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  gateway = await startTestGateway({ ...issuer.env, DATABASE_URL: `sqlite:${directory}/ledger.db` }, { log, dps: { switches: { stepMs: 30 } }, dvids: { earlier: false } });
  token = await issuer.token('anna', { roles: ['2d17_R', '2d17_W'] });
});
afterAll(async () => {
  await gateway.stop();
  await issuer.stop();
  rmSync(directory, { recursive: true });
});

async function ask(query: string, variables: Record<string, unknown> = {}): Promise<unknown> {
  const { data, errors } = await gateway.ask(query, variables, { authorization: `Bearer ${token}` });
  bodies.push(JSON.stringify(errors));
  return data;
}
async function send(url: string, init: RequestInit): Promise<number> {
  const response = await fetch(url, init);
  bodies.push(await response.text());
  return response.status;
}

/** Every secret that the simulators were shown, and those that the gateway was given or gave out; by what it is. */
function secretsIn(calls: readonly RecordedCall[]): [string, string][] {
  const found: [string, string][] = [];
  const keep = (what: string, secret: string | null | undefined) => {
    if (secret) found.push([what, secret]);
  };
  for (const { headers, search, body } of calls) {
    keep('a bearer token', headers.authorization?.replace(/^(Bearer|Basic) /, ''));
    keep('a presigned address', new URLSearchParams(search).get('X-Amz-Signature'));
    const form = new URLSearchParams(body?.includes('grant_type') ? body : '');
    for (const name of ['client_secret', 'refresh_token', 'code']) keep(name, form.get(name));
  }
  return found;
}

test('no secret is found in the log, the metrics, the errors or the ledger', async () => {
  const known: [string, string][] = [['the token of a caller', token], ['the webhook secret', sandboxWebhookSecret.slice('whsec_'.length)]];
  // A DVIDS login and an upload there.
  const authorizationUrl = textAt(await ask('mutation { connectDvids { authorizationUrl } }'), 'connectDvids.authorizationUrl');
  const back = await logIn(authorizationUrl);
  known.push(['the state of a login', back.searchParams.get('state') ?? '']);
  await comeBack(back);
  const batchId = textAt(await ask('mutation { createDvidsBatch { batch { batchId } } }'), 'createDvidsBatch.batch.batchId');
  const dvidsUpload = await ask('mutation($b: ID!) { createDvidsUpload(input: { batchId: $b, contentType: "image/jpeg" }) { upload { ticketUrl uploadUrl } } }', { b: batchId });
  // A submission whose bytes meet a storage that refuses, breaks and then takes them.
  const place = { contractId: '2d17', submissionId: textAt(await ask('mutation($m: SubmissionMetadataInput!) { createSubmission(input: { contractId: "2d17", objectId: "secrets", metadata: $m }) { submission { submissionId } } }', { m: metadata }), 'createSubmission.submission.submissionId') };
  const file = { ...place, filePath: 'a.txt', checksum: '5d41402abc4b2a76b9719d911017c592', sizeInBytes: '5' };
  const ticketUrl = textAt(await ask('mutation($i: RegisterSubmissionFileInput!) { registerSubmissionFile(input: $i) { upload { ticketUrl } } }', { i: file }), 'registerSubmissionFile.upload.ticketUrl');
  for (const url of [ticketUrl, textAt(dvidsUpload, 'createDvidsUpload.upload.ticketUrl')]) known.push(['a ticket', url.split('.').at(-1) ?? '']);
  for (const how of [{ kind: 'status', status: 403 }, { kind: 'status', status: 500 }, { kind: 'reset' }] as const) {
    gateway.dps.storage.misbehave({ times: 1, how });
    await send(ticketUrl, { method: 'PUT', body: 'hello' });
  }
  gateway.dps.storage.behave();
  expect(await send(ticketUrl, { method: 'PUT', body: 'hello' })).toBe(204);
  expect(await send(textAt(dvidsUpload, 'createDvidsUpload.upload.ticketUrl'), { method: 'PUT', headers: { 'content-type': 'image/jpeg' }, body: 'hello' })).toBe(204);
  // A delivery, whose links are shown to who may download.
  const archive = [...gateway.docbyte.collection.archives.values()].find((each) => each.contractId === '2d17' && each.preserved && !each.course);
  const disseminationId = textAt(await ask('mutation($a: ID!) { requestDissemination(input: { archiveId: $a }) { dissemination { disseminationId } } }', { a: archive?.archiveId }), 'requestDissemination.dissemination.disseminationId');
  let downloadUrl: unknown;
  while (typeof downloadUrl !== 'string') downloadUrl = at(await ask('query($d: ID!) { dissemination(disseminationId: $d) { files { downloadUrl } } }', { d: disseminationId }), 'dissemination.files.0.downloadUrl');
  known.push(['a download link', new URL(downloadUrl).searchParams.get('X-Amz-Signature') ?? '']);
  // Trouble: forged tokens, services that repeat what they were sent, logins that fail, webhooks of others.
  const forged = `${token.slice(0, -6)}AAAAAA`;
  known.push(['a forged token', forged]);
  await send(`${gateway.localUrl}/graphql?access_token=${token}`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${forged}` }, body: '{"query":"{ viewer { subject } }"}' });
  const socket = await openSocket(gateway.localUrl);
  socket.send({ type: 'connection_init', payload: { Authorization: `Bearer ${forged}` } });
  bodies.push(JSON.stringify(await socket.closed));
  for (const simulator of [gateway.docbyte, gateway.dps, gateway.dvids]) {
    const echo = simulator.calls.map(({ headers }) => headers.authorization).join(' ');
    simulator.misbehave({ times: Infinity, how: { kind: 'status', status: 500, shape: 'flat', message: `You sent ${echo} ${downloadUrl}` } });
  }
  await ask('{ fileplan(first: 1) { nodes { title } } dvidsCountries { nodes { name } } dissemination(disseminationId: "AAAAAAAAAAAAAAAAAAAAAA") { status } }');
  for (const simulator of [gateway.docbyte, gateway.dps, gateway.dvids]) simulator.behave();
  await send(`${gateway.localUrl}/webhooks/dps`, { method: 'POST', headers: { 'webhook-id': 'msg_x', 'webhook-timestamp': String(Math.floor(Date.now() / 1_000)), 'webhook-signature': 'v1,AAAA' }, body: JSON.stringify({ data: { files: [{ downloadURL: downloadUrl }] } }) });
  await send(`${gateway.localUrl}/oauth/dvids/callback?code=a-code-of-nobody&state=${back.searchParams.get('state')}`, {});
  const watching = await connect(gateway.localUrl, token);
  watching.send({ type: 'subscribe', id: '1', payload: { query: `subscription { uploadProgressed(uploadId: "${ticketUrl}") { bytesSent } }` } });
  bodies.push(JSON.stringify(await watching.next()).replaceAll(ticketUrl, ''));
  watching.close();

  const metrics = await (await fetch(`${gateway.localUrl}/metrics`)).text();
  const ledger = readdirSync(directory).filter((name) => name.startsWith('ledger.db') && !name.endsWith('.keys')).map((name) => readFileSync(join(directory, name), 'latin1')).join('\n');
  const ring = readFileSync(join(directory, 'ledger.db.keys'), 'utf8').trim().split(/[\s,]+/);
  const { docbyte, dps, dvids } = gateway;
  const shown = secretsIn([...docbyte.calls, ...docbyte.storage.calls, ...dps.calls, ...dps.storage.calls, ...dvids.calls, ...dvids.storage.calls]);
  const secrets = [...new Map([...known, ...shown, ...ring.map((key): [string, string] => ['a key of the ring', key])].map(([what, secret]) => [secret, what]))];
  const kinds = ['the token of a caller', 'a forged token', 'a bearer token', 'client_secret', 'the webhook secret', 'a key of the ring', 'the state of a login', 'code', 'a ticket', 'a presigned address', 'a download link'];
  expect(secrets.map(([, what]) => what)).toEqual(expect.arrayContaining(kinds));
  expect([lines.length > 10, ledger.length > 10_000, bodies.length > 10]).toEqual([true, true, true]);
  const found = Object.entries({ log: lines.join(''), metrics, errors: bodies.join('\n'), ledger }).flatMap(([where, text]) =>
    secrets.filter(([secret]) => secret.length < 8 || text.includes(secret) || text.includes(encodeURIComponent(secret))).map(([secret, what]) => `${what} in the ${where}: ${secret.slice(0, 12)}…`));
  expect(found).toEqual([]);
});
