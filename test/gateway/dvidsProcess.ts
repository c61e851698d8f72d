import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDvidsSimulator, type DvidsSimulator, type DvidsSimulatorOptions } from '../../src/sandbox/dvids.ts';
import { prepareGateway, type GatewayProcess } from '../chaos/gatewayProcess.ts';
import { comeBack, logIn, textAt } from '../sandbox/dvidsVisitor.ts';
import { ask } from './testGateway.ts';

/** A gateway in a process of its own, over a simulated DVIDS in this one, where its caller is logged in. */
export interface DvidsProcess {
  readonly gateway: GatewayProcess;
  readonly dvids: DvidsSimulator;
  stop(): Promise<void>;
}

/** Starts both. `LEASE_MS` and other settings come in `env`. */
export async function startDvidsProcess(options: DvidsSimulatorOptions = {}, env: Record<string, string> = {}): Promise<DvidsProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'fonds-dvids-'));
  const dvids = await startDvidsSimulator({ earlier: false, ...options });
  const settings = {
    DATABASE_URL: `sqlite:${join(folder, 'ledger.db')}`, LOG_LEVEL: 'warn',
    DVIDS_BASE_URL: dvids.url, DVIDS_AUTHORIZE_URL: dvids.authorizeUrl, DVIDS_TOKEN_URL: dvids.tokenUrl,
    DVIDS_CLIENT_ID: dvids.app.clientId, DVIDS_CLIENT_SECRET: dvids.app.clientSecret, DVIDS_STORAGE_ORIGINS: dvids.storageUrl,
  };
  const gateway = await prepareGateway({ folder, entry: 'test/chaos/gateway.script.ts', env: { ...settings, ...env } });
  await gateway.start();
  const { data } = await ask(gateway.url, 'mutation { connectDvids { authorizationUrl } }');
  await comeBack(await logIn(textAt(data, 'connectDvids.authorizationUrl')));
  return {
    gateway,
    dvids,
    async stop() {
      if (gateway.running) await gateway.terminate();
      await dvids.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
