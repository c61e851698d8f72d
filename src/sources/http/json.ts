import type { ResponseHeaders } from './exchange.ts';

/** The text of a body: UTF-8, or the charset that its content type names; a byte order mark is dropped. */
export function readText(body: Buffer, headers: ResponseHeaders): string {
  const charset = charsetOf(headers);
  if (charset && !/^utf-?8$/i.test(charset)) {
    try {
      return new TextDecoder(charset).decode(body);
    } catch {
      // A charset that nobody knows: UTF-8 is the best guess.
    }
  }
  const marked = body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf;
  return marked ? body.toString('utf8', 3) : body.toString('utf8');
}

/**
 * Parses JSON without losing digits: an integer beyond 2^53 arrives as the string of its digits (DPS sizes pass it,
 * nb-dps.md §3). Every other number is a number. Throws a SyntaxError that quotes nothing of the text.
 */
export function parseJson(text: string): unknown {
  try {
    // The reviver costs several times the parse itself, so only texts that can hold such a number pay for it.
    return /\d{16}/.test(text) && longInteger.test(text) ? JSON.parse(text, exactInteger) : JSON.parse(text);
  } catch {
    // V8's message quotes the text, which may hold what nobody may log.
    throw new SyntaxError('not JSON');
  }
}

/** Where a number may begin; digits within strings match now and then, which only costs time. */
const longInteger = /(?:^|[[:,\s])-?\d{16}/;

function exactInteger(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  return context?.source !== undefined && /^-?\d+$/.test(context.source) ? context.source : value;
}

function charsetOf(headers: ResponseHeaders): string | undefined {
  const type = headers['content-type'];
  if (typeof type !== 'string' || !type.includes('charset')) return undefined;
  return /;\s*charset\s*=\s*"?([\w-]+)/i.exec(type)?.[1];
}
