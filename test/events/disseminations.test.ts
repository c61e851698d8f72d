import { downloadableFiles } from '../../src/domain/dissemination.ts';
import type { Viewer } from '../../src/domain/viewer.ts';
import { listenTo, startDpsBench, type DpsBench, type Replica } from './dpsBench.ts';

const reader: Viewer = { subject: 'ola', roles: new Set(['2d17_R']), everyRole: false, token: null, expiresAt: null };

let bench: DpsBench;
let fonds: Replica;

beforeEach(async () => {
  bench = await startDpsBench();
  fonds = await bench.replica();
  bench.dps.webhooks.deliverTo(fonds.webhookUrl);
});
afterEach(() => bench.stop());

describe('an order', () => {
  it('is watched to its end: every status once, then the files, which download', async () => {
    const { disseminations } = fonds.events;
    const { job, alreadyInProgress } = await disseminations.request(reader, { archiveId: bench.orderable(), priority: 7 });
    expect(alreadyInProgress).toBe(false);
    expect(job.state).toMatchObject({ status: 'RECEIVED', priority: 7, contractId: '2d17', progress: 0 });

    const heard = listenTo(await disseminations.updates(reader, job.id));
    await bench.clock.advance(60_000);
    await heard.ended;

    expect(heard.events.map(({ origin, status }) => `${origin} ${status}`)).toEqual([
      'SNAPSHOT RECEIVED',
      'POLL QUEUED',
      'POLL DOWNLOADING_FROM_REPOSITORY',
      'POLL FIXITY_CHECK',
      'POLL UPLOADING_TO_S3',
      'WEBHOOK DISSEMINATED',
    ]);
    const ended = await disseminations.get(reader, job.id);
    expect(ended?.state).toMatchObject({ phase: 'SUCCEEDED', progress: 1, filesLost: false, problem: null });
    if (!ended) throw new Error('gone');
    const [file] = downloadableFiles(ended.state, ended.sealed, bench.clock.now());
    const answer = await fetch(file?.downloadUrl ?? '');
    expect(String((await answer.arrayBuffer()).byteLength)).toBe(file?.sizeInBytes);
    expect(JSON.stringify(ended.state)).not.toContain('http');
  });
});
