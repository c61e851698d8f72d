import { createIssuer } from '../../src/auth/issuer.ts';
import { createTokenAuthenticate } from '../../src/auth/tokens.ts';
import { makeKey, startTestIssuer, type TestIssuer } from './testIssuer.ts';

/** An issuer that is gone for a while: whose keys are known is let in, and nobody is told that a token is bad which nobody can check. */

let server: TestIssuer;
let clock: number;
beforeEach(async () => {
  server = await startTestIssuer();
  clock = Date.now();
});
afterEach(() => server.stop());

function start() {
  const now = () => clock;
  const issuer = createIssuer({ issuer: server.url, now });
  const authenticate = createTokenAuthenticate({ issuer, audience: server.audience, rolesClaim: 'roles', now });
  const outcome = async (token: string): Promise<string> => {
    try {
      return (await authenticate(`Bearer ${token}`)).subject;
    } catch (error) {
      return (error as { reason: { kind: string } }).reason.kind;
    }
  };
  return { outcome, close: () => issuer.close() };
}

test('known keys go on to count, and a token of another key cannot be judged until the issuer is back', async () => {
  const { outcome, close } = start();
  expect(await outcome(await server.token('anna'))).toBe('anna');
  const next = await makeKey('next');
  const rotated = await server.token('bert', {}, next);
  server.down = true;
  clock += 20_000;
  expect([await outcome(await server.token('cleo')), await outcome(rotated)]).toEqual(['cleo', 'issuerUnavailable']);
  // Nobody asks again so soon, and nobody has got to know more.
  expect(await outcome(rotated)).toBe('issuerUnavailable');
  server.down = false;
  server.keys.unshift(next);
  clock += 20_000;
  expect(await outcome(rotated)).toBe('bert');
  await close();
});

test('a key that an answering issuer does not have is nobody\'s, and a flood of such tokens asks it once', async () => {
  const { outcome, close } = start();
  expect(await outcome(await server.token('anna'))).toBe('anna');
  clock += 20_000;
  const before = server.keyFetches;
  const forged = await Promise.all(Array.from({ length: 50 }, async (_, index) => server.token('eve', {}, await makeKey(`forged-${index}`))));
  expect(new Set(await Promise.all(forged.map(outcome)))).toEqual(new Set(['unauthenticated']));
  expect(server.keyFetches - before).toBe(1);
  await close();
});
