import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { claimPort } from '../ports.ts';

/** Enough of a Redis for a cache: GET, SET, DEL and PING, with what clients say of themselves; it knows no scripts. It can hang and die, and come back on its port. */
export interface FakeRedis {
  /** `redis://127.0.0.1:port` */
  readonly url: string;
  /** What it holds. */
  readonly values: ReadonlyMap<string, string>;
  /** From now on it reads and does not answer; or does so again. */
  hang(hangs: boolean): void;
  /** Ends at once with every connection. What it held is gone. */
  die(): Promise<void>;
  /** Listens again, empty. */
  rise(): Promise<void>;
}

/** Starts one. */
export async function startFakeRedis(): Promise<FakeRedis> {
  const port = await claimPort();
  const values = new Map<string, string>();
  const sockets = new Set<Socket>();
  let hanging = false;
  let server: Server | undefined;

  function serve(socket: Socket): void {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    let text = '';
    socket.on('data', (data: Buffer) => {
      text += data.toString('latin1');
      for (let read = readCommand(text); read; read = readCommand(text)) {
        text = text.slice(read.length);
        if (!hanging) socket.write(Buffer.from(answer(values, read.words), 'latin1'));
      }
    });
  }

  async function rise(): Promise<void> {
    server = createServer(serve).listen(port, '127.0.0.1');
    await once(server, 'listening');
  }

  await rise();
  return {
    url: `redis://127.0.0.1:${port}`,
    values,
    hang: (hangs) => (hanging = hangs),
    rise,
    async die() {
      if (!server) return;
      const closed = once(server, 'close');
      server.close();
      server = undefined;
      for (const socket of sockets) socket.destroy();
      values.clear();
      await closed;
    },
  };
}

/** A command as clients send it: an array of bulk strings. Undefined while it is not all there. */
function readCommand(text: string): { words: string[]; length: number } | undefined {
  const head = /^\*(\d+)\r\n/.exec(text);
  if (!head) return undefined;
  const words: string[] = [];
  let at = head[0].length;
  for (let left = Number(head[1]); left > 0; left -= 1) {
    const size = /^\$(\d+)\r\n/.exec(text.slice(at, at + 20));
    if (!size) return undefined;
    const from = at + size[0].length;
    at = from + Number(size[1]) + 2;
    if (at > text.length) return undefined;
    words.push(text.slice(from, at - 2));
  }
  return { words, length: at };
}

function answer(values: Map<string, string>, [command = '', key = '', value = '']: readonly string[]): string {
  switch (command.toUpperCase()) {
    case 'GET': {
      const kept = values.get(key);
      return kept === undefined ? '$-1\r\n' : `$${kept.length}\r\n${kept}\r\n`;
    }
    case 'SET':
      values.set(key, value);
      return '+OK\r\n';
    case 'DEL':
    case 'UNLINK':
      return `:${values.delete(key) ? 1 : 0}\r\n`;
    case 'PING':
      return '+PONG\r\n';
    case 'CLIENT':
    case 'SELECT':
      return '+OK\r\n';
    default:
      return '-ERR unknown command\r\n';
  }
}
