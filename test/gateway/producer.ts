import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { request } from 'undici';
import { askSocket, connect } from './socket.ts';
import type { Answered, TestGateway } from './testGateway.ts';

/** Somebody who hands in packages through the graph. */
export interface Producer {
  /** A submission of a new object, or of this one. */
  create(objectId?: string, more?: object): Promise<Place>;
  register(place: Place, filePath: string, content: Content, more?: object): Promise<Registered>;
  finalize(place: Place): Promise<Answered>;
  /** Runs one mutation on a place. */
  change(mutation: string, input: object): Promise<Answered>;
  read(place: Place, fields: string): Promise<unknown>;
}

export interface Place {
  readonly contractId: string;
  readonly submissionId: string;
}

export interface Registered {
  readonly file: { readonly fileId: string };
  readonly upload: { readonly uploadId: string; readonly ticketUrl: string };
}

/** Bytes, of any number. */
export interface Content {
  readonly md5: string;
  readonly sizeInBytes: number;
  readonly stream: () => Readable;
}

export const metadata = { type: 'Bok', title: { value: 'Sult', lang: 'nob' } };

const all = 'contractId submissionId objectId status phase progress sizeInBytes problem { code } files { fileId filePath checksum upload { state ticketUrl problem { code } } } reasons { code message filePath }';

export function producerAt(gateway: TestGateway): Producer {
  let made = 0;
  const change = (mutation: string, input: object): Promise<Answered> => {
    const type = mutation.charAt(0).toUpperCase() + mutation.slice(1);
    const more = mutation === 'registerSubmissionFile' ? 'file { fileId filePath } upload { uploadId ticketUrl uploadUrl state sizeInBytes }' : '';
    return gateway.ask(`mutation($input: ${type}Input!) { ${mutation}(input: $input) { submission { ${all} } ${more} } }`, { input });
  };
  const payload = async (mutation: string, input: object): Promise<unknown> => {
    const { data, errors } = await change(mutation, input);
    if (errors.length > 0) throw new Error(`${mutation}: ${JSON.stringify(errors)}`);
    return data?.[mutation];
  };
  return {
    change,
    async create(objectId = `object-${++made}`, more = {}) {
      const { submission } = (await payload('createSubmission', { contractId: '2d17', objectId, metadata, ...more })) as { submission: Place };
      return { contractId: submission.contractId, submissionId: submission.submissionId };
    },
    register: async (place, filePath, { md5 }, more = {}) => (await payload('registerSubmissionFile', { ...place, filePath, checksum: md5, ...more })) as Registered,
    finalize: (place) => change('finalizeSubmission', place),
    async read({ contractId, submissionId }, fields) {
      const { data } = await gateway.ask(`query($c: ID!, $s: ID!) { submission(contractId: $c, submissionId: $s) { ${fields} } }`, { c: contractId, s: submissionId });
      return data?.['submission'];
    },
  };
}

/** A small text. */
export function text(value: string): Content {
  const bytes = Buffer.from(value);
  return { md5: createHash('md5').update(bytes).digest('hex'), sizeInBytes: bytes.length, stream: () => Readable.from([bytes]) };
}

/** So many bytes, made as they are read: the same ones each time. */
export function bytes(sizeInBytes: number): Content {
  const block = Buffer.alloc(64 * 1024, 'Fonds');
  const pieces = function* (): Generator<Buffer> {
    for (let left = sizeInBytes; left > 0; left -= block.length) yield left < block.length ? block.subarray(0, left) : block;
  };
  const sum = createHash('md5');
  for (const piece of pieces()) sum.update(piece);
  return { md5: sum.digest('hex'), sizeInBytes, stream: () => Readable.from(pieces(), { objectMode: false }) };
}

/** Sends a file to its ticket. */
export async function send(ticketUrl: string, { stream, sizeInBytes }: Content): Promise<{ status: number; body: unknown }> {
  const { statusCode, body } = await request(ticketUrl, { method: 'PUT', body: stream(), headers: { 'content-length': String(sizeInBytes) } });
  const answer = await body.text();
  return { status: statusCode, body: answer === '' ? undefined : (JSON.parse(answer) as unknown) };
}

/** Watches a subscription until it completes: the data of its events. */
export async function watchToTheEnd(url: string, subscription: string, variables: Readonly<Record<string, unknown>>, onEvent: (data: unknown) => void = () => {}): Promise<unknown[]> {
  const socket = await connect(url);
  try {
    const first = await askSocket(socket, subscription, variables);
    if (first.errors.length > 0) throw new Error(JSON.stringify(first.errors));
    const told: unknown[] = [first.data];
    onEvent(first.data);
    for (;;) {
      const message = await socket.next();
      if (message.id !== first.id) continue;
      if (message.type === 'complete') return told;
      const { data } = message.payload as { data: unknown };
      told.push(data);
      onEvent(data);
    }
  } finally {
    socket.close();
  }
}
