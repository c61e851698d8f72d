import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** Who signs presigned addresses, and where they count. */
export type SigningKey = { accessKeyId: string; secretAccessKey: string; region: string };

/** What a presigned address allows: one method on one key of one host, from `at` on, for a time. */
export type Presigning = {
  method: string;
  /** Origin, such as `http://127.0.0.1:9000`. */
  origin: string;
  /** Path with its leading slash, not encoded. */
  path: string;
  /** Further query parameters, signed too. */
  query?: Record<string, string>;
  /** When it is signed, milliseconds since 1970. */
  at: number;
  expiresInSeconds: number;
};

/** The verdict on a presigned request. */
export type SignatureCheck = 'valid' | 'unsigned' | 'expired' | 'mismatch';

const algorithm = 'AWS4-HMAC-SHA256';

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

const encode = (text: string): string => encodeURIComponent(text).replaceAll(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);

const encodePath = (path: string): string => path.split('/').map(encode).join('/');

const amzDate = (at: number): string => new Date(at).toISOString().replaceAll(/[-:]|\.\d{3}/g, '');

const canonicalQuery = (query: Iterable<[string, string]>): string =>
  [...query].map(([name, value]) => `${encode(name)}=${encode(value)}`).toSorted().join('&');

/** The key of a day; made anew only when day or secret change. */
let daily: { name: string; key: Buffer } | undefined;

const dailyKey = ({ secretAccessKey, region }: SigningKey, day: string): Buffer => {
  const name = `${secretAccessKey}/${region}/${day}`;
  if (daily?.name !== name) daily = { name, key: ['s3', 'aws4_request'].reduce(hmac, hmac(hmac(`AWS4${secretAccessKey}`, day), region)) };
  return daily.key;
};

const signature = (key: SigningKey, method: string, host: string, encodedPath: string, query: string, date: string): string => {
  const day = date.slice(0, 8);
  const request = [method, encodedPath, query, `host:${host}`, '', 'host', 'UNSIGNED-PAYLOAD'].join('\n');
  const scope = `${day}/${key.region}/s3/aws4_request`;
  const toSign = [algorithm, date, scope, createHash('sha256').update(request).digest('hex')].join('\n');
  return hmac(dailyKey(key, day), toSign).toString('hex');
};

/** A presigned address as S3 makes them: Signature Version 4 in the query, only `host` signed. */
export const presign = (key: SigningKey, { method, origin, path, query = {}, at, expiresInSeconds }: Presigning): string => {
  const date = amzDate(at);
  const parameters = canonicalQuery(Object.entries({
    ...query,
    'X-Amz-Algorithm': algorithm,
    'X-Amz-Credential': `${key.accessKeyId}/${date.slice(0, 8)}/${key.region}/s3/aws4_request`,
    'X-Amz-Date': date,
    'X-Amz-Expires': String(expiresInSeconds),
    'X-Amz-SignedHeaders': 'host',
  }));
  const encodedPath = encodePath(path);
  const signed = signature(key, method, new URL(origin).host, encodedPath, parameters, date);
  return `${origin}${encodedPath}?${parameters}&X-Amz-Signature=${signed}`;
};

const dateOf = (text: string): number => Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));

/** Checks a presigned request that came in at `at`. `path` is as sent, encoded. */
export const checkSignature = (key: SigningKey, method: string, host: string, path: string, query: URLSearchParams, at: number): SignatureCheck => {
  const given = query.get('X-Amz-Signature');
  const date = query.get('X-Amz-Date') ?? '';
  const expires = Number(query.get('X-Amz-Expires') ?? Number.NaN);
  if (given === null || Number.isNaN(dateOf(date)) || Number.isNaN(expires)) return 'unsigned';
  const signed = [...query].filter(([name]) => name !== 'X-Amz-Signature');
  const wanted = Buffer.from(signature(key, method, host, path, canonicalQuery(signed), date));
  const offered = Buffer.from(given);
  if (wanted.length !== offered.length || !timingSafeEqual(wanted, offered)) return 'mismatch';
  return at > dateOf(date) + expires * 1000 ? 'expired' : 'valid';
};
