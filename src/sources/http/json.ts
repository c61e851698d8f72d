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
    // The reviver makes parsing eight times as slow, so only texts that hold such a number pay for it.
    return holdsLongInteger(text) ? JSON.parse(text, exactInteger) : JSON.parse(text);
  } catch {
    // V8's message quotes the text, which may hold what nobody may log.
    throw new SyntaxError('not JSON');
  }
}

/** 2^53 has sixteen digits. */
const longDigits = 16;

/**
 * Whether sixteen digits in a row stand where a number may begin. Looks at every sixteenth character (such a
 * row covers one); a regular expression over 60 KB costs as much as parsing it, this a sixth of that.
 */
function holdsLongInteger(text: string): boolean {
  // Asked for at each step it is two thirds of what this costs, 1 % of Q2.
  const { length } = text;
  for (let at = longDigits - 1; at < length; at += longDigits) {
    if (!isDigit(text.charCodeAt(at))) continue;
    let from = at;
    while (isDigit(text.charCodeAt(from - 1))) from -= 1;
    while (isDigit(text.charCodeAt(at + 1))) at += 1;
    if (at - from + 1 >= longDigits && mayBeginNumber(text, from)) return true;
  }
  return false;
}

/** True within some strings too, which only costs time. */
function mayBeginNumber(text: string, at: number): boolean {
  const before = text[at - 1] === '-' ? text[at - 2] : text[at - 1];
  return before === undefined || '[:, \t\r\n'.includes(before);
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function exactInteger(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  return context?.source !== undefined && /^-?\d+$/.test(context.source) ? context.source : value;
}

function charsetOf(headers: ResponseHeaders): string | undefined {
  const type = headers['content-type'];
  if (typeof type !== 'string' || !type.includes('charset')) return undefined;
  return /;\s*charset\s*=\s*"?([\w-]+)/i.exec(type)?.[1];
}
