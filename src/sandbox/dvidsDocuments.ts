import { errorAnswer } from './simulatorErrors.ts';
import { empty, Refusal, type Answer, type Incoming } from './simulatorHttp.ts';
import type { Ref } from './dvidsState.ts';
import type { DvidsSwitches } from './dvidsSwitches.ts';

/** What a relationship names: one, many, or nothing. `meta` is free information about the link. */
export type Linkage = (Ref & { meta?: Record<string, unknown> }) | Ref[] | null;

/** A JSON:API resource as it is answered. */
export type Resource = { type: string; id: string; attributes: Record<string, unknown>; relationships?: Record<string, { data: Linkage }> };

/** Writes a relationship. */
export const to = (data: Linkage): { data: Linkage } => ({ data });

/** A request document, read: attributes and relationships are there, if empty. */
export type RequestDocument = { attributes: Record<string, unknown>; relationships: Record<string, unknown> };

export const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Names of the error titles that fixtures show (dvids-submission.md §3). */
const errorTitles: Record<number, string> = {
  400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found', 405: 'Method Not Allowed', 409: 'Conflict', 415: 'Unsupported Media Type',
  422: 'Unprocessable Entity',
};

/** JSON:API in and out, with the manners that the switches say. */
export type Documents = ReturnType<typeof dvidsDocuments>;

export const dvidsDocuments = (switches: DvidsSwitches) => {
  const contentType = { 'content-type': 'application/vnd.api+json' };

  /** Every id as a number where it can be, at any depth, when the switch says so. */
  const written = (value: unknown): string =>
    JSON.stringify(value, (key, each: unknown) => (key === 'id' && switches.ids === 'numbers' && typeof each === 'string' && /^\d+$/.test(each) ? Number(each) : each));

  const refuse = (status: number, detail: string, pointer?: string): never => {
    const title = errorTitles[status] ?? 'Error';
    switch (switches.errors) {
      case 'html':
        throw new Refusal(errorAnswer('html', { status, code: title, message: detail }));
      case 'text':
        throw new Refusal({ status, headers: { 'content-type': 'text/plain' }, body: detail });
      case 'empty':
        throw new Refusal(empty(status));
      case 'jsonapi': {
        const error = { status: String(status), title, detail, ...(pointer === undefined ? {} : { source: { pointer } }) };
        throw new Refusal({ status, headers: contentType, body: JSON.stringify({ errors: [error] }) });
      }
    }
  };

  const invalid = (detail: string, pointer?: string): never => refuse(switches.invalidStatus, detail, pointer);

  const one = (status: number, data: Resource, included?: Resource[]): Answer => ({
    status, headers: contentType, body: written({ data, ...(included === undefined ? {} : { included }), links: { self: `/${data.type}/${data.id}` } }),
  });

  /** The answer to a change; empty when the switch says so. */
  const changed = (data: Resource): Answer => (switches.emptyUpdateAnswers ? empty(204) : one(200, data));

  const many = (data: Resource[], extra: Record<string, unknown> = {}): Answer => ({ status: 200, headers: contentType, body: written({ data, ...extra }) });

  /** Reads a document of the given type; with `id`, one that changes that resource and must say so, as a string (§3). */
  const read = async (incoming: Incoming, type: string, id?: string): Promise<RequestDocument> => {
    const given = (incoming.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';
    const taken = switches.mediaTypes === 'both' ? ['application/json', 'application/vnd.api+json'] : [switches.mediaTypes];
    if (!taken.includes(given)) refuse(415, `Content-Type ${given || 'none'} is not supported`);
    const body = await incoming.json();
    const data = isObject(body) ? body.data : undefined;
    if (!isObject(data)) return refuse(400, 'A document with "data" is required', '/data');
    if (typeof data.type !== 'string' || data.type === '') refuse(400, 'The "type" property is required', '/data/type');
    if (data.type !== type) refuse(400, `"type" must be "${type}"`, '/data/type');
    if (id !== undefined && typeof data.id !== 'string') refuse(400, 'The "id" property is required and must be a string', '/data/id');
    if (id !== undefined && data.id !== id) refuse(400, '"id" does not match the address', '/data/id');
    return { attributes: properties(data.attributes, '/data/attributes'), relationships: properties(data.relationships, '/data/relationships') };
  };

  /** Absent and `[]` (PHP's empty array) mean an empty object. */
  const properties = (value: unknown, pointer: string): Record<string, unknown> => {
    if (value === undefined || (Array.isArray(value) && value.length === 0)) return {};
    return isObject(value) ? value : refuse(400, 'Must be an object', pointer);
  };

  return { one, many, changed, read, refuse, invalid };
};

const isRef = (value: unknown): value is { type: string; id: string } => isObject(value) && typeof value.type === 'string' && typeof value.id === 'string';

/** The linkage of a relationship that was sent: `undefined` when it was not sent, `'malformed'` when it cannot be read. */
export const linkageOf = (relationship: unknown): Ref | Ref[] | null | undefined | 'malformed' => {
  if (relationship === undefined) return undefined;
  const data = isObject(relationship) ? relationship.data : undefined;
  if (data === null) return null;
  if (isRef(data)) return { type: data.type, id: data.id };
  return Array.isArray(data) && data.every(isRef) ? data.map(({ type, id }) => ({ type, id })) : 'malformed';
};
