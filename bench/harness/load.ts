import { writeFileSync } from 'node:fs';
import { loadCore, root, run } from './processes.ts';

/** One GraphQL request. */
export interface Request {
  readonly body: string;
  /** Empty where the server does not ask who calls. */
  readonly authorization: string;
}

/** What `wrk` saw; times in ms. */
export interface Seen {
  readonly requests: number;
  readonly seconds: number;
  readonly p50: number;
  readonly p99: number;
  readonly errors: number;
}

/** Sends requests in turn over so many connections for a time. */
export async function load(url: string, requests: readonly Request[], connections: number, seconds: number): Promise<Seen> {
  const file = `${root}bin/requests-${process.pid}.txt`;
  writeFileSync(file, requests.map(({ authorization, body }) => `${authorization}\t${body}\n`).join(''));
  const options = ['-t1', `-c${connections}`, `-d${Math.ceil(seconds)}s`, '--timeout', '60s', '--latency', '-s', 'harness/load.lua'];
  const text = await run(['wrk', ...options, url, '--', file], loadCore);
  if (text.includes('first refusal')) console.log(text.slice(0, 700));
  const [, said] = /RESULT (.*)/.exec(text) ?? [];
  if (said === undefined) throw new Error(`wrk said nothing of use: ${text}`);
  const seen: Seen = JSON.parse(said);
  return seen;
}

/** Sends one request and gives the data of its answer. Throws when there are errors. */
export async function ask<Data>(url: string, { body, authorization }: Request): Promise<Data> {
  const headers = { 'content-type': 'application/json', ...(authorization && { authorization }) };
  const response = await fetch(url, { method: 'POST', headers, body });
  const { data, errors }: { readonly data: Data; readonly errors?: unknown } = JSON.parse(await response.text());
  if (errors) throw new Error(`errors in the answer: ${JSON.stringify(errors).slice(0, 500)}`);
  return data;
}
