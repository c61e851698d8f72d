import { createReadStream, readFileSync } from 'node:fs';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { startDvidsProcess, type DvidsProcess } from './dvidsProcess.ts';
import { breakAfter, by, send, sendByTus, uploader } from './uploadBench.ts';

/** What one pass of a file through a gateway cost its process. */
export interface Pass {
  readonly bytes: number;
  readonly seconds: number;
  /** Resident memory before and at its highest, in bytes. */
  readonly before: number;
  readonly highest: number;
}

/** Whether this system tells how much memory a process has. */
export const tellsMemory = process.platform === 'linux';

/** Sends a file of so many bytes through a gateway fresh from its start, in parts, so many times. */
export async function measureUploads(bytes: number, passes: number): Promise<Pass[]> {
  return withGateway(async ({ gateway }, ticket) => {
    const measured: Pass[] = [];
    for (let pass = 0; pass < passes; pass += 1) {
      const ticketUrl = await ticket(bytes);
      measured.push(await measure(gateway.pid, bytes, async () => {
        const { status, text } = await send(ticketUrl, 'PUT', { 'content-length': String(bytes) }, zeros(bytes));
        if (status !== 204) throw new Error(`answered ${status}: ${text}`);
      }));
    }
    return measured;
  });
}

/** Sends such a file by tus over a connection that breaks at 70 %. `stored`: what storage took in all, the part that was cut aside. */
export async function measureCut(bytes: number): Promise<Pass & { readonly stored: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'fonds-upload-'));
  const path = join(folder, 'zeros');
  await writeFile(path, '');
  // Takes no room on the disk.
  await truncate(path, bytes);
  try {
    return await withGateway(async ({ gateway, dvids }, ticket) => {
      const ticketUrl = await ticket(bytes);
      const way = await breakAfter(gateway.url, 0.7 * bytes);
      const pass = await measure(gateway.pid, bytes, () => sendByTus(by(way.url, ticketUrl), createReadStream(path)));
      await way.stop();
      const stored = dvids.storage.calls.filter(({ status }) => status === 200).reduce((sum, { headers }) => sum + Number(headers['content-length']), 0);
      return { ...pass, stored };
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function withGateway<T>(work: (there: DvidsProcess, ticket: (bytes: number) => Promise<string>) => Promise<T>): Promise<T> {
  const there = await startDvidsProcess();
  try {
    const to = uploader(there.gateway.url);
    const batchId = await to.batch();
    return await work(there, async (bytes) => (await to.multipart({ batchId, contentType: 'video/mp4', sizeInBytes: String(bytes) })).ticketUrl);
  } finally {
    await there.stop();
  }
}

async function measure(pid: number, bytes: number, work: () => Promise<unknown>): Promise<Pass> {
  const before = residentBytes(pid);
  let highest = before;
  const sampling = setInterval(() => (highest = Math.max(highest, residentBytes(pid))), 20);
  const startedAt = performance.now();
  try {
    await work();
  } finally {
    clearInterval(sampling);
  }
  return { bytes, seconds: (performance.now() - startedAt) / 1000, before, highest };
}

function zeros(bytes: number): Readable {
  const chunk = Buffer.alloc(256 * 1024);
  let left = bytes;
  return new Readable({
    highWaterMark: 1024 * 1024,
    read() {
      const piece = left < chunk.length ? chunk.subarray(0, left) : chunk;
      left -= piece.length;
      this.push(piece.length > 0 ? piece : null);
    },
  });
}

function residentBytes(pid: number): number {
  const [, kibibytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kibibytes) * 1024;
}
