import { createHostRule } from '../../src/server/hosts.ts';

/** Who an open gateway answers: itself, by its names, and pages of its own or of the list. */

const hosts = (publicUrl: string, host: string | undefined) => createHostRule(() => publicUrl, []).allowsHost({ headers: host === undefined ? {} : { host } });
const pages = (publicUrl: string, host: string, origin: string | undefined, origins: string[] = []) =>
  createHostRule(() => publicUrl, origins).allowsOrigin({ headers: origin === undefined ? { host } : { host, origin } });

describe('a public address', () => {
  test.each(['fonds.example', 'FONDS.example', 'fonds.example:443', 'localhost:4000', '127.0.0.1', '[::1]:80'])('lets its own name and the loopback in: %s', (host) => {
    expect(hosts('https://fonds.example', host)).toBe(true);
  });

  test.each([
    'fonds.example:8443', 'fonds.example:80', 'fonds.example.', 'fonds.example.evil.example', 'evil.fonds.example', 'fonds.example@evil.example', 'evil.example#fonds.example',
    'fonds.example, evil.example', 'fonds.example:443:443', 'fonds.example/', ' fonds.example', 'fonds.example:99999', '', undefined,
  ])('keeps every other one out: %s', (host) => {
    expect(hosts('https://fonds.example', host)).toBe(false);
  });

  test('with a port is one with that port', () => {
    expect([hosts('http://archive.lan:8080', 'archive.lan:8080'), hosts('http://archive.lan:8080', 'archive.lan'), hosts('http://archive.lan:8080', 'archive.lan:80')]).toEqual([true, false, false]);
    expect([hosts('http://archive.lan/fonds', 'archive.lan'), hosts('http://archive.lan/fonds', 'archive.lan:80')]).toEqual([true, true]);
  });

  test('that is not known yet is none: only the loopback comes in', () => {
    expect([hosts('', 'localhost:4000'), hosts('', 'fonds.example'), hosts('', '')]).toEqual([true, false, false]);
    expect([pages('', 'localhost:4000', 'http://localhost:4000'), pages('', 'localhost:4000', 'https://fonds.example')]).toEqual([true, false]);
  });
});

describe('a page', () => {
  test.each<[string, string]>([
    ['localhost:4000', 'http://localhost:4000'],
    ['LOCALHOST:4000', 'http://localhost:4000'],
    ['[::1]:4000', 'http://[::1]:4000'],
    ['localhost', 'http://localhost'],
    ['localhost', 'https://localhost'],
    ['fonds.example', 'https://fonds.example'],
    ['127.0.0.1:4000', 'https://fonds.example'],
  ])('of our own is let in: at %s, from %s', (host, origin) => {
    expect(pages('https://fonds.example', host, origin)).toBe(true);
  });

  test.each<[string, string]>([
    ['localhost:4000', 'http://localhost:4001'],
    ['localhost:4000', 'http://localhost'],
    ['localhost:4000', 'http://127.0.0.1:4000'],
    ['localhost:4000', 'null'],
    ['localhost:4000', 'http://localhost:4000/'],
    ['localhost:4000', 'http://user@localhost:4000'],
    ['localhost:4000', 'HTTP://LOCALHOST:4000'],
    ['localhost:4000', 'chrome-extension://localhost:4000'],
    ['localhost:4000', 'file://'],
    ['localhost:4000', ''],
    ['fonds.example', 'http://fonds.example'],
    ['fonds.example', 'https://fonds.example:444'],
    ['fonds.example', 'https://sub.fonds.example'],
    // A page that had its own name resolved to us has that name in both: the host alone gives it away.
    ['evil.example', 'http://evil.example'],
  ])('of others is not: at %s, from %s', (host, origin) => {
    expect(pages('https://fonds.example', host, origin)).toBe(false);
  });

  test('of the list is let in, letter by letter; what comes from no page has no origin', () => {
    const list = ['https://app.example'];
    expect([pages('', 'localhost', 'https://app.example', list), pages('', 'localhost', 'http://app.example', list), pages('', 'localhost', 'https://app.example:443', list)]).toEqual([true, false, false]);
    expect(pages('', 'localhost', undefined, list)).toBe(true);
  });
});
