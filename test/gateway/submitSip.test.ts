import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { restoreDpsState } from '../../src/sandbox/dpsState.ts';
import { writeStateFile } from '../sandbox/stateFile.ts';
import { metadata, producerAt, send, text, watchToTheEnd } from './producer.ts';
import { startTestGateway, type Answered, type TestGateway } from './testGateway.ts';

/** Whole packages in one call, through the network: how far they get, over restarts, and what the explorer's tabs make of it. */

const file = text('pixels');
const order = (objectId: string, more: object = {}) => ({
  idempotencyKey: `key of ${objectId}`,
  contractId: '2d17',
  objectId,
  metadata,
  files: [
    { filePath: 'a.tif', checksum: file.md5, sizeInBytes: String(file.sizeInBytes) },
    { filePath: 'about.txt', text: 'About it.' },
  ],
  events: [{ agent: { agentName: 'x', agentType: 'SOFTWARE' }, eventType: 'VIRUS_CHECK', eventDateTime: '2026-02-03T07:14:01Z', outcome: 'SUCCESS' }],
  ...more,
});
const mutation = `mutation($input: SubmitSipInput!) { submitSip(input: $input) {
  state problem { code message } submission { contractId submissionId status } files { filePath upload { state ticketUrl } problem { code } } events { eventType relativePath recorded problem { code } } } }`;

interface Submitted {
  readonly state: string;
  readonly submission: { readonly contractId: string; readonly submissionId: string; readonly status: string };
  readonly files: readonly { readonly filePath: string; readonly upload: { readonly ticketUrl: string } }[];
}
const submit = (gateway: TestGateway, input: object): Promise<Answered> => gateway.ask(mutation, { input });
async function submitted(gateway: TestGateway, input: object): Promise<Submitted> {
  const { data, errors } = await submit(gateway, input);
  expect(errors).toEqual([]);
  return data?.['submitSip'] as Submitted;
}
const watch = (gateway: TestGateway, { contractId, submissionId }: Submitted['submission']) =>
  watchToTheEnd(gateway.localUrl, 'subscription($c: ID!, $s: ID!) { submissionUpdated(contractId: $c, submissionId: $s) { status } }', { c: contractId, s: submissionId });

describe('a package', () => {
  let gateway: TestGateway;
  beforeAll(async () => {
    gateway = await startTestGateway({}, { dps: { switches: { stepMs: 30 } } });
  });
  afterAll(() => gateway.stop());

  test('is handed in with one call and a PUT, and ends preserved', async () => {
    const { state, submission, files } = await submitted(gateway, order('one-call'));
    expect(state).toBe('WAITING');
    expect(files).toMatchObject([{ filePath: 'a.tif', upload: { state: 'WAITING' }, problem: null }, { filePath: 'about.txt', upload: { state: 'COMPLETE' }, problem: null }]);
    const watched = watch(gateway, submission);
    expect((await send(files[0]?.upload.ticketUrl ?? '', file)).status).toBe(204);
    expect((await watched).at(-1)).toEqual({ submissionUpdated: { status: 'PRESERVED' } });
    expect(await submitted(gateway, order('one-call'))).toMatchObject({ state: 'DONE', submission: { status: 'PRESERVED' }, events: [{ eventType: 'VIRUS_CHECK', relativePath: null, recorded: true, problem: null }] });
    // The tickets are there for whoever reads the submission, too.
    expect(await producerAt(gateway).read(submission, 'files { upload { state } }')).toEqual({ files: [{ upload: { state: 'COMPLETE' } }, { upload: { state: 'COMPLETE' } }] });
  });

  test('with the wrong bytes waits for the right ones', async () => {
    const { submission, files } = await submitted(gateway, order('wrong-bytes'));
    const ticketUrl = files[0]?.upload.ticketUrl ?? '';
    expect((await send(ticketUrl, text('pixelz'))).status).toBe(422);
    expect(await submitted(gateway, order('wrong-bytes'))).toMatchObject({ state: 'WAITING', problem: { code: 'CHECKSUM_MISMATCH' }, submission: { status: 'REGISTERED' } });
    const watched = watch(gateway, submission);
    expect((await send(ticketUrl, file)).status).toBe(204);
    expect((await watched).at(-1)).toEqual({ submissionUpdated: { status: 'PRESERVED' } });
  });

  test('of a key that stands for another input is a CONFLICT; what is refused names its argument', async () => {
    await submitted(gateway, order('keyed'));
    const codeOf = async (input: object) => (await submit(gateway, input)).errors.map(({ extensions }) => extensions);
    expect(await codeOf(order('keyed', { metadata: { ...metadata, title: { value: 'Pan' } } }))).toEqual([expect.objectContaining({ code: 'CONFLICT' })]);
    expect(await codeOf(order('keyed', { metadata: { ...metadata, title: { value: 'Pan', lang: 'x' } } }))).toEqual([expect.objectContaining({ code: 'BAD_USER_INPUT', argument: ['input', 'metadata', 'title', 'lang'] })]);
    expect(await codeOf(order('keyed', { files: [{ filePath: 'a' }] }))).toEqual([expect.objectContaining({ code: 'BAD_USER_INPUT', argument: ['input', 'files', '0', 'checksum'] })]);
    // What DPS refuses is told beside what went well.
    expect((await submit(gateway, order('keyed', { idempotencyKey: 'another' }))).data).toMatchObject({ submitSip: { state: 'STOPPED', problem: { code: 'CONFLICT' }, submission: null, files: [{ upload: null }, { upload: null }] } });
  });

  test("of the explorer's tabs lives its whole life in one session: handed in, watched preserved, ordered again", async () => {
    const tab = (name: string): string => readFileSync(join('web/tabs', name), 'utf8');
    const handIn = async (): Promise<Submitted> => {
      const { data, errors } = await gateway.ask(tab('06-submit.graphql'), JSON.parse(tab('06-submit.variables.json')) as Record<string, unknown>);
      expect(errors).toEqual([]);
      return data?.['submitSip'] as Submitted;
    };
    const handedIn = await handIn();
    expect(handedIn.state).toBe('DONE');
    await watch(gateway, handedIn.submission);
    const returned = await gateway.ask(tab('08-return.graphql'));
    expect(returned).toMatchObject({ errors: [], data: { requestDissemination: { dissemination: { submission: { objectId: 'lighthouse-letters-1921' }, archive: { archiveId: expect.any(String) } } } } });
    expect(await handIn()).toMatchObject({ state: 'DONE', submission: { status: 'PRESERVED' } });
  });
});

test('a gateway that was stopped in between goes on where it was: with the bytes that come later, and with those that came just before', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fonds-sip-'));
  // DPS comes back where it was: that is where the bytes go.
  await writeStateFile(`${folder}/dps.json`, restoreDpsState(undefined));
  const begin = () => startTestGateway({ DATABASE_URL: `sqlite:${folder}/ledger.db` }, { leaseMs: 500, dps: { stateFile: `${folder}/dps.json`, switches: { stepMs: 30 } } });
  let gateway = await begin();
  try {
    await submitted(gateway, order('later'));
    const before = await submitted(gateway, order('before'));
    // The bytes come while DPS does not answer: the rest is for the next one.
    gateway.dps.misbehave({ times: Infinity, match: ({ route }) => route === 'recordEvent', how: { kind: 'status', status: 503 } });
    expect((await send(before.files[0]?.upload.ticketUrl ?? '', file)).status).toBe(204);
    await gateway.stop();

    gateway = await begin();
    const later = await submitted(gateway, order('later'));
    expect(later.state).toBe('WAITING');
    const watched = [watch(gateway, later.submission), watch(gateway, before.submission)];
    expect((await send(later.files[0]?.upload.ticketUrl ?? '', file)).status).toBe(204);
    for (const events of await Promise.all(watched)) expect(events.at(-1)).toEqual({ submissionUpdated: { status: 'PRESERVED' } });
    expect(Object.values(gateway.dps.state.submissions).map(({ events }) => events.length)).toEqual([1, 1]);
  } finally {
    await gateway.stop();
    rmSync(folder, { recursive: true });
  }
}, 60_000);
