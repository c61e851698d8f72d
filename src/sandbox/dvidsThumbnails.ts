import type { Route } from './simulator.ts';
import { empty } from './simulatorHttp.ts';
import { coastPicture } from './collectionJpeg.ts';
import { randomFrom } from './collectionRandom.ts';

/** How many small pictures are kept to be shown as their own thumbnails; the oldest go first. */
const maxKept = 64;

/** The pictures behind `thumbnail_url_template` (dvids-submission.md §5.4): whoever has the address may see them. They are not scaled. */
export const dvidsThumbnails = (uploadOf: (photoId: string) => string | null | undefined) => {
  const kept = new Map<string, Uint8Array>();
  const route: Route = {
    name: 'thumbnail', method: 'GET', path: '/thumbnails/:photo/:spec',
    handle: ({ params: { photo = '', spec = '' } }) => {
      const uploadId = uploadOf(photo);
      // A specification such as `400w_q95`: width and quality.
      if (uploadId === undefined || !/^\d{1,4}w_q\d{1,3}$/.test(spec)) return empty(404);
      // Larger pictures, and those from before a restart, are not at hand: a coast stands in.
      return { status: 200, headers: { 'content-type': 'image/jpeg' }, body: kept.get(uploadId ?? '') ?? coastPicture(randomFrom(photo)) };
    },
  };
  return {
    route,
    /** Keeps the bytes of an upload if they are a JPEG. */
    keep: (uploadId: string, bytes: Uint8Array): void => {
      if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return;
      kept.set(uploadId, bytes);
      for (const oldest of kept.keys()) if (kept.size > maxKept) kept.delete(oldest);
    },
  };
};
