import { manualClock } from '../../src/sandbox/simulatorClock.ts';
import { ask, startTestGateway } from '../gateway/testGateway.ts';

/** The sandbox as a whole: what its parts do for each other. */

it.each<[string, Readonly<Record<string, string>>]>([
  ['on loopback', {}],
  ['on loopback behind a public address', { PUBLIC_URL: 'https://fonds.example.org' }],
  ['on all interfaces behind a public address', { HOST: '0.0.0.0', ALLOW_OPEN: 'true', PUBLIC_URL: 'https://fonds.example.org' }],
])('%s, the simulated DPS finds the receiver of its webhooks', async (_where, env) => {
  const clock = manualClock();
  const sandbox = await startTestGateway(env, { dps: { clock } });
  try {
    const url = sandbox.localUrl.replace('0.0.0.0', '127.0.0.1');
    const archiveId = String(sandbox.docbyte.collection.examples.documents[0]?.metadata.fields['dps:archiveId']);
    const { data } = await ask(url, 'mutation($id: ID!) { requestDissemination(input: { archiveId: $id }) { dissemination { disseminationId } } }', { id: archiveId });
    const { requestDissemination } = data as { requestDissemination: { dissemination: { disseminationId: string } } };
    const { disseminationId } = requestDissemination.dissemination;
    await clock.advance(60_000);
    const after = await ask(url, 'query($id: ID!) { dissemination(disseminationId: $id) { status files { filename } } }', { id: disseminationId });
    expect(after.data).toEqual({ dissemination: { status: 'DISSEMINATED', files: expect.arrayContaining([{ filename: 'metadata.tar' }]) } });
  } finally {
    await sandbox.stop();
  }
});
