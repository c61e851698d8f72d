// Asks the registry for known faults of what runs in production: `npm run faults`. Where the registry does not answer that question,
// it says so and passes: a check that cannot be made is no finding.
import { spawnSync } from 'node:child_process';

const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], { encoding: 'utf8', shell: process.platform === 'win32', timeout: 60_000 });
const counts = found(stdout);
if (!counts) {
  console.log('The registry does not tell of known faults here: not checked.');
} else {
  const grave = (counts.high ?? 0) + (counts.critical ?? 0);
  console.log(`Known faults: ${JSON.stringify(counts)}`);
  if (grave > 0) process.exitCode = 1;
}

function found(text) {
  try {
    return JSON.parse(text).metadata?.vulnerabilities;
  } catch {
    return undefined;
  }
}
