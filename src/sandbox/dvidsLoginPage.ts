import type { Answer } from './simulatorHttp.ts';
import type { DvidsUser } from './dvidsAccounts.ts';

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const style = 'body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem;color:#1b2733}'
  + 'h1{font-size:1.4rem}fieldset{border:1px solid #c4ccd4;border-radius:6px;margin:1rem 0}label{display:block;padding:.2rem 0}'
  + 'button{font:inherit;padding:.5rem 1.2rem;border-radius:6px;border:1px solid #1b4b72;margin-right:.6rem;cursor:pointer}'
  + 'button[value=allow]{background:#1b4b72;color:#fff}small{color:#5b6975}';

const page = (status: number, title: string, content: string): Answer => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
  body: `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title><style>${style}</style></head>\n<body><h1>${escapeHtml(title)}</h1>\n${content}\n</body></html>\n`,
});

/** What the pages say of each scope. */
const scopeTexts: Record<string, string> = { basic: 'see your name', email: 'see your e-mail address', upload: 'submit content for your units' };

/** The page on which a user logs in and agrees; its form posts `request` back with `user`, `granted` and `decision`. */
export const consentPage = (request: Record<string, string>, users: DvidsUser[], scopes: string[]): Answer => {
  const hidden = Object.entries(request).map(([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`);
  const accounts = users.map(({ userId, name, email, unitIds }, index) =>
    `<label><input type="radio" name="user" value="${escapeHtml(userId)}"${index === 0 ? ' checked' : ''}> ${escapeHtml(name)} <small>${escapeHtml(email)}`
    + `${unitIds.length === 0 ? ', submits for no unit' : ''}</small></label>`);
  const wishes = scopes.map((scope) =>
    `<label><input type="checkbox" name="granted" value="${escapeHtml(scope)}" checked> ${escapeHtml(scopeTexts[scope] ?? scope)} <small>${escapeHtml(scope)}</small></label>`);
  return page(200, 'DVIDS (simulated): log in', [
    `<p>The application <b>${escapeHtml(request.client_id ?? '')}</b> asks for access to your DVIDS account. This page is part of the sandbox: no password is needed, and nothing reaches the real DVIDS.</p>`,
    '<form method="post" action="/auth/authorize">', ...hidden,
    `<fieldset><legend>Your account</legend>${accounts.join('\n')}</fieldset>`,
    `<fieldset><legend>It wants to</legend>${wishes.join('\n')}</fieldset>`,
    '<button name="decision" value="allow">Allow</button><button name="decision" value="cancel">Cancel</button>', '</form>',
  ].join('\n'));
};

/** The page for a request that cannot be answered by a redirect. */
export const loginErrorPage = (text: string): Answer => page(400, 'DVIDS (simulated): this cannot work', `<p>${escapeHtml(text)}</p>`);
