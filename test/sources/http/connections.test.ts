import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import { setDefaultCACertificates } from 'node:tls';
import { Pool } from 'undici';
import { createConnections, type Connections, type ConnectionsOptions } from '../../../src/sources/http/connections.ts';
import { BodyTooLarge, exchange, TransportError, type RawResponse } from '../../../src/sources/http/exchange.ts';
import { Stop } from '../../../src/sources/http/stop.ts';
import { makeCertificate } from './certificate.ts';
import { closeAll, closing } from './clients.ts';
import { json, silence, startRawUpstream, startUpstream, text } from './upstream.ts';

/**
 * Our own connections against servers that answer as no server should, beside undici, which has to come to the same: our own
 * is the faster of the two and no less strict.
 */

afterEach(closeAll);

const maxBodyBytes = 10_000;

interface Sent {
  readonly method?: 'GET' | 'HEAD' | 'POST';
  readonly path?: string;
  readonly body?: string;
  readonly stop?: Stop;
}
type Send = (sent?: Sent) => Promise<RawResponse | Error>;

function connectionsTo(url: string, options: Partial<ConnectionsOptions> = {}): Connections {
  const connections = createConnections({ origin: new URL(url), most: 4, connectTimeoutMs: 5_000, ...options });
  closing({ close: async () => connections.close() });
  return connections;
}

function sendBy(connections: Connections): Send {
  return ({ method = 'GET', path = '/', body, stop = new Stop() } = {}) => {
    const length = body === undefined ? '' : `content-length: ${Buffer.byteLength(body)}\r\n`;
    return connections.send({ method, head: `${method} ${path} HTTP/1.1\r\nhost: x\r\n${length}\r\n`, body, maxBodyBytes }, stop);
  };
}

const ours = (url: string): Send => sendBy(connectionsTo(url));

function undicis(url: string): Send {
  const pool = new Pool(url, { connections: 4, headersTimeout: 0, bodyTimeout: 0 });
  closing({ close: () => pool.destroy() });
  return ({ method = 'GET', path = '/', body, stop = new Stop() } = {}) => exchange(pool, { method, path, body: body ?? null }, maxBodyBytes, stop);
}

const both = [
  ['ours', ours],
  ['undici', undicis],
] as const;

/** What an exchange came to, in a word. */
function outcomeOf(outcome: RawResponse | Error): string {
  if (outcome instanceof BodyTooLarge) return 'too large';
  if (outcome instanceof TransportError) return 'refused';
  if (outcome instanceof Error) return outcome.message;
  return `${outcome.status} ${outcome.body.toString()}`;
}

/** Calls back with each whole request (heads only) of a connection, by its number. */
function onRequests(socket: Socket, answer: (nth: number, head: string) => void): void {
  let [held, nth] = ['', 0];
  socket.on('data', (bytes: Buffer) => {
    held += bytes.toString('latin1');
    for (let end = held.indexOf('\r\n\r\n'); end >= 0; end = held.indexOf('\r\n\r\n')) {
      const head = held.slice(0, end);
      held = held.slice(end + 4);
      answer((nth += 1), head);
    }
  });
}

/** A server that answers each request with these bytes, in one piece or one by one; `ends` closes the connection behind them. */
async function saying(bytes: string, { ends = false, inPieces = false } = {}): Promise<string> {
  const { url } = closing(
    await startRawUpstream((socket) => {
      socket.setNoDelay(true);
      onRequests(socket, () => {
        const pieces = inPieces ? bytes.split('') : [bytes];
        const next = () => {
          const piece = pieces.shift();
          if (piece === undefined) {
            if (ends) socket.end();
          } else socket.write(piece, 'latin1', () => setImmediate(next));
        };
        next();
      });
    }),
  );
  return url;
}

const ok = 'HTTP/1.1 200 OK\r\n';

interface Hostile {
  readonly name: string;
  readonly bytes: string;
  readonly outcome: string;
  readonly ends?: boolean;
  readonly method?: 'GET' | 'HEAD';
  /** undici sees it otherwise: laxer as a rule. */
  readonly alone?: boolean;
}

const answers: readonly Hostile[] = [
  { name: 'a length', bytes: `${ok}content-length: 5\r\n\r\nhello`, outcome: '200 hello' },
  { name: 'a length of nothing', bytes: `${ok}content-length: 0\r\n\r\n`, outcome: '200 ' },
  { name: 'odd spacing and letter case', bytes: `${ok}CONTENT-LENGTH:\t 5 \r\n\r\nhello`, outcome: '200 hello' },
  { name: 'no reason phrase', bytes: 'HTTP/1.1 404 \r\ncontent-length: 2\r\n\r\nno', outcome: '404 no' },
  { name: 'chunks', bytes: `${ok}transfer-encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n`, outcome: '200 hello' },
  { name: 'chunks with extensions and trailers', bytes: `${ok}Transfer-Encoding: Chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\nx-sum: 1\r\nx-more: 2\r\n\r\n`, outcome: '200 hello' },
  { name: 'a chunk whose size has zeros before it', bytes: `${ok}transfer-encoding: chunked\r\n\r\n00005\r\nhello\r\n0\r\n\r\n`, outcome: '200 hello' },
  { name: 'a leave to go on', bytes: `HTTP/1.1 100 Continue\r\n\r\n${ok}content-length: 2\r\n\r\nok`, outcome: '200 ok', alone: true },
  { name: 'interim responses', bytes: `HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n${ok}content-length: 2\r\n\r\nok`, outcome: '200 ok' },
  { name: 'no length, until the end', bytes: `${ok}\r\nhello`, ends: true, outcome: '200 hello' },
  { name: 'HTTP/1.0', bytes: 'HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\nok', ends: true, outcome: '200 ok' },
  { name: 'a HEAD with a length', method: 'HEAD', bytes: `${ok}content-length: 5\r\n\r\n`, outcome: '200 ' },
  { name: 'a 204 with a length', bytes: 'HTTP/1.1 204 No Content\r\n\r\n', outcome: '204 ' },
  { name: 'a 304', bytes: 'HTTP/1.1 304 Not Modified\r\netag: "x"\r\n\r\n', outcome: '304 ' },
  { name: 'a header twice', bytes: `${ok}x: 1\r\nx: 2\r\ncontent-length: 2\r\n\r\nok`, outcome: '200 ok' },
  { name: 'the end within the head', bytes: `${ok}content-le`, ends: true, outcome: 'refused' },
  { name: 'the end before anything', bytes: '', ends: true, outcome: 'refused' },
  { name: 'the end within the body', bytes: `${ok}content-length: 9\r\n\r\nhello`, ends: true, outcome: 'refused' },
  { name: 'the end within a chunk', bytes: `${ok}transfer-encoding: chunked\r\n\r\n9\r\nhello`, ends: true, outcome: 'refused' },
  { name: 'the end before the last chunk', bytes: `${ok}transfer-encoding: chunked\r\n\r\n5\r\nhello\r\n`, ends: true, outcome: 'refused' },
  { name: 'two lengths', bytes: `${ok}content-length: 5\r\ncontent-length: 6\r\n\r\nhello!`, outcome: 'refused' },
  { name: 'the same length twice', bytes: `${ok}content-length: 5\r\ncontent-length: 5\r\n\r\nhello`, outcome: 'refused' },
  { name: 'a list of lengths', bytes: `${ok}content-length: 5, 5\r\n\r\nhello`, outcome: 'refused' },
  { name: 'a negative length', bytes: `${ok}content-length: -5\r\n\r\nhello`, outcome: 'refused' },
  { name: 'a length in hexadecimal', bytes: `${ok}content-length: 0x5\r\n\r\nhello`, outcome: 'refused' },
  { name: 'no length at all', bytes: `${ok}content-length: \r\n\r\n`, ends: true, outcome: 'refused' },
  { name: 'a length and chunks', bytes: `${ok}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n`, outcome: 'refused' },
  { name: 'another encoding before chunks', bytes: `${ok}transfer-encoding: gzip, chunked\r\n\r\n0\r\n\r\n`, outcome: 'refused', alone: true },
  { name: 'an encoding that nobody knows', bytes: `${ok}transfer-encoding: identity\r\n\r\nhello`, ends: true, outcome: 'refused', alone: true },
  { name: 'a chunk without a size', bytes: `${ok}transfer-encoding: chunked\r\n\r\nhello\r\n0\r\n\r\n`, outcome: 'refused' },
  { name: 'a chunk of negative size', bytes: `${ok}transfer-encoding: chunked\r\n\r\n-1\r\nhello\r\n0\r\n\r\n`, outcome: 'refused' },
  { name: 'a chunk longer than it says', bytes: `${ok}transfer-encoding: chunked\r\n\r\n2\r\nhello\r\n0\r\n\r\n`, outcome: 'refused' },
  { name: 'a body too large by its length', bytes: `${ok}content-length: 10001\r\n\r\n`, outcome: 'too large' },
  { name: 'a body too large by its chunks', bytes: `${ok}transfer-encoding: chunked\r\n\r\n2711\r\n${'x'.repeat(10_001)}\r\n0\r\n\r\n`, outcome: 'too large' },
  { name: 'a body too large until the end', bytes: `${ok}\r\n${'x'.repeat(10_001)}`, outcome: 'too large' },
  { name: 'a head without end', bytes: `${ok}x: ${'y'.repeat(40_000)}`, outcome: 'refused' },
  { name: 'headers without end', bytes: `${ok}${'x: y\r\n'.repeat(10_000)}`, outcome: 'refused' },
  { name: 'a switch of protocols', bytes: 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n', outcome: 'refused' },
  { name: 'interim responses without end', bytes: 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(1_000), outcome: 'refused', alone: true },
  { name: 'no HTTP', bytes: 'SSH-2.0-OpenSSH_9.2p1\r\n\r\n', outcome: 'refused' },
  { name: 'HTTP/2', bytes: 'HTTP/2 200 OK\r\ncontent-length: 2\r\n\r\nok', outcome: 'refused' },
  { name: 'a status of two digits', bytes: 'HTTP/1.1 20 OK\r\ncontent-length: 2\r\n\r\nok', outcome: 'refused' },
  { name: 'a header without a colon', bytes: `${ok}nothing\r\ncontent-length: 2\r\n\r\nok`, outcome: 'refused' },
  { name: 'a blank before a colon', bytes: `${ok}content-length : 2\r\n\r\nok`, outcome: 'refused' },
  { name: 'a header folded onto the next line', bytes: `${ok}x: a\r\n b\r\ncontent-length: 2\r\n\r\nok`, outcome: 'refused', alone: true },
  { name: 'a NUL in a header', bytes: `${ok}x: a\0b\r\ncontent-length: 2\r\n\r\nok`, outcome: 'refused' },
  { name: 'a lone CR in a header', bytes: `${ok}x: a\rcontent-length: 9\r\ncontent-length: 2\r\n\r\nok`, outcome: 'refused' },
  { name: 'a lone LF in a header', bytes: `${ok}x: a\ny: b\r\ncontent-length: 2\r\n\r\nok`, outcome: 'refused', alone: true },
];

describe.each(both)('%s, answered with', (who, make) => {
  const asked = answers.filter(({ alone }) => who === 'ours' || alone !== true);
  test.each(asked)('$name: $outcome', async ({ bytes, outcome, ends = false, method = 'GET' }) => {
    const send = make(await saying(bytes, { ends }));
    expect(outcomeOf(await send({ method }))).toBe(outcome);
  });

  test.each(asked.filter(({ bytes }) => bytes.length < 500))('$name, byte by byte: $outcome', async ({ bytes, outcome, ends = false, method = 'GET' }) => {
    const send = make(await saying(bytes, { ends, inPieces: true }));
    expect(outcomeOf(await send({ method }))).toBe(outcome);
  });
});

describe.each(both)('%s', (_who, make) => {
  test('gives nobody an answer that was not asked for', async () => {
    const answer = (body: string) => `${ok}content-length: ${body.length}\r\n\r\n${body}`;
    const { url, connections } = closing(
      await startRawUpstream((socket) => onRequests(socket, (_nth, head) => socket.write(answer(head.split(' ')[1] ?? '') + answer('/poison')))),
    );
    const send = make(url);
    for (const path of ['/a', '/b', '/c']) expect(outcomeOf(await send({ path }))).toBe(`200 ${path}`);
    expect(connections()).toBe(3);
  });

  test('gives nobody an answer that comes late behind another', async () => {
    const answer = (body: string) => `${ok}content-length: ${body.length}\r\n\r\n${body}`;
    const { url } = closing(
      await startRawUpstream((socket) =>
        onRequests(socket, (_nth, head) => {
          socket.write(answer(head.split(' ')[1] ?? ''));
          setImmediate(() => socket.write(answer('/poison')));
        }),
      ),
    );
    const send = make(url);
    expect(outcomeOf(await send({ path: '/a' }))).toBe('200 /a');
    // As long as it takes for it to be on its way.
    for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(outcomeOf(await send({ path: '/b' }))).not.toBe('200 /poison');
  });

  test('goes on after a connection was closed behind an answer', async () => {
    const { url, connections } = closing(
      await startRawUpstream((socket) => onRequests(socket, () => socket.end(`${ok}content-length: 2\r\nconnection: close\r\n\r\nok`))),
    );
    const send = make(url);
    for (let nth = 1; nth <= 3; nth++) expect(outcomeOf(await send())).toBe('200 ok');
    expect(connections()).toBe(3);
  });

  test('says that nobody listens', async () => {
    const upstream = await startUpstream();
    await upstream.close();
    expect(await make(upstream.origin)()).toMatchObject({ name: 'TransportError', code: 'ECONNREFUSED' });
  });

  test('takes an answer that comes before the whole question', async () => {
    const { url } = closing(await startRawUpstream((socket) => socket.once('data', () => socket.end('HTTP/1.1 413 Too Large\r\ncontent-length: 2\r\nconnection: close\r\n\r\nno'))));
    expect(['413 no', 'refused']).toContain(outcomeOf(await make(url)({ method: 'POST', body: 'x'.repeat(4_000_000) })));
  });

  test('sends bodies in UTF-8', async () => {
    const upstream = closing(await startUpstream(text('ok')));
    await make(upstream.origin)({ method: 'POST', body: '{"navn":"Ås – «bok»"}' });
    expect(upstream.seen[0]).toMatchObject({ method: 'POST', body: '{"navn":"Ås – «bok»"}' });
  });

  test('gives up one request and no other', async () => {
    const upstream = closing(await startUpstream(silence));
    const send = make(upstream.origin);
    const [leaving, staying] = [new Stop(), new Stop()];
    const [gone, stays] = [send({ path: '/gone', stop: leaving }), send({ path: '/stays', stop: staying })];
    await upstream.reached(2);
    leaving.now(new Error('left'));
    expect(outcomeOf(await gone)).toBe('left');
    upstream.respond = text('ok');
    expect(outcomeOf(await send())).toBe('200 ok');
    staying.now(new Error('left too'));
    expect(outcomeOf(await stays)).toBe('left too');
  });

  test('answers hundreds of requests at once, each with its own, in pieces and out of order', async () => {
    const { url, connections } = closing(
      await startRawUpstream((socket) =>
        onRequests(socket, (nth, head) => {
          const body = (head.split(' ')[1] ?? '').repeat(50);
          const chunked = nth % 2 === 0 ? `transfer-encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n` : `content-length: ${body.length}\r\n\r\n${body}`;
          const cut = (nth * 37) % (chunked.length + ok.length);
          socket.write((ok + chunked).slice(0, cut));
          setTimeout(() => socket.write((ok + chunked).slice(cut)), nth % 3);
        }),
      ),
    );
    const send = make(url);
    const paths = Array.from({ length: 400 }, (_each, nth) => `/things/${nth}`);
    const outcomes = await Promise.all(paths.map((path) => send({ path })));
    expect(outcomes.map(outcomeOf)).toEqual(paths.map((path) => `200 ${path.repeat(50)}`));
    expect(connections()).toBe(4);
  });
});

describe('our connections', () => {
  test('are used again', async () => {
    const upstream = closing(await startUpstream(json({ ok: true })));
    const send = ours(upstream.origin);
    for (let nth = 1; nth <= 5; nth++) expect(outcomeOf(await send())).toBe('200 {"ok":true}');
    expect(upstream.connections).toHaveLength(1);
  });

  test('queue beyond their number, and pass over who has left', async () => {
    const upstream = closing(await startUpstream(silence));
    const send = sendBy(connectionsTo(upstream.origin, { most: 1 }));
    const leaving = new Stop();
    const first = send({ path: '/first' });
    const left = send({ path: '/left', stop: leaving });
    const last = send({ path: '/last' });
    await upstream.reached(1);
    leaving.now(new Error('left'));
    upstream.respond = text('late');
    upstream.connections[0]?.destroy();
    expect((await Promise.all([first, left, last])).map(outcomeOf)).toEqual(['refused', 'left', '200 late']);
    expect(upstream.seen.map(({ url }) => url)).toEqual(['/first', '/last']);
  });

  test('close when nobody has needed them for a while', async () => {
    const upstream = closing(await startUpstream(text('ok')));
    const send = sendBy(connectionsTo(upstream.origin, { idleMs: 40 }));
    await send();
    await new Promise<void>((resolve) => upstream.connections[0]?.once('close', () => resolve()));
    expect(outcomeOf(await send())).toBe('200 ok');
    expect(upstream.connections).toHaveLength(2);
  });

  test('refuse what comes after their end, and end what is under way and what waits', async () => {
    const upstream = closing(await startUpstream(silence));
    const connections = connectionsTo(upstream.origin, { most: 1 });
    const send = sendBy(connections);
    const [running, waiting] = [send(), send()];
    await upstream.reached(1);
    connections.close();
    expect((await Promise.all([running, waiting, send()])).map(outcomeOf)).toEqual(['refused', 'refused', 'refused']);
  });

  test('give up a connection that does not come about', async () => {
    // Takes the connection and never shakes hands.
    const { url } = closing(await startRawUpstream(() => {}));
    const send = sendBy(connectionsTo(url.replace('http:', 'https:'), { connectTimeoutMs: 50 }));
    expect(await send()).toMatchObject({ name: 'TransportError', code: 'ETIMEDOUT' });
  });

  test('trust no certificate that nobody vouches for, and speak TLS with the others', async () => {
    const { key, cert } = makeCertificate();
    const server = createTlsServer({ key, cert }, (request, response) => response.end(`secret ${request.url}`));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing({ close: () => new Promise((resolve) => { server.close(() => resolve()); server.closeAllConnections(); }) });
    const address = server.address();
    const url = `https://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    expect(await sendBy(connectionsTo(url))()).toMatchObject({ name: 'TransportError', code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    setDefaultCACertificates([cert]);
    const send = sendBy(connectionsTo(url));
    for (const path of ['/a', '/b']) expect(outcomeOf(await send({ path }))).toBe(`200 secret ${path}`);
  });
});
