import { connect as connectTcp, type Socket } from 'node:net';

/** What a server sent back over a connection of our own, until it closed it. */
export interface RawAnswer {
  /** 0 when it closed the connection without a word. */
  readonly status: number;
  readonly text: string;
}

/** Sends text over a connection of its own, and waits until the server closes it. */
export function sendRaw(url: string, text: string | readonly string[]): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket: Socket = connectTcp(Number(port), hostname);
    const chunks: Buffer[] = [];
    socket.on('connect', () => {
      for (const part of Array.isArray(text) ? text : [text]) socket.write(part);
    });
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
    });
    socket.on('close', () => {
      const answer = Buffer.concat(chunks).toString();
      resolve({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0), text: answer });
    });
  });
}

/** A request as it goes over the wire. */
export function requestText(method: string, path: string, headers: Readonly<Record<string, string>>, body = ''): string {
  const all = { host: 'localhost', connection: 'close', ...headers };
  return `${method} ${path} HTTP/1.1\r\n${Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`;
}
