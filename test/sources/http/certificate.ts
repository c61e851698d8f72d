import { generateKeyPairSync, sign } from 'node:crypto';

/** A certificate for 127.0.0.1 that signs itself, made for one test: DER by hand, since Node makes none. */
export function makeCertificate(): { readonly key: string; readonly cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(oid('1.2.840.10045.4.3.2'));
  const name = sequence(der(0x31, sequence(oid('2.5.4.3'), der(0x0c, Buffer.from('127.0.0.1')))));
  const day = 86_400_000;
  const validity = sequence(time(Date.now() - day), time(Date.now() + day));
  const address = sequence(oid('2.5.29.17'), der(0x04, sequence(der(0x87, Buffer.from([127, 0, 0, 1])))));
  const authority = sequence(oid('2.5.29.19'), der(0x04, sequence(der(0x01, Buffer.from([0xff])))));
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const body = sequence(der(0xa0, der(0x02, Buffer.from([2]))), der(0x02, Buffer.from([1])), algorithm, name, validity, name, spki, der(0xa3, sequence(address, authority)));
  const signature = der(0x03, Buffer.from([0]), sign('sha256', body, privateKey));
  const pem = sequence(body, algorithm, signature).toString('base64').replace(/.{1,64}/g, '$&\n');
  return { key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), cert: `-----BEGIN CERTIFICATE-----\n${pem}-----END CERTIFICATE-----\n` };
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const lengthBytes = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...lengthBytes]), content]);
}

const sequence = (...parts: readonly Buffer[]) => der(0x30, ...parts);

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const septets = (number: number): number[] => (number < 128 ? [number] : [...septets(number >> 7).map((each) => each | 0x80), number & 0x7f]);
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(septets)]));
}

/** UTCTime: YYMMDDHHMMSSZ. */
function time(epochMs: number): Buffer {
  return der(0x17, Buffer.from(`${new Date(epochMs).toISOString().replace(/\D/g, '').slice(2, 14)}Z`));
}
