import { randomUUID } from 'node:crypto';
import { createAdmission, watchSettings } from './admission.ts';
import type { Config } from './config.ts';
import { systemClock } from './domain/clock.ts';
import type { Viewer } from './domain/viewer.ts';
import { createDvidsAccess, type DvidsAccess, type DvidsAccessOptions } from './events/dvidsAccess.ts';
import { dvidsLoginsNotConfigured } from './events/dvidsLogins.ts';
import { createDvidsWork, rulesOfDvids } from './events/dvidsWork.ts';
import { createEvents, type Events } from './events/events.ts';
import { createSubmissionUploads } from './events/submissionUploads.ts';
import { uploadProgress } from './events/uploadProgress.ts';
import { dpsFileRoute, dvidsMultipartRoute, dvidsSingleRoute } from './events/uploadRoutes.ts';
import { createUploads, type UploadsOptions } from './events/uploads.ts';
import { createWork } from './events/work.ts';
import { openLedger } from './ledger/open.ts';
import { createLoaders } from './loaders/loaders.ts';
import { withCachedConfigs } from './loaders/searchConfigs.ts';
import type { Context } from './resolvers/context.ts';
import type { Services } from './resolvers/services.ts';
import { createApollo } from './server/apollo.ts';
import { countCall } from './server/costCalls.ts';
import { dvidsCallbackPath, dvidsCallbackRoute } from './server/dvidsCallback.ts';
import { graphiqlAssets } from './server/graphiql.ts';
import { graphqlRoute } from './server/graphqlHttp.ts';
import { healthRoute, metricsRoute } from './server/health.ts';
import { createHostRule } from './server/hosts.ts';
import { createKnownOperations } from './server/knownOperations.ts';
import { createLog, type Log } from './server/log.ts';
import { createMetrics, type Metrics } from './server/metrics.ts';
import { loadSchema } from './server/schema.ts';
import { createHttpServer } from './server/server.ts';
import { createSubscriptions } from './server/subscriptions.ts';
import { usualTimeouts, type Timeouts } from './server/timeouts.ts';
import { saysContinue, uploadRoute } from './server/uploads.ts';
import { webhookRoute } from './server/webhooks.ts';
import { createCache } from './sources/cache.ts';
import type { DvidsTokens } from './sources/dvids/oauth.ts';
import { rememberIn } from './sources/dvids/remember.ts';
import type { CallReport } from './sources/http/call.ts';
import { connectSources, type Sources } from './sources/sources.ts';

/** A running gateway. */
export interface Gateway {
  /** The address that clients see. */
  readonly url: string;
  /** The address it listens on. */
  readonly localUrl: string;
  /** Stops in reverse order of starting: no new work, work in hand finished, everything closed. Twice is the same as once. */
  stop(): Promise<void>;
}

/** What tests replace. */
export interface GatewayOptions {
  readonly log?: Log;
  /** How long what a dead process was at waits for another one. Default 15,000. */
  readonly leaseMs?: number;
  /** How long clients may take. Default `usualTimeouts`. */
  readonly timeouts?: Timeouts;
  /** Callers who are connected to DVIDS from the start: the sandbox's own. */
  readonly dvidsLogins?: readonly { readonly subject: string; readonly tokens: DvidsTokens }[];
}

/** Builds everything and starts listening. Rejects when something cannot be had; what was started by then is stopped again. */
export async function startGateway(config: Config, options: GatewayOptions = {}): Promise<Gateway> {
  const log = options.log ?? createLog(config.logLevel);
  const started = new Started(log);
  try {
    return await build(config, { ...options, log }, started);
  } catch (error) {
    await started.stop();
    throw error;
  }
}

async function build(config: Config, options: GatewayOptions, started: Started): Promise<Gateway> {
  const { log = createLog(config.logLevel), timeouts = usualTimeouts } = options;
  const metrics = createMetrics();
  const onCall = callReporter(metrics, log);
  const ledger = await openLedger({ databaseUrl: config.databaseUrl, ...ring(config) });
  started.push(() => ledger.close());
  let url = config.publicUrl ?? '';
  const dvidsAccess = accessToDvids(config.dvids, () => url, { ledger, log, onCall });
  started.push(() => dvidsAccess?.stop());
  for (const { subject, tokens } of options.dvidsLogins ?? []) await dvidsAccess?.sessions.connect(subject, tokens);
  const cache = createCache(config.cacheUrl);
  started.push(() => cache.close());
  const dvids = config.dvids && dvidsAccess && { ...config.dvids, tokens: dvidsAccess.sessions, remember: rememberIn(cache, dvidsAccess.sessions.sessionId) };
  const sources = connectSources({ ...config, dvids }, onCall);
  started.push(() => sources.close());

  const dvidsRules = rulesOfDvids({ ledger, dvids: sources.dvids, clock: systemClock });
  const events = createEvents({
    ledger,
    rules: [dvidsRules],
    dps: sources.dps,
    secrets: config.dps?.webhookSecrets ?? (() => []),
    graceMs: config.deliveryGraceMs,
    keepMs: config.retentionDays * dayMs,
    log,
    ...(options.leaseMs === undefined ? {} : { leaseMs: options.leaseMs }),
  });
  started.push(() => events.stop());
  events.start();
  const uploads = createUploads({ ledger, clock: systemClock, routes: uploadRoutes(sources, events), leaseMs: options.leaseMs });
  started.push(() => uploads.stop());
  const dvidsLogins = dvidsAccess?.logins ?? dvidsLoginsNotConfigured;
  const dvidsWork = createDvidsWork({ ledger, dvids: sources.dvids, clock: systemClock, rules: dvidsRules, events, uploads });
  const submissionUploads = createSubmissionUploads({ ledger, submissions: events.submissions, uploads });
  const work = createWork({ ledger, clock: systemClock, log, submissions: events.submissions, submissionUploads, uploads, dvids: sources.dvids, dvidsWork, docbyteStorage: sources.docbyteStorage, ...(options.leaseMs === undefined ? {} : { leaseMs: options.leaseMs }) });
  started.push(() => work.stop());
  work.start();
  const services: Services = {
    disseminations: events.disseminations,
    submissions: events.submissions,
    submissionUploads,
    sips: work.sips,
    dvidsSubmissions: work.dvidsSubmissions,
    uploads: {
      get: uploads.get,
      ticketUrl: (uploadId) => `${url}/uploads/${uploads.ticketOf(uploadId)}`,
      watch: (viewer, uploadId) => uploadProgress(uploads, systemClock, viewer, uploadId),
    },
    dvids: { logins: dvidsLogins, ...dvidsWork },
    sources: sources.status,
  };
  const loaderSources = {
    docbyte: withCachedConfigs(sources.docbyte, cache, sources.docbyteIdentity),
    docbyteReadRoles: config.docbyteReadRoles,
    links: events.links,
    disseminations: events.disseminations,
    dvids: sources.dvids,
    dvidsWork,
    submissions: events.submissions,
    submissionUploads,
    linkArchiveIdField: config.linkArchiveIdField,
  };
  const createContext = (viewer: Viewer, requestId: string = randomUUID()): Context => ({
    viewer,
    requestId,
    services,
    loaders: createLoaders(loaderSources, viewer),
  });

  const schema = loadSchema();
  const gate = createAdmission(config, schema, log);
  started.push(() => gate.close());
  const files = watchSettings(config, gate.trusted, ledger.keyring, log);
  started.push(() => files.stop());
  const known = createKnownOperations({ ...gate, schema, log, onAnswer: () => metrics.knownOperations.inc() });
  const apollo = createApollo({ ...gate, schema, log, introspection: config.introspection, plugins: [known.plugin] });
  await apollo.start();
  started.push(() => apollo.stop());
  const subscriptions = createSubscriptions({ ...gate, schema, log, timeouts, createContext });
  metrics.countSockets(() => subscriptions.count());

  let stopping = false;
  const ready = () => (stopping ? Promise.resolve(false) : ledger.ping().then(() => true, () => false));
  const graphiql = config.graphiql ? graphiqlAssets() : undefined;
  const server = createHttpServer({
    routes: [
      graphqlRoute({ ...gate, apollo, known, createContext, corsOrigins: config.corsOrigins, timeouts, log, onAnswered: metrics.answered }),
      webhookRoute(events.webhooks, metrics),
      uploadRoute(uploads, config.corsOrigins, log),
      dvidsCallbackRoute(dvidsLogins, { asks: config.dvidsConfirmLogin, origins: () => originsOf(url, config.dvids?.redirectUri) }, log),
      healthRoute(ready),
      metricsRoute(metrics),
      (request, response) => graphiql?.handle(request, response) ?? false,
    ],
    upgrade: (request, socket, head) => subscriptions.upgrade(request, socket, head),
    saysContinue,
    hostRule: config.auth ? undefined : createHostRule(() => url, config.corsOrigins),
    timeouts,
    log,
  });
  const { host, port } = await server.listen(config.host, config.port);
  // While sockets are closed one by one, requests are answered as ever: a load balancer has that time to see that readiness is red.
  started.push(async () => {
    const begun = performance.now();
    server.turnSocketsAway();
    await subscriptions.drain(config.drainWindowMs);
    await server.close(closingMs + Math.max(0, config.drainWindowMs - (performance.now() - begun)));
  });
  const localUrl = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  url ||= localUrl;
  return {
    url,
    localUrl,
    stop: () => {
      stopping = true;
      return started.stop();
    },
  };
}

/** How long requests in hand may still take when the window is over. */
const closingMs = 5_000;
const dayMs = 86_400_000;

/** How the bytes of uploads get to the storages of those sources that are configured. */
function uploadRoutes({ dvids, dvidsStorage, dpsStorage }: Sources, { submissions }: Events): UploadsOptions['routes'] {
  return {
    ...(dpsStorage && { dpsFile: dpsFileRoute(submissions, dpsStorage, systemClock) }),
    ...(dvidsStorage && { dvidsSingle: dvidsSingleRoute(dvids, dvidsStorage, systemClock), dvidsMultipart: dvidsMultipartRoute(dvids, dvidsStorage) }),
  };
}

/** The way to logins at DVIDS; undefined where it has no settings. Logins lead back to the public address unless a setting says where to. */
function accessToDvids(settings: Config['dvids'], publicUrl: () => string, parts: Pick<DvidsAccessOptions, 'ledger' | 'log' | 'onCall'>): DvidsAccess | undefined {
  if (!settings) return undefined;
  return createDvidsAccess({ ...parts, settings, clock: systemClock, redirectUri: () => settings.redirectUri ?? `${publicUrl()}${dvidsCallbackPath}` });
}

/** The origins of addresses; those that are none are left out. */
function originsOf(...addresses: readonly (string | undefined)[]): string[] {
  return addresses.flatMap((address) => URL.parse(address ?? '')?.origin ?? []);
}

/** The key ring of the settings, or none: a SQLite ledger then keeps a ring of its own. */
function ring(config: Config): { encryptionKeys?: readonly string[] } {
  const encryptionKeys = config.encryptionKeys();
  return encryptionKeys.length > 0 ? { encryptionKeys } : {};
}

/** Every upstream call becomes a figure and, at debug level, a line. Reports hold nothing secret. */
function callReporter(metrics: Metrics, log: Log): (report: CallReport) => void {
  return (report) => {
    countCall();
    metrics.upstreamCalls.observe({ source: report.source, route: report.route, outcome: report.outcome }, report.durationMs / 1000);
    log.debug(report, 'upstream call');
  };
}

/** What was started, to be stopped in reverse order; twice is the same as once. */
class Started {
  readonly #log: Log;
  readonly #stops: (() => Promise<unknown> | void)[] = [];
  #stopped: Promise<void> | undefined;

  constructor(log: Log) {
    this.#log = log;
  }

  push(stop: () => Promise<unknown> | void): void {
    this.#stops.push(stop);
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#run();
    return this.#stopped;
  }

  async #run(): Promise<void> {
    for (const stop of this.#stops.toReversed()) {
      try {
        await stop();
      } catch (error) {
        // What was started before it is stopped all the same.
        this.#log.error({ err: error }, 'a part of the gateway could not be stopped');
      }
    }
  }
}
