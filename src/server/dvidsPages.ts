import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { sendText } from './answers.ts';

/** The pages that people see when a DVIDS login leads back here. */

/** A page of a few words. */
export interface Page {
  readonly status: number;
  readonly title: string;
  readonly texts: readonly PageText[];
  /** Puts two buttons below the words, which send this back with `decision`: `connect` or `refuse`. */
  readonly confirmation?: string;
}

/** Words of ours, in which `` `names` `` of the graph are set apart; or a value from elsewhere, with what it is. */
export type PageText = { readonly text: string } | { readonly label: string; readonly value: string };

const style =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:4rem auto;padding:0 1rem;color:#1b2733;background:#fff}h1{font-size:1.4rem}'
  + 'code,dd{background:#eef1f4;padding:0 .2em}dt{font-weight:600}dd{margin:0 0 .6rem;overflow-wrap:anywhere}'
  + 'button{font:inherit;padding:.5rem 1.2rem;border:1px solid #1b4b72;border-radius:6px;background:#fff;margin:0 .6rem .6rem 0;cursor:pointer}';

/**
 * Nothing but this page's own style: no script, no frame. A page with a form names itself to this gateway only, so that browsers say
 * where its answer comes from; others name themselves to nobody, since their address has held a code.
 */
function headersFor(hasForm: boolean): Record<string, string> {
  const styleHash = createHash('sha256').update(style).digest('base64');
  return {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action ${hasForm ? "'self'" : "'none'"}; frame-ancestors 'none'`,
    'referrer-policy': hasForm ? 'same-origin' : 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  };
}

/** Answers with a page. */
export function sendPage(response: ServerResponse, { status, title, texts, confirmation }: Page): void {
  const body = [
    '<!doctype html>',
    `<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title><style>${style}</style></head>`,
    `<body><h1>${escaped(title)}</h1>${texts.map(markupOf).join('')}${confirmation === undefined ? '' : formWith(confirmation)}</body></html>`,
    '',
  ].join('\n');
  sendText(response, status, body, headersFor(confirmation !== undefined));
}

/** Sent to the page's own path, wherever a proxy has put it. */
function formWith(confirmation: string): string {
  const button = (decision: string, text: string) => `<button name="decision" value="${decision}">${text}</button>`;
  const hidden = `<input type="hidden" name="confirmation" value="${escaped(confirmation)}">`;
  return `<form method="post" action="?" autocomplete="off">${hidden}${button('refuse', 'Do not connect')}${button('connect', 'Connect')}</form>`;
}

function markupOf(text: PageText): string {
  // A value's own direction of writing stays inside it.
  if ('value' in text) return `<dl><dt>${escaped(text.label)}</dt><dd><bdi>${escaped(text.value)}</bdi></dd></dl>`;
  return `<p>${escaped(text.text).replaceAll(/`([^`]*)`/g, '<code>$1</code>')}</p>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
