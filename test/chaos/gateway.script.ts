import { readConfig } from '../../src/config.ts';
import { startGateway } from '../../src/gateway.ts';

/*
 * A gateway as `src/main.ts` runs it, but that what a dead one held is free again after LEASE_MS milliseconds, for tests that
 * would otherwise wait.
 */
const gateway = await startGateway(readConfig(), { leaseMs: Number(process.env['LEASE_MS'] ?? 15_000) });
process.on('SIGTERM', () => void gateway.stop().then(() => process.exit(0)));
