import { setFlagsFromString } from 'node:v8';
import { readConfig, type Config } from './config.ts';
import { startGateway, type Gateway } from './gateway.ts';
import { startSandbox } from './sandbox/sandbox.ts';
import { startFault } from './startFault.ts';

// V8 makes what lived long at some place in the code old from the start, and is wrong about a gateway: how long a request lives
// depends on how busy it is. What was made old wrongly then keeps much else until a full collection (docs/performance.md).
setFlagsFromString('--no-allocation-site-pretenuring');

/** Reads the settings, starts, and stops on a signal, also on one that comes while it starts. */
async function main(): Promise<void> {
  const config = readConfig();
  const starting = config.sandbox ? startSandbox(config) : startGateway(config);
  const stop = () => void starting.then((gateway) => gateway.stop()).then(() => process.exit(0), giveUp);
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  greet(config, await starting);
}

function greet({ sandbox }: Config, { url }: Gateway): void {
  console.log(`Fonds answers at ${url}/graphql`);
  if (!sandbox) return;
  console.log(`
It runs on built-in simulators of Docbyte Vault, DPS and DVIDS. Three things to try:

  1. Open ${url}/ in a browser: GraphiQL, with tabs that run as they stand.
  2. Ask for the roots of the file plan:
     curl -s ${url}/graphql -H 'content-type: application/json' -d '{"query":"{ fileplan(first: 3) { totalCount nodes { packageId title } } }"}'
  3. Run the tab that orders a package, then the tab that watches it arrive.
`);
}

function giveUp(error: unknown): void {
  console.error(startFault(error));
  process.exit(1);
}

main().catch(giveUp);
