import { readFileSync, writeFileSync } from 'node:fs';
import { claimPort } from '../ports.ts';

/** What of a state file says where a simulator listens; DVIDS has `apiPort` where the others have `port`. */
interface Ports {
  readonly port?: number;
  readonly apiPort?: number;
  readonly storagePort: number;
}

/** Writes the state that a simulator starts from the first time, with ports that are still its own when it comes back. */
export async function writeStateFile(file: string, state: object = {}): Promise<void> {
  const [port, storagePort] = [await claimPort(), await claimPort()];
  const ports: Ports = 'apiPort' in state ? { apiPort: port, storagePort } : { port, storagePort };
  writeFileSync(file, JSON.stringify({ ...state, ...ports }));
}

/** Where a simulator that is started over this file comes back: the port of its API, and that of its storage. */
export function portsIn(file: string): readonly [number | undefined, number] {
  const { port, apiPort, storagePort } = JSON.parse(readFileSync(file, 'utf8')) as Ports;
  return [port ?? apiPort, storagePort];
}
