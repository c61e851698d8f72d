import type { IncomingMessage, ServerResponse } from 'node:http';
import { Failure, publicErrorOf } from '../domain/failure.ts';
import type { DvidsArrival, DvidsLogins } from '../events/dvidsLogins.ts';
import { DvidsLoginFailure, type LoginProblem } from '../sources/dvids/loginFailure.ts';
import { readBody, sendText } from './answers.ts';
import { sendPage, type Page } from './dvidsPages.ts';
import type { Log } from './log.ts';
import type { Route } from './server.ts';
import { usualTimeouts } from './timeouts.ts';

/** Where DVIDS logins lead back to, below the public address. */
export const dvidsCallbackPath = '/oauth/dvids/callback';

export interface DvidsCallbackOptions {
  /** `DVIDS_CONFIRM_LOGIN`. */
  readonly asks: boolean;
  /** The origins that browsers know the page by. */
  readonly origins: () => readonly string[];
}

/** More than a confirmation with a decision. */
const maxFormBytes = 4 * 1024;

/**
 * `GET /oauth/dvids/callback`: where a browser comes back to from DVIDS. The page says how the login went. A gateway that `asks` names
 * on it who began the login, and whether they are to be connected is the browser's to say: an address to log in at can be passed on to
 * somebody else. `POST` is the answer, and is taken from that page alone.
 */
export function dvidsCallbackRoute(logins: DvidsLogins, { asks, origins }: DvidsCallbackOptions, log: Log): Route {
  return async (request, response, path) => {
    if (path !== dvidsCallbackPath) return false;
    // A HEAD, as link checkers send it, must not use a login up.
    if (request.method === 'GET') sendPage(response, await pageOf(arrived(request.url ?? ''), log));
    else if (request.method === 'POST') await answer(request, response);
    else sendText(response, 405, 'GET, POST\n', { allow: 'GET, POST' });
    return true;
  };

  async function arrived(callbackUrl: string): Promise<Page> {
    const arrival = await logins.arrive(callbackUrl);
    return asks ? questionAbout(arrival) : connected(logins, arrival.confirmation, log);
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Browsers name the page's origin with every POST of a form.
    if (!origins().includes(request.headers.origin ?? '')) return sendPage(response, foreign);
    const body = await readBody(request, maxFormBytes, usualTimeouts.bodyMs);
    if (body === 'gone') return;
    if (body === 'tooLarge' || body === 'tooSlow') return sendText(response, body === 'tooLarge' ? 413 : 408, 'refused\n');
    const form = new URLSearchParams(body.toString());
    const confirmation = form.get('confirmation') ?? '';
    sendPage(response, await pageOf(form.get('decision') === 'connect' ? connected(logins, confirmation, log) : refused(logins, confirmation), log));
  }
}

function questionAbout({ subject, name, account, confirmation }: DvidsArrival): Page {
  return {
    status: 200,
    title: 'Connect this DVIDS account?',
    texts: [
      { text: 'This gateway is asked to publish at DVIDS in the name of the account that you have just logged in with.' },
      { label: 'Asked for by', value: name === null ? subject : `${name} (${subject})` },
      ...(account === null ? [] : [{ label: 'DVIDS user', value: account }]),
      { text: 'If that is you, connect. If somebody else sent you the address to log in at, do not: whatever they submit would go out in your name.' },
    ],
    confirmation,
  };
}

async function connected(logins: DvidsLogins, confirmation: string, log: Log): Promise<Page> {
  const { subject, account } = await logins.confirm(confirmation);
  log.info({ subject, account }, 'a caller was connected to DVIDS');
  return {
    status: 200,
    title: 'Connected to DVIDS',
    texts: [
      { text: 'What is submitted through this gateway by the following caller now goes to DVIDS in the name of the account that you logged in with.' },
      { label: 'Caller', value: subject },
      { text: 'You can close this page. `disconnectDvids` ends the connection.' },
    ],
  };
}

async function refused(logins: DvidsLogins, confirmation: string): Promise<Page> {
  await logins.refuse(confirmation);
  return { status: 200, title: 'Not connected to DVIDS', texts: [{ text: 'Nothing was connected, and what DVIDS gave for this login is forgotten. You can close this page.' }] };
}

/** The page, or the one that says what came instead. */
async function pageOf(page: Promise<Page>, log: Log): Promise<Page> {
  try {
    return await page;
  } catch (error) {
    const { message } = publicErrorOf(error);
    if (error instanceof DvidsLoginFailure) return { ...ends[error.problem], texts: [{ text: message }] };
    if (!(error instanceof Failure)) log.error({ err: error }, 'a DVIDS login failed in a way that nobody foresaw');
    return { status: 502, title: 'The DVIDS login could not be completed', texts: [{ text: `${message} \`connectDvids\` starts another one.` }] };
  }
}

const ends: Readonly<Record<LoginProblem, Omit<Page, 'texts'>>> = {
  cancelled: { status: 200, title: 'The DVIDS login was cancelled' },
  stateForged: { status: 400, title: 'This DVIDS login is not known here' },
  loginRefused: { status: 400, title: 'DVIDS refused the login' },
  codeRefused: { status: 400, title: 'DVIDS did not accept the end of the login' },
  scopeMissing: { status: 403, title: 'This DVIDS login does not allow uploads' },
  uploadRefused: { status: 403, title: 'This DVIDS login does not allow uploads' },
  refreshRefused: { status: 400, title: 'The DVIDS login has ended' },
};

const foreign: Page = {
  status: 403,
  title: 'This answer came from elsewhere',
  texts: [{ text: 'A DVIDS login is confirmed on the page that it led back to, and nowhere else. Nothing was connected.' }],
};
