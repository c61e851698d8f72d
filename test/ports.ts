import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';

/*
 * Most servers of a test listen on port 0 and say where. Some cannot: a program that wants a number, and one that must come back where it was. A number that the
 * system gave and took back is anybody's in between: the system gives it to the next connection that goes out. So theirs come from below the numbers it gives.
 */

/** A port of 127.0.0.1 for a server to start on, and to start on again: until this process ends no other asker gets it, in whatever process. */
export async function claimPort(): Promise<number> {
  const pairs = Math.floor((systemsFirst() - lowest) / 2);
  for (;;) {
    const port = lowest + 2 * Math.floor(Math.random() * pairs);
    // The claim is its odd neighbour: who listens there has the even one, and the system takes the claim back from a process that dies.
    const claim = await holdOf(port + 1);
    const found = claim && (await holdOf(port));
    if (found) {
      found.close();
      await once(found, 'close');
      return port;
    }
    claim?.close();
  }
}

/** Above what services are known by, and what `fetch` refuses to ask. */
const lowest = 12_000;
const usualFirst = 32_768;
const rangeFile = '/proc/sys/net/ipv4/ip_local_port_range';

/** Where the numbers begin that the system gives of itself. Linux says where; on macOS and Windows they begin later than Linux's usual ones. */
function systemsFirst(): number {
  const first = existsSync(rangeFile) ? Number.parseInt(readFileSync(rangeFile, 'utf8'), 10) : usualFirst;
  // A machine that gives nearly every number leaves none to keep away from it: the usual range is as good as any.
  return first >= lowest + 2_000 ? first : usualFirst;
}

/** Listens there, without keeping the process alive; gives nothing where somebody else does, or the system keeps it to itself. */
async function holdOf(port: number): Promise<Server | undefined> {
  const server = createServer().listen(port, '127.0.0.1').unref();
  try {
    await once(server, 'listening');
    return server;
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES')) return undefined;
    throw error;
  }
}
