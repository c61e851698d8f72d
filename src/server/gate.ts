import type { Authenticate } from '../auth/authenticate.ts';
import type { EstimateCost } from './costLimit.ts';
import type { Documents } from './operations.ts';
import type { RateLimit } from './rateLimit.ts';
import type { TrustedDocuments } from './trustedDocuments.ts';

/** What every operation passes before it runs, whichever way it comes in. */
export interface Gate {
  /** Who asks. */
  readonly authenticate: Authenticate;
  /** How often. */
  readonly rateLimit: RateLimit;
  /** Which documents may run; undefined for all. */
  readonly trusted: TrustedDocuments | undefined;
  /** Documents within the limits of their size, parsed and valid. */
  readonly documents: Documents;
  /** What an operation may cost. */
  readonly estimate: EstimateCost;
}
