import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { Failure, publicErrorOf } from '../domain/failure.ts';
import type { DvidsLogins } from '../events/dvidsLogins.ts';
import { DvidsLoginFailure, type LoginProblem } from '../sources/dvids/loginFailure.ts';
import { sendText } from './answers.ts';
import type { Log } from './log.ts';
import type { Route } from './server.ts';

/** Where DVIDS logins lead back to, below the public address. */
export const dvidsCallbackPath = '/oauth/dvids/callback';

/** `GET /oauth/dvids/callback`: ends a DVIDS login, and says on a page how it went. */
export function dvidsCallbackRoute(logins: DvidsLogins, log: Log): Route {
  return async (request, response, path) => {
    if (path !== dvidsCallbackPath) return false;
    // A HEAD, as link checkers send it, must not use a login up.
    if (request.method === 'GET') sendPage(response, await endOf(logins, request.url ?? '', log));
    else sendText(response, 405, 'GET\n', { allow: 'GET' });
    return true;
  };
}

interface End {
  readonly status: number;
  readonly title: string;
  readonly text: string;
}

async function endOf(logins: DvidsLogins, callbackUrl: string, log: Log): Promise<End> {
  try {
    const { subject } = await logins.finish(callbackUrl);
    return { status: 200, title: 'Connected to DVIDS', text: `What \`${subject}\` submits through this gateway now goes to DVIDS in the name of the account that you logged in with. You can close this page.` };
  } catch (error) {
    const { message } = publicErrorOf(error);
    if (error instanceof DvidsLoginFailure) return { ...ends[error.problem], text: message };
    if (!(error instanceof Failure)) log.error({ err: error }, 'a DVIDS login failed in a way that nobody foresaw');
    return { status: 502, title: 'The DVIDS login could not be completed', text: `${message} \`connectDvids\` starts another one.` };
  }
}

const ends: Readonly<Record<LoginProblem, Omit<End, 'text'>>> = {
  cancelled: { status: 200, title: 'The DVIDS login was cancelled' },
  stateForged: { status: 400, title: 'This DVIDS login is not known here' },
  loginRefused: { status: 400, title: 'DVIDS refused the login' },
  codeRefused: { status: 400, title: 'DVIDS did not accept the end of the login' },
  scopeMissing: { status: 403, title: 'This DVIDS login does not allow uploads' },
  uploadRefused: { status: 403, title: 'This DVIDS login does not allow uploads' },
  refreshRefused: { status: 400, title: 'The DVIDS login has ended' },
};

const style = 'body{font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:4rem auto;padding:0 1rem;color:#1b2733;background:#fff}h1{font-size:1.4rem}code{background:#eef1f4;padding:0 .2em}';

/** Nothing but this page's own style: no script, no frame, no form, and no referrer, since the address has held a code. */
const headers = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

function sendPage(response: ServerResponse, { status, title, text }: End): void {
  const body = [
    '<!doctype html>',
    `<html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title><style>${style}</style></head>`,
    `<body><h1>${escaped(title)}</h1><p>${escaped(text).replaceAll(/`([^`]*)`/g, '<code>$1</code>')}</p></body></html>`,
    '',
  ].join('\n');
  sendText(response, status, body, headers);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
