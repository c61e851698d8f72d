/** The longest text that is kept of what an upstream says. */
const maxText = 500;

/** Parameters and properties whose value is never shown. */
const secretName =
  '(?:access_?token|refresh_?token|id_?token|client_?secret|client_?assertion|password|passwd|secret|api_?key|authorization|signature|x-amz-[\\w-]+|code_verifier|sig|token)';

const patterns: readonly (readonly [RegExp, string])[] = [
  // Addresses keep their host and path; the query may be a signature, the part before @ a password.
  [/\b([a-z][\w+.-]{0,20}:\/\/)[^\s/@"'<>]{1,200}@/gi, '$1'],
  [/\b([a-z][\w+.-]{0,20}:\/\/[^\s?#"'<>]{1,1000})[?#][^\s"'<>]*/gi, '$1?[hidden]'],
  [/\b(bearer|basic|dpop)\s+[\w.~+/=-]+/gi, '$1 [hidden]'],
  [/\beyJ[\w-]{5,}(?:\.[\w-]*){1,4}/g, '[hidden]'],
  [new RegExp(`(\\b${secretName}\\b\\\\?["']?\\s*[=:]\\s*\\\\?["']?)[^\\s"'&,;<>\\\\]+`, 'gi'), '$1[hidden]'],
];

const secretKey = new RegExp(`^${secretName}$`, 'i');

/**
 * A text fit for a log line: bearer tokens, JWTs, secrets in parameters, the query of every address and each of
 * `secrets` replaced, control characters gone, at most 500 characters.
 */
export function scrub(text: string, secrets: readonly string[] = []): string {
  let scrubbed = text;
  for (const secret of secrets) {
    // A text this short is no secret, and would be found everywhere.
    if (secret.length < 6) continue;
    scrubbed = scrubbed.replaceAll(secret, '[hidden]').replaceAll(encodeURIComponent(secret), '[hidden]');
  }
  scrubbed = scrubbed.slice(0, 4 * maxText);
  for (const [pattern, replacement] of patterns) scrubbed = scrubbed.replace(pattern, replacement);
  // oxlint-disable-next-line no-control-regex -- control characters are what is removed
  scrubbed = scrubbed.replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ').trim();
  return scrubbed.length > maxText ? `${scrubbed.slice(0, maxText - 1)}…` : scrubbed;
}

/** The same for a value within a decoded body: strings scrubbed, secret properties hidden, depth and breadth bounded. */
export function scrubValue(value: unknown, secrets: readonly string[] = [], depth = 4): unknown {
  if (typeof value === 'string') return scrub(value, secrets);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return '…';
  if (Array.isArray(value)) return value.slice(0, 20).map((item: unknown) => scrubValue(item, secrets, depth - 1));
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, 20)
      .map(([key, item]: [string, unknown]) => [
        scrub(key, secrets),
        secretKey.test(key) ? '[hidden]' : scrubValue(item, secrets, depth - 1),
      ]),
  );
}
