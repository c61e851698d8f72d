import type { Collection } from './collection.ts';
import type { ErrorShape } from './simulatorErrors.ts';
import type { SimulatorOptions } from './simulator.ts';

/** A system that may call DPS. */
export type DpsClient = { clientId: string; clientSecret: string; /** `2d17_R`, `2d17_W` … (nb-dps.md §2) */ roles: string[] };

/** Manners that the documentation leaves open, or that differ between its editions; change them at any time. */
export type DpsSwitches = {
  /** Time in each status; a function decides by status. `Infinity`: jobs wait for `advance`. Default 3,000 ms. */
  stepMs: number | ((status: string) => number);
  /** Shape of error bodies; default `envelope`. */
  errorShape: ErrorShape;
  /** What the 409 of a dissemination says in `error.details`: nothing (default) or the id of the one in progress. */
  conflictDetails: 'none' | 'id';
  /** The webhook of a delivery comes so long after the status reads DISSEMINATED; negative: so long before. Default 0. */
  webhookDelayMs: number;
  /** `sumSizeInBytes` in webhooks: default a string, as the newer documentation shows; or a number. */
  webhookSize: 'string' | 'number';
  /** Life of download URLs; default 24 h. */
  downloadUrlSeconds: number;
  /** Life of upload URLs; default 1 h. */
  uploadUrlSeconds: number;
  /** Life of tokens; default 300. */
  tokenLifetimeSeconds: number;
  /** A second finalize: default 409, or 200 with the same body. */
  repeatedFinalize: 'conflict' | 'same';
  /** Reading a rejected submission: default 200, or 404 since its metadata is removed. */
  rejectedSubmission: 'readable' | 'notFound';
  /** Whether `GET …/submissions` lists (default: no such operation). */
  listSubmissions: boolean;
  /** The statuses a submission passes after UPLOAD_COMPLETED; default those of 2026 (nb-dps.md §5.9). */
  submissionCourse: string[];
};

/** The manners at the start. */
export const usualDpsSwitches: DpsSwitches = {
  stepMs: 3_000, errorShape: 'envelope', conflictDetails: 'none', webhookDelayMs: 0, webhookSize: 'string', downloadUrlSeconds: 86_400, uploadUrlSeconds: 3_600,
  tokenLifetimeSeconds: 300, repeatedFinalize: 'conflict', rejectedSubmission: 'readable', listSubmissions: false,
  submissionCourse: ['TRANSFERRING', 'VALIDATING', 'ARCHIVING', 'PRESERVED'],
};

/** The usual way of a dissemination (nb-dps.md §4.2). */
export const usualCourse = ['RECEIVED', 'QUEUED', 'DOWNLOADING_FROM_REPOSITORY', 'FIXITY_CHECK', 'UPLOADING_TO_S3', 'DISSEMINATED'];

/** Statuses after which nothing comes. */
export const isFinal = (status: string): boolean => ['DISSEMINATED', 'FAILED', 'REJECTED', 'PRESERVED'].includes(status);

/** The old documentation's schedule (nb-dps.md §8.2): 30 s, doubling from 1 to 32 min, doubling from 1 to 16 h, then daily. */
export const documentedRetryDelaysMs: number[] = [
  30_000, ...[1, 2, 4, 8, 16, 32].map((minutes) => minutes * 60_000), ...[1, 2, 4, 8, 16, 24].map((hours) => hours * 3_600_000),
];

/** How webhooks are sent. */
export type WebhookOptions = {
  /** Where to; settable later with `webhooks.deliverTo`. Messages wait while there is none. */
  receiverUrl?: string;
  /** Every secret signs (two during a rotation): `whsec_` and base64, or any text. Default: one `whsec_` secret. */
  secrets?: string[];
  /** Pauses after failed attempts; the last repeats until five days are over. Default: the documented schedule. */
  retryDelaysMs?: number[];
  /** Longest wait for the receiver's answer, wall time; default 10,000. */
  answerTimeoutMs?: number;
};

/** The default secret that webhooks are signed with. */
export const sandboxWebhookSecret = `whsec_${Buffer.from('fonds sandbox webhook secret 32b').toString('base64')}`;

/** Settings of the DPS simulator. */
export type DpsOptions = SimulatorOptions & {
  /** Where archives come from; default: `makeCollection()`. */
  collection?: Pick<Collection, 'archives'>;
  /** Default: one, `fonds` with `dps-secret`, that reads and writes under `2d17` and `a41f` and reads under `0c9e`. */
  clients?: DpsClient[];
  webhooks?: WebhookOptions;
  switches?: Partial<DpsSwitches>;
  /** Ids of submissions and of what is preserved of them: by chance (default), or following from the object id, so that an example can name them beforehand. */
  ids?: 'random' | 'foreseeable';
  /** Keeps jobs, messages, ports and secrets over restarts; default: nothing is kept. */
  stateFile?: string;
};

/** The client that there is when none are given. */
export const usualClient: DpsClient = { clientId: 'fonds', clientSecret: 'dps-secret', roles: ['2d17_R', '2d17_W', 'a41f_R', 'a41f_W', '0c9e_R'] };
