import { Pool } from 'undici';
import { startTestIssuer, type TestIssuer } from '../auth/testIssuer.ts';
import { readConfig } from '../../src/config.ts';
import { encodeNodeId } from '../../src/domain/nodeId.ts';
import { startGateway, type Gateway } from '../../src/gateway.ts';
import { archiveIdField, makeCollection, type Package } from '../../src/sandbox/collection.ts';
import { startDocbyteSimulator, type DocbyteSimulator } from '../../src/sandbox/docbyte.ts';
import { searchConfigs } from '../../src/sandbox/docbyteSearches.ts';
import { startDpsSimulator, type DpsSimulator } from '../../src/sandbox/dps.ts';
import { sandboxWebhookSecret } from '../../src/sandbox/dpsOptions.ts';
import { openSocket, type SocketMessage, type TestSocket } from './socket.ts';

/**
 * Random interleavings of callers whose rights differ, over real HTTP and sockets: reads that share calls, caches, orders,
 * feeds, replays, tokens that end. Docbyte Vault gets each caller's own token (`DOCBYTE_AUTH=forward`) and marks every package
 * and every search that it shows with whom it shows it to; DPS keeps things under contracts. Whatever reaches a caller is looked through: a mark
 * of somebody else, or the id of something that the caller may not see, is a leak.
 */

export interface IsolationOptions {
  readonly interleavings: number;
  readonly seed: number;
  /** Called now and then with the number of interleavings so far. */
  readonly onProgress?: (done: number) => void;
}

/** What was done and seen; all counts. */
export interface IsolationReport {
  interleavings: number;
  operations: number;
  /** Answers that held something, and answers that rightly held nothing. */
  shown: number;
  hidden: number;
  /** Reads of a package that joined the call of another operation. */
  shared: number;
  events: number;
  replays: number;
  foreignCursors: number;
  expired: number;
  socketsEnded: number;
}

/** Something reached a caller who may not see it, or an answer was not what the caller's rights say. */
export class Leak extends Error {
  override readonly name = 'Leak';
}

const contracts = ['2d17', 'a41f', '0c9e'];
const subjects = ['anna', 'bert', 'cleo'];
const sessionsAtOnce = 8;
/** Interleavings that are under way at once, in one gateway. */
const lanes = 4;

/** In one gateway; then another one starts, with an empty ledger, so that something goes on happening. */
const interleavingsOfWorld = 2_000;

/** Runs interleavings. Rejects with a `Leak`. */
export async function runInterleavings({ interleavings, seed, onProgress }: IsolationOptions): Promise<IsolationReport> {
  const report: IsolationReport = { interleavings: 0, operations: 0, shown: 0, hidden: 0, shared: 0, events: 0, replays: 0, foreignCursors: 0, expired: 0, socketsEnded: 0 };
  while (report.interleavings < interleavings) {
    const world = await World.start(seed + report.interleavings, report);
    try {
      await world.run(Math.min(interleavingsOfWorld, interleavings - report.interleavings));
    } finally {
      await world.stop();
    }
    onProgress?.(report.interleavings);
  }
  return report;
}

/** A caller with one token; a subject may have several with different rights. */
interface Session {
  readonly subject: string;
  /** What Docbyte Vault marks packages with that it shows to this token. */
  readonly mark: string;
  readonly token: string;
  readonly contracts: ReadonlySet<string>;
  readonly roots: ReadonlySet<Package>;
  /** Epoch ms; the gateway allows for half a minute of skew, which is in it. */
  readonly endsAt: number;
  readonly sockets: Watching[];
  /** Docbyte Vault forgets what it was told of this token. */
  readonly forget: () => void;
}

interface Watching {
  readonly socket: TestSocket;
  /** How many of its messages were looked through. */
  checked: number;
  operations: number;
}

interface KnownCursor {
  readonly cursor: string;
  readonly subject: string;
  readonly topic: string;
}

/** The calls that an answer was made of. */
const actualCalls = Symbol('actual calls');
type Data = Readonly<Record<string, unknown>> & { readonly [actualCalls]: number | undefined };

class World {
  readonly report: IsolationReport;
  readonly #issuer: TestIssuer;
  readonly #docbyte: DocbyteSimulator;
  readonly #dps: DpsSimulator;
  readonly #gateway: Gateway;
  readonly #pool: Pool;
  readonly #random: () => number;
  readonly #packages: readonly Package[];
  readonly #sessions: Session[] = [];
  /** Disseminations that were ordered, by id, with their contract. */
  readonly #ordered = new Map<string, string>();
  readonly #orderable: { archiveId: string; contractId: string }[];
  readonly #cursors: KnownCursor[] = [];
  /** What each running operation of a socket is about. */
  readonly #topics = new Map<string, { readonly topic: string; readonly after: KnownCursor | undefined }>();
  #marks = 0;

  private constructor(parts: { issuer: TestIssuer; docbyte: DocbyteSimulator; dps: DpsSimulator; gateway: Gateway; random: () => number; report: IsolationReport }) {
    this.#issuer = parts.issuer;
    this.#docbyte = parts.docbyte;
    this.#dps = parts.dps;
    this.#gateway = parts.gateway;
    this.#random = parts.random;
    this.report = parts.report;
    this.#pool = new Pool(parts.gateway.localUrl, { connections: 16 });
    const { roots, packages, archives } = parts.docbyte.collection;
    // Few packages, so that callers meet at them.
    this.#packages = [...roots, ...roots.flatMap((root) => root.children.slice(0, 2)), ...[...packages.values()].filter((_each, index) => index % 200 === 0)];
    this.#orderable = [...archives.values()].filter(({ contractId, preserved, course }) => contracts.includes(contractId) && preserved && !course);
  }

  static async start(seed: number, report: IsolationReport): Promise<World> {
    const collection = makeCollection();
    const issuer = await startTestIssuer();
    const rightsOf = (bearer: string) => JSON.parse(Buffer.from(bearer.split('.')[1] ?? '', 'base64url').toString()) as { mark: string; roots: number[] };
    const docbyte = await startDocbyteSimulator({
      collection, record: 0, latencyMs: 1,
      users: (bearer) => {
        const { mark, roots } = rightsOf(bearer);
        const allowed = new Set(roots.map((index) => collection.roots[index]));
        return { permissions: () => [`mark:${mark}`], canRead: (each) => allowed.has(rootOf(each)) };
      },
    });
    const dps = await startDpsSimulator({
      collection, record: 0, switches: { stepMs: Infinity },
      clients: [{ clientId: 'fonds', clientSecret: 'dps-secret', roles: contracts.map((contractId) => `${contractId}_R`) }],
    });
    const gateway = await startGateway(readConfig({
      PORT: '0', DATABASE_URL: 'sqlite::memory:', LOG_LEVEL: 'silent', DRAIN_WINDOW: '0s', SANDBOX: 'false', ...issuer.env,
      DOCBYTE_BASE_URL: docbyte.baseUrl, DOCBYTE_AUTH: 'forward', LINK_ARCHIVE_ID_FIELD: archiveIdField,
      DPS_BASE_URL: dps.baseUrl, DPS_TOKEN_URL: dps.tokenUrl, DPS_CLIENT_ID: 'fonds', DPS_CLIENT_SECRET: 'dps-secret', DPS_WEBHOOK_SECRETS: sandboxWebhookSecret,
    }));
    dps.webhooks.deliverTo(`${gateway.localUrl}/webhooks/dps`);
    return new World({ issuer, docbyte, dps, gateway, random: randomFrom(seed), report });
  }

  async stop(): Promise<void> {
    for (const { sockets } of this.#sessions) for (const { socket } of sockets) socket.close();
    await this.#pool.destroy();
    await this.#gateway.stop();
    await Promise.all([this.#docbyte.stop(), this.#dps.stop(), this.#issuer.stop()]);
  }

  /** So many interleavings, several at once. */
  async run(interleavings: number): Promise<void> {
    let left = interleavings;
    const lane = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        await this.interleave();
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
  }

  /** Two to five operations of any callers at once, mostly about the same thing. */
  async interleave(): Promise<void> {
    while (this.#sessions.length < sessionsAtOnce) this.#sessions.push(await this.#login());
    const about = this.#pick(this.#packages);
    const acts = Array.from({ length: 2 + this.#below(4) }, () => this.#act(this.#pick(this.#sessions), this.#random() < 0.7 ? about : this.#pick(this.#packages)));
    await Promise.all(acts);
    await this.#endSessions();
    this.report.interleavings += 1;
  }

  async #act(session: Session, about: Package): Promise<void> {
    // Some start a little later than others.
    for (let turns = this.#below(4); turns > 0; turns--) await new Promise(setImmediate);
    const dice = this.#random();
    if (dice < 0.35) return this.#readPackage(session, about);
    if (dice < 0.45) return this.#readLists(session, about);
    if (dice < 0.6) return this.#readJobs(session);
    if (dice < 0.68) return this.#order(session);
    if (dice < 0.82) return this.#watch(session);
    return this.#advance();
  }

  async #readPackage(session: Session, about: Package): Promise<void> {
    const { packageId } = about;
    const one = '{ packageId permissions parent { packageId permissions } }';
    const two = '{ packageId permissions metadata { schema } breadcrumb { aip { packageId permissions } } archive { disseminations { nodes { disseminationId contractId } } } }';
    const query = this.#random() < 0.5 ? `query($p: ID!) { aip(packageId: $p) ${one} }` : `query($p: ID!, $id: ID!) { aip(packageId: $p) ${two} node(id: $id) { ... on Aip ${one} } }`;
    const data = await this.#ask(session, query, { p: packageId, ...(query.includes('$id') ? { id: encodeNodeId('Aip', packageId) } : {}) });
    if (!data) return;
    if (data[actualCalls] === 0) this.report.shared += 1;
    const shown = data['aip'] !== null;
    if (shown !== session.roots.has(rootOf(about))) throw new Leak(`${session.mark} was ${shown ? 'shown' : 'not shown'} ${packageId}`);
    this.report[shown ? 'shown' : 'hidden'] += 1;
  }

  async #readLists(session: Session, about: Package): Promise<void> {
    const first = 1 + this.#below(5);
    const data = await this.#ask(
      session,
      'query($p: ID!, $first: Int!) { fileplan(first: $first) { totalCount nodes { packageId permissions } } aip(packageId: $p) { children(first: $first) { nodes { packageId permissions title } } } searchConfigs { name columns { label } } search(config: "titles", first: $first) { nodes { aip { packageId permissions } columns { label } } } }',
      { p: about.packageId, first },
    );
    if (data && (data['fileplan'] as { totalCount: number }).totalCount !== session.roots.size) throw new Leak(`${session.mark} was told of another number of roots`);
  }

  async #readJobs(session: Session): Promise<void> {
    const [disseminationId = 'none', contractId] = this.#pick([...this.#ordered, ['none', undefined] as const]);
    const contract = this.#pick(contracts);
    const data = await this.#ask(
      session,
      'query($d: ID!, $id: ID!, $c: ID!) { dissemination(disseminationId: $d) { disseminationId contractId aip { packageId permissions } } node(id: $id) { ... on Dissemination { disseminationId contractId } } all: disseminations(first: 5) { totalCount nodes { disseminationId contractId } } some: disseminations(contractId: $c, first: 3) { nodes { contractId disseminationId files { downloadUrl } } } viewer { subject contracts { contractId } } }',
      { d: disseminationId, id: encodeNodeId('Dissemination', disseminationId), c: contract },
    );
    if (!data) return;
    const shown = data['dissemination'] !== null;
    if (shown !== (contractId !== undefined && session.contracts.has(contractId))) throw new Leak(`${session.mark} was ${shown ? 'shown' : 'not shown'} a dissemination under ${contractId}`);
    this.report[shown ? 'shown' : 'hidden'] += 1;
    if ((data['viewer'] as { subject: string }).subject !== session.subject) throw new Leak(`${session.mark} was taken for somebody else`);
  }

  async #order(session: Session): Promise<void> {
    const readable = this.#orderable.findIndex(({ contractId }) => session.contracts.has(contractId));
    if (readable < 0 || this.#ordered.size > 400) return;
    const [archive] = this.#orderable.splice(readable, 1);
    if (!archive) return;
    const data = await this.#ask(session, 'mutation($a: ID!) { requestDissemination(input: { archiveId: $a }) { dissemination { id: disseminationId } } }', { a: archive.archiveId });
    const ordered = data?.['requestDissemination'] as { dissemination: { id: string } } | null | undefined;
    if (ordered) this.#ordered.set(ordered.dissemination.id, archive.contractId);
  }

  /** Something happens to a job, which its watchers are told. */
  async #advance(): Promise<void> {
    const [disseminationId] = this.#pick([...this.#ordered, [undefined] as const]);
    if (disseminationId === undefined) return;
    this.#dps.advance(disseminationId, this.#random() < 0.2 ? 'DISSEMINATED' : undefined);
    const reader = this.#sessions.find((session) => session.contracts.has(this.#ordered.get(disseminationId) ?? ''));
    // Whoever reads it makes the gateway see it.
    if (reader) await this.#ask(reader, 'query($d: ID!) { dissemination(disseminationId: $d) { disseminationId contractId status } }', { d: disseminationId });
  }

  /** Watches a contract or a job, allowed or not, from now or from a cursor of anybody. */
  async #watch(session: Session): Promise<void> {
    if (Date.now() >= session.endsAt - 200) return;
    const watching = session.sockets.length < 2 ? await this.#openSocket(session) : this.#pick(session.sockets);
    if (!watching || watching.operations > 20) return;
    const [disseminationId] = this.#pick([...this.#ordered, [undefined] as const]);
    const contractId = this.#pick(contracts);
    const topic = disseminationId === undefined || this.#random() < 0.5 ? contractId : disseminationId;
    const after = this.#cursorFor(session, topic);
    // With what differs from caller to caller, and with what is the same for many.
    const aip = this.#random() < 0.5 ? 'aip { packageId permissions }' : '';
    const event = `{ cursor origin status dissemination { disseminationId contractId ${aip} files { downloadUrl } } }`;
    const query = topic === contractId
      ? `subscription($topic: ID!, $after: String) { event: disseminationsUpdated(contractId: $topic, after: $after) ${event} }`
      : `subscription($topic: ID!, $after: String) { event: disseminationUpdated(disseminationId: $topic, after: $after) ${event} }`;
    const id = `${session.mark}/${this.#topics.size}`;
    this.#topics.set(id, { topic, after });
    watching.operations += 1;
    watching.socket.send({ type: 'subscribe', id, payload: { query, variables: { topic, ...(after && { after: after.cursor }) } } });
  }

  /** No cursor, one of the caller's own for this topic, or any of anybody. */
  #cursorFor(session: Session, topic: string): KnownCursor | undefined {
    const dice = this.#random();
    if (dice < 0.4) return undefined;
    const own = this.#cursors.filter((known) => known.subject === session.subject && known.topic === topic);
    return this.#pick(dice < 0.7 ? [...own, undefined] : [...this.#cursors, undefined]);
  }

  async #openSocket(session: Session): Promise<Watching | undefined> {
    const socket = await openSocket(this.#gateway.localUrl);
    socket.send({ type: 'connection_init', payload: { Authorization: `Bearer ${session.token}` } });
    try {
      await socket.next();
    } catch {
      if (Date.now() < session.endsAt - 100) throw new Leak(`${session.mark} was turned away from a socket`);
      return undefined;
    }
    const watching = { socket, checked: 1, operations: 0 };
    session.sockets.push(watching);
    return watching;
  }

  /** Sends an operation and looks through its answer; undefined when the token has ended, which is what the answer then says. */
  async #ask(session: Session, query: string, variables: Readonly<Record<string, unknown>>): Promise<Data | undefined> {
    const sentAt = Date.now();
    const { statusCode, body } = await this.#pool.request({
      method: 'POST', path: '/graphql', headers: { 'content-type': 'application/json', authorization: `Bearer ${session.token}` }, body: JSON.stringify({ query, variables }),
    });
    const text = await body.text();
    this.report.operations += 1;
    if (statusCode === 401) {
      if (Date.now() < session.endsAt) throw new Leak(`${session.mark} was turned away before its token ended`);
      this.report.expired += 1;
      return undefined;
    }
    if (sentAt > session.endsAt + 50) throw new Leak(`${session.mark} was answered after its token had ended`);
    this.#look(session, text, `${query} ${JSON.stringify(variables)}`);
    const { data, errors, extensions } = JSON.parse(text) as { data?: Record<string, unknown>; errors?: unknown; extensions?: { cost?: { actualCalls: number } } };
    if (statusCode !== 200 || !data || errors) throw new Leak(`${session.mark} got an unexpected answer: ${statusCode} ${text.slice(0, 500)}`);
    return { ...data, [actualCalls]: extensions?.cost?.actualCalls };
  }

  /** Looks through what reached a caller. */
  #look(session: Session, text: string, what: string): void {
    const leak = (found: string) => {
      throw new Leak(`${session.mark} (${session.subject}, ${[...session.contracts].join(' ')}) was shown ${found} by ${what}\n${text.slice(0, 2_000)}`);
    };
    for (const [found, mark] of text.matchAll(/mark:([\w-]+)/g)) if (mark !== session.mark) leak(found);
    for (const [found, contractId = ''] of text.matchAll(/"contractId":"([^"]*)"/g)) if (!session.contracts.has(contractId)) leak(found);
    for (const [found, packageId = ''] of text.matchAll(/"packageId":"([^"]*)"/g)) {
      const held = this.#docbyte.collection.packages.get(packageId);
      if (!held || !session.roots.has(rootOf(held))) leak(found);
    }
    for (const [found, disseminationId = ''] of text.matchAll(/"disseminationId":"([^"]*)"/g)) {
      const contractId = this.#ordered.get(disseminationId);
      if (contractId !== undefined && !session.contracts.has(contractId)) leak(found);
    }
  }

  /** Looks through what came over sockets, and lets those go whose tokens have ended. */
  async #endSessions(): Promise<void> {
    for (const session of [...this.#sessions]) {
      for (const watching of session.sockets) this.#lookAtSocket(session, watching);
      if (Date.now() < session.endsAt + 300 || !this.#sessions.includes(session)) continue;
      this.#sessions.splice(this.#sessions.indexOf(session), 1);
      session.forget();
      // The token has ended: nothing is answered any more, and every socket is closed, with the code that lets clients come back.
      const answer = await this.#ask(session, '{ viewer { subject } }', {});
      if (answer) throw new Leak(`${session.mark} was answered after its token had ended`);
      for (const watching of session.sockets) {
        const { code } = await Promise.race([watching.socket.closed, new Promise<{ code?: number }>((resolve) => setTimeout(resolve, 2_000, {}).unref())]);
        if (code !== 4403) throw new Leak(`a socket was closed with ${code}`);
        this.#lookAtSocket(session, watching);
        this.report.socketsEnded += 1;
      }
    }
  }

  #lookAtSocket(session: Session, watching: Watching): void {
    const { received } = watching.socket;
    for (; watching.checked < received.length; watching.checked++) {
      const message = received[watching.checked];
      if (!message || message.id === undefined) continue;
      const { topic, after } = this.#topics.get(message.id) ?? { topic: '', after: undefined };
      this.#look(session, JSON.stringify(message), `a socket that watches ${topic}`);
      this.#judge(session, message, topic, after);
    }
  }

  #judge(session: Session, { type, payload }: SocketMessage, topic: string, after: KnownCursor | undefined): void {
    const foreign = after !== undefined && (after.subject !== session.subject || after.topic !== topic);
    const contractId = contracts.includes(topic) ? topic : this.#ordered.get(topic);
    const allowed = contractId !== undefined && session.contracts.has(contractId);
    if (type === 'next') {
      const { data, errors } = payload as { data?: { event: { cursor: string } } | null; errors?: { extensions: { code: string } }[] };
      const cursor = data?.event.cursor;
      const codes = errors?.map(({ extensions }) => extensions.code) ?? [];
      if (cursor !== undefined) {
        if (!allowed || foreign) throw new Leak(`${session.mark} was told an event of ${topic}${foreign ? ' from a foreign cursor' : ''}`);
        this.#cursors.push({ cursor, subject: session.subject, topic });
        if (this.#cursors.length > 200) this.#cursors.splice(this.#below(200), 1);
        this.report.events += 1;
        if (after) this.report.replays += 1;
      } else if (codes.includes('CURSOR_INVALID')) this.#judgeRefusal(session, topic, foreign);
    } else if (type === 'error') {
      const [code] = (payload as { extensions: { code: string } }[]).map(({ extensions }) => extensions.code);
      const tooLate = code === 'UNAUTHENTICATED' && Date.now() >= session.endsAt;
      if (code === 'CURSOR_INVALID') this.#judgeRefusal(session, topic, foreign);
      else if (allowed && !foreign && !tooLate) throw new Leak(`${session.mark} could not watch ${topic}: ${JSON.stringify(payload)}`);
    }
  }

  /** A cursor was refused: rightly when it is somebody else's. */
  #judgeRefusal(session: Session, topic: string, foreign: boolean): void {
    if (!foreign) throw new Leak(`${session.mark} was given a cursor of ${topic} that is none of its own`);
    this.report.foreignCursors += 1;
  }

  async #login(): Promise<Session> {
    const subject = this.#pick(subjects);
    const mark = `${subject}-${(this.#marks += 1)}`;
    const may = contracts.filter(() => this.#random() < 0.7);
    const roots = this.#docbyte.collection.roots.map((_root, index) => index).filter(() => this.#random() < 0.5);
    // Tokens hold for half a minute more than they say, for the skew of clocks.
    const exp = Math.floor(Date.now() / 1_000) - 29 + this.#below(5);
    const token = await this.#issuer.token(subject, { roles: may.map((contractId) => `${contractId}_R`), mark, roots, exp });
    const rooms = roots.map((index) => this.#docbyte.collection.roots[index]).filter((root) => root !== undefined);
    return { subject, mark, token, contracts: new Set(may), roots: new Set(rooms), endsAt: (exp + 30) * 1_000, sockets: [], forget: this.#markSearches(token, mark) };
  }

  /** Has Docbyte Vault show searches to this token with its mark. */
  #markSearches(token: string, mark: string): () => void {
    const marked = searchConfigs.map((config) => ({ ...config, columns: config.columns.map((column) => ({ ...column, label: `mark:${mark}` })) }));
    return this.#docbyte.misbehave({
      match: ({ route, headers }) => route === 'searchConfigs' && headers.authorization === `Bearer ${token}`,
      times: Infinity,
      how: { kind: 'answer', answer: { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(marked) } },
    });
  }

  #pick<Item>(items: readonly Item[]): Item {
    return items[this.#below(items.length)] as Item;
  }

  #below(most: number): number {
    return Math.floor(this.#random() * most);
  }
}

function rootOf(each: Package): Package {
  return each.parent ? rootOf(each.parent) : each;
}

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
