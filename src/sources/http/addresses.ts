import { lookup as systemLookup } from 'node:dns';
import { BlockList, isIP, isIPv6, type LookupFunction } from 'node:net';
import { isLoopback } from '../../domain/address.ts';

/** Which addresses that a source hands out (uploads, downloads, representations) Fonds itself may follow. */
export interface AddressRule {
  /** `*_STORAGE_ORIGINS`: these and no others. Undefined: public https, and the source's own origin. */
  readonly origins?: readonly string[] | undefined;
  /** Origin of the source's API. */
  readonly sourceOrigin: string;
}

/**
 * Why an address may be followed: its origin is `named` by the operator or the source's own, or it is `public` https, in
 * which case what its host resolves to is still to be checked when connecting (`publicLookup`). Undefined: it may not.
 */
export function addressTrust(address: string, rule: AddressRule): 'named' | 'public' | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  const http = url.protocol === 'https:' || url.protocol === 'http:';
  if (!http || url.username !== '' || url.password !== '') return undefined;
  if ((rule.origins ?? [rule.sourceOrigin]).some((origin) => URL.canParse(origin) && new URL(origin).origin === url.origin)) return 'named';
  if (rule.origins !== undefined || url.protocol !== 'https:') return undefined;
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (isIP(host)) return isPublicAddress(host) ? 'public' : undefined;
  return isLoopback(host) ? undefined : 'public';
}

/** Whether Fonds may follow this address (as far as can be seen without resolving its host). */
export function addressAllowed(address: string, rule: AddressRule): boolean {
  return addressTrust(address, rule) !== undefined;
}

/** A host that was to be public resolves to an address that is not. */
export class NotPublicError extends Error {
  override readonly name = 'NotPublicError';
  readonly code = 'ADDRESS_NOT_PUBLIC';
}

/**
 * A DNS lookup for connections that must go to the public internet: fails with `NotPublicError` when any of the host's
 * addresses is not. The addresses checked are those that are connected to, so a name cannot change in between.
 */
export function publicLookup(lookup: LookupFunction = systemLookup): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, options, (error, found, family) => {
      if (error) return callback(error, found, family);
      const addresses = typeof found === 'string' ? [found] : found.map(({ address }) => address);
      if (addresses.length > 0 && addresses.every(isPublicAddress)) return callback(null, found, family);
      callback(new NotPublicError('the host is not on the public internet'), []);
    });
  };
}

/** Whether an IP address is on the public internet: not loopback, private, link-local (cloud metadata), multicast or reserved. */
export function isPublicAddress(address: string): boolean {
  if (!isIP(address)) return false;
  return isIPv6(address) ? globalUnicast.check(address, 'ipv6') && !reserved6.check(address, 'ipv6') : !reserved4.check(address, 'ipv4');
}

function subnets(family: 'ipv4' | 'ipv6', ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = '', bits] = range.split('/');
    list.addSubnet(network, Number(bits), family);
  }
  return list;
}

// From IANA's registries of special-purpose addresses. One list for each family: Node's BlockList takes IPv4 for the IPv6 it maps to.
const reserved4 = subnets('ipv4', [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
]);
const globalUnicast = subnets('ipv6', ['2000::/3']);
const reserved6 = subnets('ipv6', ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']);
