import type { DpsSimulator } from '../../src/sandbox/dps.ts';
import { usualClient } from '../../src/sandbox/dpsOptions.ts';
import { startServer, type RunningServer } from '../../src/sandbox/simulator.ts';
import { call, parsed, textAt, tokenFor, type Answered } from './docbyteVisitor.ts';

/** Calls a DPS with a fresh token of a client. */
export type DpsVisitor = (method: string, path: string, body?: unknown) => Promise<Answered>;

/** Speaks to the simulated API as a client. */
export const visit = async (dps: DpsSimulator, { clientId, clientSecret } = usualClient): Promise<DpsVisitor> => {
  const token = await tokenFor(dps.tokenUrl, clientId, clientSecret);
  return (method, path, body) =>
    call(`${dps.baseUrl}${path}`, {
      method, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
};

/** Orders an archive and gives the id of the dissemination. */
export const order = async (as: DpsVisitor, archiveId: string): Promise<string> => textAt((await as('POST', '/v1/disseminations', { archiveId })).body, 'disseminationId');

/** A webhook as it arrived. */
export type Arrived = { headers: Record<string, string>; text: string; body: unknown };

/** A receiver of webhooks that answers 204, or what `answers` says first. */
export type Receiver = RunningServer & { arrived: Arrived[]; answers: number[] };

/** Starts a receiver. */
export const startReceiver = async (): Promise<Receiver> => {
  const arrived: Arrived[] = [];
  const answers: number[] = [];
  const server = await startServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      arrived.push({ headers, text, body: parsed(text) });
      response.writeHead(answers.shift() ?? 204).end();
    });
  });
  return { ...server, arrived, answers };
};
