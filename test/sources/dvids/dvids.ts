import { startDvidsSimulator, type DvidsSimulator, type DvidsSimulatorOptions } from '../../../src/sandbox/dvids.ts';
import { reference } from '../../../src/sandbox/dvidsReference.ts';
import type { DvidsPhotoInput } from '../../../src/domain/dvidsInput.ts';
import { Failure, type FailureReason } from '../../../src/domain/failure.ts';
import type { Caller } from '../../../src/sources/http/authorize.ts';
import { createDvidsHttp } from '../../../src/sources/dvids/http.ts';
import type { DvidsSettings } from '../../../src/sources/dvids/settings.ts';
import { createDvidsSource, type DvidsSource } from '../../../src/sources/dvids/source.ts';

/** The caller of all tests, who is the simulator's first user. */
export const caller: Caller = { subject: 'someone', token: null };

const opened: (() => Promise<void>)[] = [];

/** Stops whatever the tests of a file started; for `afterEach`. */
export async function stopAll(): Promise<void> {
  for (const stop of opened.splice(0).toReversed()) await stop();
}

/** Lets `stopAll` stop it. */
export function stopping(stop: () => Promise<void>): void {
  opened.push(stop);
}

/** A simulated DVIDS and a source that speaks to it. */
export async function connectDvids(options: DvidsSimulatorOptions = {}, settings: Partial<DvidsSettings> = {}): Promise<{ dvids: DvidsSimulator; source: DvidsSource }> {
  const dvids = await startDvidsSimulator(options);
  stopping(() => dvids.stop());
  return { dvids, source: sourceOf(dvids, settings) };
}

/** Another source of the same simulator. */
export function sourceOf(dvids: DvidsSimulator, settings: Partial<DvidsSettings> = {}): DvidsSource {
  const { accessToken } = dvids.issueTokens('2001');
  const http = createDvidsHttp({ baseUrl: dvids.url, tokens: { token: () => accessToken, refused: () => false }, random: () => 0 });
  stopping(() => http.close());
  return createDvidsSource(http, settings);
}

/** What a call that has to fail came to. */
export async function reasonOf(call: Promise<unknown>): Promise<FailureReason> {
  const outcome = await call.then(
    (value) => new Error(`it answered ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
  if (outcome instanceof Failure) return outcome.reason;
  throw outcome;
}

/** The id of a unit by its abbreviation. */
export const unitId = (abbreviation: string): string => reference().units.find((unit) => unit.abbreviation === abbreviation)?.id ?? '';

/** An author with or without a VISION id. */
export const authorWith = (hasVisionId: boolean) => {
  const author = reference().authors.find(({ visionId }) => (visionId !== null) === hasVisionId);
  if (!author) throw new Error('the collection has both kinds of author');
  return author;
};

/** Sends bytes as they are to be sent: with their length, without our token. */
export async function put(url: string, bytes: string): Promise<string> {
  const response = await fetch(url, { method: 'PUT', body: bytes, headers: { 'content-type': 'application/octet-stream' } });
  if (response.status !== 200) throw new Error(`storage answered ${response.status}`);
  return response.headers.get('etag') ?? '';
}

/** A finished upload in one piece; its id. */
export async function finishedUpload(source: DvidsSource, batchId: string): Promise<string> {
  const upload = await source.createUpload(batchId, caller);
  await put(upload.uploadUrl, 'picture');
  return upload.uploadId;
}

/** A photo's input, all of it right. */
export const photoInput = (uploadId: string, changed: Partial<DvidsPhotoInput> = {}): DvidsPhotoInput => ({
  title: 'Sea trial', description: 'A ship leaves port.', instructions: 'Jo Release\njo.release@example.mil\n+1 555 555 0100',
  createdAt: '2024-10-01T14:30:00Z', virin: '241001-N-AB123-1001', country: 'US', tags: ['sea'], uploadId, serviceUnitId: unitId('NHHC'), ...changed,
});
