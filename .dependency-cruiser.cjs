/**
 * The one-way rule, folder by folder (see ARCHITECTURE.md):
 * server → resolvers → loaders → sources → upstream, and webhooks → events → ledger; everyone reads domain, domain reads nothing.
 */
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  comment: `${from} may import ${allowed.join(', ') || 'nothing of ours'} only`,
  from: { path: `^${from}` },
  to: { path: '^src/', pathNot: [`^${from}`, ...allowed.map((folder) => `^${folder}`)] },
});

module.exports = {
  forbidden: [
    only('domain-is-pure', 'src/domain/', []),
    only('sources-know-upstreams-only', 'src/sources/', ['src/domain/']),
    only('ledger-knows-domain-only', 'src/ledger/', ['src/domain/']),
    only('events', 'src/events/', ['src/domain/', 'src/ledger/', 'src/sources/']),
    only('auth', 'src/auth/', ['src/domain/']),
    only('loaders', 'src/loaders/', ['src/domain/', 'src/sources/', 'src/ledger/', 'src/events/', 'src/auth/']),
    only('resolvers', 'src/resolvers/', ['src/domain/', 'src/loaders/', 'src/sources/', 'src/ledger/', 'src/events/', 'src/auth/']),
    only('server', 'src/server/', ['src/domain/', 'src/resolvers/', 'src/loaders/', 'src/events/', 'src/ledger/', 'src/auth/', 'src/sources/']),
    only('config', 'src/(config|settingsReader).ts', ['src/domain/', 'src/settingsReader.ts']),
    only('simulators-stand-apart', 'src/sandbox/', ['src/gateway.ts', 'src/config.ts', 'src/domain/']),
    {
      name: 'gateway-is-the-root',
      severity: 'error',
      comment: 'the composition root is imported by main.ts, the sandbox and tests only',
      from: { path: '^src/', pathNot: ['^src/main\\.ts$', '^src/sandbox/'] },
      to: { path: '^src/gateway\\.ts$' },
    },
    {
      name: 'domain-has-no-libraries',
      severity: 'error',
      comment: 'domain holds pure types and rules',
      from: { path: '^src/domain/' },
      to: { dependencyTypes: ['npm', 'npm-dev'] },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'types\\.generated\\.ts$' },
  },
};
