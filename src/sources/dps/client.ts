import type { UpstreamClient } from '../http/client.ts';
import { ignoreBody, parseDissemination, parseFile, parseSubmission, parseSubmissionPage } from './wire.ts';

/** Where one submission is. */
export interface SubmissionPlace {
  readonly contractId: string;
  readonly submissionId: string;
}

/** The endpoints of DPS, one line each (nb-dps.md §4 and §5). POSTs are not repeated by the HTTP client: none has an idempotency key. */
export function createDpsClient(http: UpstreamClient) {
  const submissions = '/v1/contracts/{contractId}/submissions';
  const one = `${submissions}/{submissionId}`;
  const file = `${one}/files/{fileId}`;
  return {
    orderDissemination: (body: object) =>
      http.request({ method: 'POST', route: '/v1/disseminations', path: '/v1/disseminations', body: JSON.stringify(body), parse: parseDissemination }),
    dissemination: (disseminationId: string, share?: boolean) =>
      http.request({ method: 'GET', ...at('/v1/disseminations/{disseminationId}', { disseminationId }), parse: parseDissemination, share }),

    createSubmission: (contractId: string, body: object) =>
      http.request({ method: 'POST', ...at(submissions, { contractId }), body: JSON.stringify(body), parse: parseSubmission }),
    submission: (place: SubmissionPlace, share?: boolean) => http.request({ method: 'GET', ...at(one, place), parse: parseSubmission, share }),
    listSubmissions: (contractId: string, page: number, size: number) =>
      http.request({ method: 'GET', ...at(submissions, { contractId }), query: { page, size }, parse: parseSubmissionPage }),
    deleteSubmission: (place: SubmissionPlace) => http.request({ method: 'DELETE', ...at(one, place), parse: ignoreBody }),
    registerFile: (place: SubmissionPlace, body: object) =>
      http.request({ method: 'POST', ...at(`${one}/files`, place), body: JSON.stringify(body), parse: parseFile }),
    file: (place: SubmissionPlace, fileId: string) => http.request({ method: 'GET', ...at(file, { ...place, fileId }), parse: parseFile }),
    deleteFile: (place: SubmissionPlace, fileId: string) => http.request({ method: 'DELETE', ...at(file, { ...place, fileId }), parse: ignoreBody }),
    finalizeSubmission: (place: SubmissionPlace) => http.request({ method: 'POST', ...at(`${one}/finalize`, place), parse: parseSubmission }),
    recordEvent: (place: SubmissionPlace, body: object) =>
      http.request({ method: 'POST', ...at(`${one}/events`, place), body: JSON.stringify(body), parse: ignoreBody }),
  };
}

/** The client of DPS's endpoints. */
export type DpsClient = ReturnType<typeof createDpsClient>;

/** A route, and its path with the ids in their places. */
function at(route: string, ids: object): { route: string; path: string } {
  const values = new Map<string, unknown>(Object.entries(ids));
  return { route, path: route.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(values.get(name)))) };
}
