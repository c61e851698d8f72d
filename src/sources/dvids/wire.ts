import { integerOf, isObject, listOf, objectOf, textOf, type JsonObject } from '../reading.ts';

/** JSON:API as DVIDS answers it, read with the tolerances of dvids-submission.md §9. */

/** A resource as it came: id as text, attributes and relationships as objects, if empty. */
export interface WireResource {
  readonly type: string;
  readonly id: string;
  readonly attributes: JsonObject;
  readonly relationships: JsonObject;
}

/** An answer with one resource. */
export interface WireDocument {
  readonly data: WireResource;
  /** Empty where nothing is included. */
  readonly included: readonly WireResource[];
}

/** One page of a list, and what it tells of the others. */
export interface WirePage {
  readonly data: readonly WireResource[];
  /** From `meta.pagination`; null where it does not say. */
  readonly totalPages: number | null;
  readonly totalCount: number | null;
  /** From `links`: the next page's address, null at the end; undefined where links say nothing of it. */
  readonly next: string | null | undefined;
}

/** What a relationship names. `meta` is that of the link. */
export interface WireRef {
  readonly type: string;
  readonly id: string;
  readonly meta: JsonObject;
}

/** Reads an answer with one resource. Throws when there is none. */
export function parseDocument(body: unknown): WireDocument {
  const document = objectOf(body);
  const data = resourceOf(document?.['data']);
  if (!data) throw new TypeError('a document must have data with an id');
  return { data, included: resourcesOf(document?.['included']) };
}

/** The same where a success may have no body, which is undefined (§3: "accepts an empty body"). */
export function parseOptionalDocument(body: unknown): WireDocument | undefined {
  const isEmpty = body === undefined || (isObject(body) && (body['data'] === undefined || body['data'] === null));
  return isEmpty ? undefined : parseDocument(body);
}

/** Reads a list. Throws when there is none; entries without an id are passed over. */
export function parsePage(body: unknown): WirePage {
  const document = objectOf(body);
  if (!Array.isArray(document?.['data'])) throw new TypeError('a list must have data');
  const pagination = objectOf(objectOf(document['meta'])?.['pagination']);
  return {
    data: resourcesOf(document['data']),
    totalPages: integerOf(pagination?.['total_pages']),
    totalCount: integerOf(pagination?.['total_count']),
    next: nextOf(objectOf(document['links'])),
  };
}

/** An answer whose body is nobody's business. */
export function ignoreBody(): void {}

/** What a to-one relationship names; null for none. A list, where one was expected, gives its first. */
export function refOf(resource: WireResource, name: string): WireRef | null {
  return refsOf(resource, name)?.[0] ?? null;
}

/** What a relationship names; null where it is not told. */
export function refsOf(resource: WireResource, name: string): readonly WireRef[] | null {
  const relationship = objectOf(resource.relationships[name]);
  if (!relationship || !('data' in relationship)) return null;
  const { data } = relationship;
  return (Array.isArray(data) ? listOf(data) : [data]).flatMap(refFrom);
}

function refFrom(value: unknown): WireRef[] {
  const ref = objectOf(value);
  const id = idOf(ref);
  return id === null ? [] : [{ type: textOf(ref?.['type']) ?? '', id, meta: objectOf(ref?.['meta']) ?? {} }];
}

function resourcesOf(value: unknown): WireResource[] {
  return listOf(value).flatMap((each) => resourceOf(each) ?? []);
}

function resourceOf(value: unknown): WireResource | undefined {
  const resource = objectOf(value);
  const id = idOf(resource);
  if (!resource || id === null) return undefined;
  return {
    type: textOf(resource['type']) ?? '',
    id,
    // PHP writes an empty object as [].
    attributes: objectOf(resource['attributes']) ?? {},
    relationships: objectOf(resource['relationships']) ?? {},
  };
}

/** Text or number on the wire (§9); null for none or an empty one. */
function idOf(value: JsonObject | undefined): string | null {
  const id = textOf(value?.['id']);
  return id === '' ? null : id;
}

/** A link is text, or an object with `href` (JSON:API 1.1); links that name only `self` say nothing of a next page. */
function nextOf(links: JsonObject | undefined): string | null | undefined {
  if (!links || !('next' in links)) return undefined;
  const { next } = links;
  return textOf(isObject(next) ? next['href'] : next);
}
