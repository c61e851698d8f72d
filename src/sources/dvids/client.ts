import type { Caller } from '../http/authorize.ts';
import type { UpstreamClient, UpstreamRequest } from '../http/client.ts';
import type { SentDocument } from './documents.ts';
import type { DvidsSettings } from './settings.ts';
import { ignoreBody, parseDocument, parseOptionalDocument, parsePage } from './wire.ts';

/** A query as it is sent. */
export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** The ids in a path, by their names in the route. */
type Ids = Readonly<Record<string, string>>;

/** Type names of assets, which are their paths too. */
type Path = string;

/**
 * The endpoints of DVIDS, one line each (dvids-submission.md §5). POSTs are never repeated by the HTTP client: of those that make
 * an asset or a VIRIN a repeat would make two (§8). PATCHes say the same thing twice and are.
 */
export function createDvidsClient(http: UpstreamClient, { mediaType }: DvidsSettings) {
  type Method = UpstreamRequest<unknown>['method'];
  const call = <T>(method: Method, route: string, ids: Ids, as: Caller, parse: (body: unknown) => T, more: { body?: SentDocument; query?: Query } = {}) =>
    http.request({
      method, ...at(route, ids), as, parse, contentType: mediaType,
      idempotent: method !== 'POST',
      body: more.body && JSON.stringify(more.body),
      query: more.query,
    });
  const get = (route: string, ids: Ids, as: Caller) => call('GET', route, ids, as, parseDocument);
  const list = (route: string, ids: Ids, query: Query, as: Caller) => call('GET', route, ids, as, parsePage, { query });
  const post = (route: string, ids: Ids, body: SentDocument, as: Caller) => call('POST', route, ids, as, parseDocument, { body });
  const multipart = '/batch/{batchId}/multipart-upload';
  const assets = '/batch/{batchId}/{assets}';
  return {
    createBatch: (body: SentDocument, as: Caller) => post('/batch', {}, body, as),
    batch: (batchId: string, as: Caller) => get('/batch/{batchId}', { batchId }, as),
    closeBatch: (batchId: string, body: SentDocument, as: Caller) => call('PATCH', '/batch/{batchId}', { batchId }, as, parseOptionalDocument, { body }),

    createUpload: (batchId: string, body: SentDocument, as: Caller) => post('/batch/{batchId}/upload', { batchId }, body, as),
    createMultipart: (batchId: string, body: SentDocument, as: Caller) => post(multipart, { batchId }, body, as),
    createPart: (batchId: string, uploadId: string, body: SentDocument, as: Caller) => post(`${multipart}/{uploadId}/part`, { batchId, uploadId }, body, as),
    closeMultipart: (batchId: string, uploadId: string, body: SentDocument, as: Caller) => call('PATCH', `${multipart}/{uploadId}`, { batchId, uploadId }, as, ignoreBody, { body }),

    createAsset: (batchId: string, path: Path, body: SentDocument, as: Caller) => post(named(assets, path), { batchId }, body, as),
    asset: (batchId: string, path: Path, id: string, as: Caller) => get(`${named(assets, path)}/{id}`, { batchId, id }, as),
    patchAsset: (batchId: string, path: Path, id: string, body: SentDocument, as: Caller) => call('PATCH', `${named(assets, path)}/{id}`, { batchId, id }, as, parseOptionalDocument, { body }),
    putAsset: (batchId: string, path: Path, id: string, body: SentDocument, as: Caller) => call('PUT', `${named(assets, path)}/{id}`, { batchId, id }, as, parseOptionalDocument, { body }),
    deleteAsset: (batchId: string, path: Path, id: string, as: Caller) => call('DELETE', `${named(assets, path)}/{id}`, { batchId, id }, as, ignoreBody),
    attachMedia: (batchId: string, id: string, body: SentDocument, as: Caller) => call('POST', '/batch/{batchId}/news/{id}/media', { batchId, id }, as, parseOptionalDocument, { body }),
    photosByHash: (query: Query, as: Caller) => list('/photo', {}, query, as),

    countries: (query: Query, as: Caller) => list('/country', {}, query, as),
    serviceUnits: (query: Query, as: Caller) => list('/service-unit', {}, query, as),
    serviceUnit: (id: string, as: Caller) => get('/service-unit/{id}', { id }, as),
    serviceUnitAuthors: (id: string, query: Query, as: Caller) => list('/service-unit/{id}/author', { id }, query, as),
    authors: (query: Query, as: Caller) => list('/author', {}, query, as),
    author: (id: string, as: Caller) => get('/author/{id}', { id }, as),
    publications: (query: Query, as: Caller) => list('/publication', {}, query, as),
    graphicCategories: (query: Query, as: Caller) => list('/graphic-category', {}, query, as),

    authorVirin: (id: string, body: SentDocument, as: Caller) => post('/author/{id}/virin', { id }, body, as),
    serviceUnitVirin: (id: string, body: SentDocument, as: Caller) => post('/service-unit/{id}/virin', { id }, body, as),
  };
}

/** The client of DVIDS's endpoints. */
export type DvidsClient = ReturnType<typeof createDvidsClient>;

/** The route of one kind of asset, so that metrics tell them apart. */
function named(route: string, path: Path): string {
  return route.replace('{assets}', path);
}

/** A route, and its path with the ids in their places. */
function at(route: string, ids: Ids): { route: string; path: string } {
  return { route, path: route.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent((ids[name] ?? '').toWellFormed())) };
}
