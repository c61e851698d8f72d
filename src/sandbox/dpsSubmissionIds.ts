import { createHash, randomBytes, randomInt } from 'node:crypto';
import type { Clock } from '../domain/clock.ts';
import { uuidV7 } from './collectionRandom.ts';
import { base62Id, type DpsState } from './dpsState.ts';

/** How submissions, and what is preserved of them, get their ids. */
export type SubmissionIds = {
  submissionId: (contractId: string, objectId: string) => string;
  archiveId: (submissionId: string) => string;
};

/** Ids by chance, as DPS gives them. */
export const randomIds = (clock: Clock): SubmissionIds => ({
  submissionId: () => base62Id(),
  archiveId: () => uuidV7({ hex: (digits) => randomBytes(digits).toString('hex').slice(0, digits), below: (limit) => randomInt(limit) }, clock.now()),
});

/** Ids that follow from the object id, and from how often it was submitted: so an example can name them beforehand. */
export const foreseeableIds = (state: DpsState): SubmissionIds => ({
  submissionId: (contractId, objectId) => {
    const key = `${contractId}/${objectId}`;
    const times = (Object.hasOwn(state.timesSubmitted, key) ? state.timesSubmitted[key] : undefined) ?? 0;
    state.timesSubmitted[key] = times + 1;
    return base62Id(22, createHash('sha256').update(`${key}/${times}`).digest().subarray(0, 22));
  },
  // Of the newer generation, all of one moment (nb-dps.md §3).
  archiveId: (submissionId) => {
    const hex = createHash('sha256').update(submissionId).digest('hex');
    return `019e404e-60ab-7${hex.slice(0, 3)}-8${hex.slice(3, 6)}-${hex.slice(6, 18)}`;
  },
});
