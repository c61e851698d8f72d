import type { LookupFunction } from 'node:net';
import { addressAllowed, addressTrust, isPublicAddress, publicLookup } from '../../../src/sources/http/addresses.ts';

const byDefault = { sourceOrigin: 'https://api.nb.no' };
const named = { origins: ['https://s3.example.org', 'http://127.0.0.1:9000/'], sourceOrigin: 'https://api.nb.no' };

test('by default, public https and the source\u2019s own origin may be followed', () => {
  expect(addressTrust('https://s3.example.org/bucket/key?X-Amz-Signature=x', byDefault)).toBe('public');
  expect(addressTrust('https://s3.example.org:8443/x', byDefault)).toBe('public');
  expect(addressTrust('https://8.8.8.8/x', byDefault)).toBe('public');
  expect(addressTrust('https://[2001:4860:4860::8888]/x', byDefault)).toBe('public');
  expect(addressTrust('https://api.nb.no/x', byDefault)).toBe('named');
  expect(addressTrust('https://API.NB.NO:443/x', byDefault)).toBe('named');
});

test('the source\u2019s own origin may be followed where it is this machine, and no other port of it', () => {
  const local = { sourceOrigin: 'http://127.0.0.1:4100' };
  expect(addressAllowed('http://127.0.0.1:4100/x', local)).toBe(true);
  expect(addressAllowed('http://127.0.0.1:4101/x', local)).toBe(false);
});

test.each([
  'http://s3.example.org/x',
  'https://localhost/x',
  'https://LOCALHOST./x',
  'https://a.localhost/x',
  'https://127.0.0.1/x',
  'https://127.1/x',
  'https://2130706433/x',
  'https://0x7f.0.0.1/x',
  'https://0177.0.0.1/x',
  'https://0/x',
  'https://10.0.0.1/x',
  'https://172.31.255.255/x',
  'https://192.168.1.1/x',
  'https://100.64.0.1/x',
  'https://169.254.169.254/latest/meta-data',
  'https://[::1]/x',
  'https://[::]/x',
  'https://[::ffff:127.0.0.1]/x',
  'https://[::ffff:a9fe:a9fe]/x',
  'https://[64:ff9b::a00:1]/x',
  'https://[2002:7f00:1::]/x',
  'https://[fd00:ec2::254]/x',
  'https://[fe80::1]/x',
  'https://[ff02::1]/x',
  'https://user:password@s3.example.org/x',
  'https://api.nb.no@10.0.0.1/x',
  'ftp://s3.example.org/x',
  'file:///etc/passwd',
  'data:text/plain,x',
  '//s3.example.org/x',
  '/x',
  '',
])('by default %s may not be', (address) => {
  expect(addressAllowed(address, byDefault)).toBe(false);
});

test('origins that are named are the only ones, wherever they are', () => {
  expect(addressTrust('https://s3.example.org/x', named)).toBe('named');
  expect(addressTrust('http://127.0.0.1:9000/x', named)).toBe('named');
  expect(addressAllowed('https://s3.example.org:444/x', named)).toBe(false);
  expect(addressAllowed('https://s3.example.org.evil.example/x', named)).toBe(false);
  expect(addressAllowed('https://other.example.org/x', named)).toBe(false);
  expect(addressAllowed('https://api.nb.no/x', named)).toBe(false);
  expect(addressAllowed('https://s3.example.org/x', { ...named, origins: [] })).toBe(false);
});

test('public addresses are those outside every reserved range', () => {
  for (const address of ['1.1.1.1', '8.8.8.8', '172.15.0.1', '172.32.0.1', '100.63.0.1', '100.128.0.1', '223.255.255.255', '2606:4700::1111', '2a00:1450::1']) {
    expect([address, isPublicAddress(address)]).toEqual([address, true]);
  }
  for (const address of ['127.0.0.1', '0.0.0.0', '255.255.255.255', '224.0.0.1', '198.18.0.1', '::1', '::', '::ffff:8.8.8.8', '::8.8.8.8', 'fc00::1', '2001:db8::1', '2001::1', 'x', '']) {
    expect([address, isPublicAddress(address)]).toEqual([address, false]);
  }
});

describe('a lookup for public hosts', () => {
  /** What the lookup gives when the resolver finds these addresses. */
  function resolve(found: Parameters<Parameters<LookupFunction>[2]>[1], error: NodeJS.ErrnoException | null = null): Promise<unknown> {
    const lookup = publicLookup((_hostname, _options, callback) => callback(error, found, 4));
    return new Promise((done) => lookup('s3.example.org', { all: true }, (failed, address) => done(failed ?? address)));
  }

  test('gives what it found', async () => {
    expect(await resolve('8.8.8.8')).toBe('8.8.8.8');
    const both = [{ address: '8.8.8.8', family: 4 }, { address: '2606:4700::1111', family: 6 }];
    expect(await resolve(both)).toBe(both);
  });

  test('fails when any address is not public', async () => {
    const notPublic = { code: 'ADDRESS_NOT_PUBLIC' };
    expect(await resolve('127.0.0.1')).toMatchObject(notPublic);
    expect(await resolve([{ address: '8.8.8.8', family: 4 }, { address: '169.254.169.254', family: 4 }])).toMatchObject(notPublic);
    expect(await resolve([])).toMatchObject(notPublic);
  });

  test('passes on that nothing was found', async () => {
    expect(await resolve([], Object.assign(new Error('none'), { code: 'ENOTFOUND' }))).toMatchObject({ code: 'ENOTFOUND' });
  });
});
