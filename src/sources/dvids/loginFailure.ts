import { Failure } from '../../domain/failure.ts';
import { scrub } from '../http/scrub.ts';

/** How a DVIDS login can end, or end its life, other than well (dvids-submission.md §2). */
export type LoginProblem =
  /** The user said no: back without a code, or with `access_denied`. */
  | 'cancelled'
  /** The state is not the one that this login began with. */
  | 'stateForged'
  /** DVIDS ended the login with an error of its own. */
  | 'loginRefused'
  /** The code is used, expired, or not for us. */
  | 'codeRefused'
  /** The login went well, but does not allow `upload`. */
  | 'scopeMissing'
  /** The login went well, and DVIDS answers it with 403: `upload` was not allowed without DVIDS saying so, or its user submits for no unit. */
  | 'uploadRefused'
  /** The refresh token is used, withdrawn or expired: the user must log in again. */
  | 'refreshRefused';

const texts: Readonly<Record<LoginProblem, string>> = {
  cancelled: 'The DVIDS login was cancelled. `connectDvids` starts another one.',
  stateForged: 'This DVIDS login was not begun here, or is over already. `connectDvids` starts another one.',
  loginRefused: 'DVIDS ended the login with an error. `connectDvids` starts another one.',
  codeRefused: 'DVIDS did not accept the end of this login; it may have taken too long. `connectDvids` starts another one.',
  scopeMissing: 'The DVIDS login does not allow uploads (scope `upload`). `connectDvids` starts another one: allow uploads there.',
  uploadRefused: 'DVIDS lets this login upload nothing: uploads (scope `upload`) were not allowed, or the account submits for no unit. `connectDvids` starts another one.',
  refreshRefused: 'The DVIDS login has ended. `connectDvids` starts another one.',
};

/** A login that did not come to tokens, or no longer does: `DVIDS_NOT_CONNECTED` with its own text. */
export class DvidsLoginFailure extends Failure {
  readonly problem: LoginProblem;

  constructor(problem: LoginProblem, options?: ErrorOptions) {
    super({ kind: 'dvidsNotConnected', message: texts[problem] }, options);
    this.problem = problem;
  }
}

/** The code of a callback. A cancelled login brings none, and perhaps no state (§2.2); whatever brings a code must bring the right state. */
export function codeOf(callbackUrl: string, state: string): string {
  const parameters = new URLSearchParams(callbackUrl.split('#')[0]?.split(/\?(.*)/s)[1] ?? '');
  const [states, codes] = [parameters.getAll('state'), parameters.getAll('code')];
  const [given, code] = [states[0], codes[0]];
  if (states.length > 1 || codes.length > 1 || (given !== undefined && given !== state)) throw new DvidsLoginFailure('stateForged');
  const error = parameters.get('error');
  if (error !== null && error !== 'access_denied') throw new DvidsLoginFailure('loginRefused', { cause: new Error(scrub(error)) });
  if (error !== null || code === undefined || code === '') throw new DvidsLoginFailure('cancelled');
  if (given === undefined) throw new DvidsLoginFailure('stateForged');
  return code;
}

/**
 * What a refusal of the token endpoint means. `invalid_grant`, or a 400 that does not speak OAuth, is about the code or token;
 * every other 4xx is about the app: users must not lose their logins because a setting is wrong.
 */
export function refusal(error: unknown, problem: 'codeRefused' | 'refreshRefused'): unknown {
  if (!(error instanceof Failure) || error.reason.kind !== 'upstreamStatus') return error;
  const { status, code } = error.reason;
  if (status === 429 || status >= 500) return error;
  if (code === 'invalid_grant' || (code === undefined && status === 400)) return new DvidsLoginFailure(problem, { cause: error });
  return new Failure({ kind: 'upstreamUnauthorized', source: 'DVIDS', forwarded: false }, { cause: error });
}
