import type { Answer } from './simulatorHttp.ts';

/**
 * The error bodies that clients meet in the wild:
 * `envelope` `{error:{code,message,details}}` (DPS), `flat` `{code,message}` (Docbyte), `spring` `{timestamp,status,error,path}`,
 * `oauth` `{error,error_description}`, `problem` (RFC 9457), `html` (a proxy), `xml` (S3), `empty`.
 */
export type ErrorShape = 'envelope' | 'flat' | 'spring' | 'oauth' | 'problem' | 'html' | 'xml' | 'empty';

/** What an error says, apart from its shape. */
export type ErrorFacts = { status: number; code: string; message: string | null; details?: unknown; path?: string; at?: number };

const reasons: Record<number, string> = {
  400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found', 409: 'Conflict', 413: 'Payload Too Large', 422: 'Unprocessable Entity',
  429: 'Too Many Requests', 500: 'Internal Server Error', 501: 'Not Implemented', 502: 'Bad Gateway', 503: 'Service Unavailable', 504: 'Gateway Timeout',
};

const escapeMarkup = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** An S3-style XML error. */
export const xmlError = (status: number, code: string, message: string): Answer => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${escapeMarkup(code)}</Code><Message>${escapeMarkup(message)}</Message><RequestId>0000000000000000</RequestId></Error>`,
});

const asJson = ({ status }: ErrorFacts, value: unknown, contentType = 'application/json'): Answer => ({ status, headers: { 'content-type': contentType }, body: JSON.stringify(value) });

const reasonOf = ({ status }: ErrorFacts): string => reasons[status] ?? 'Error';

const page = (title: string): string =>
  `<html>\n<head><title>${title}</title></head>\n<body><center><h1>${title}</h1></center><hr><center>nginx</center></body>\n</html>\n`;

const shapes: Record<ErrorShape, (facts: ErrorFacts) => Answer> = {
  envelope: (facts) => asJson(facts, { error: { code: facts.code, message: facts.message, ...(facts.details === undefined ? {} : { details: facts.details }) } }),
  flat: (facts) => asJson(facts, { message: facts.message, code: facts.code }),
  spring: (facts) => asJson(facts, { timestamp: new Date(facts.at ?? 0).toISOString(), status: facts.status, error: reasonOf(facts), path: facts.path ?? '/' }),
  oauth: (facts) => asJson(facts, { error: facts.code.toLowerCase(), error_description: facts.message }),
  problem: (facts) =>
    asJson(facts, { type: 'about:blank', title: reasonOf(facts), status: facts.status, detail: facts.message, instance: facts.path ?? '/' }, 'application/problem+json'),
  html: (facts) => ({ status: facts.status, headers: { 'content-type': 'text/html' }, body: page(`${facts.status} ${reasonOf(facts)}`) }),
  xml: (facts) => xmlError(facts.status, facts.code, facts.message ?? reasonOf(facts)),
  empty: ({ status }) => ({ status }),
};

/** An error in the given shape. */
export const errorAnswer = (shape: ErrorShape, facts: ErrorFacts): Answer => shapes[shape](facts);
