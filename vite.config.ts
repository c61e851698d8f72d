import { defineConfig } from 'vite';

/** Builds the GraphiQL page of `web/` into `dist/graphiql`, which the gateway serves from memory (src/server/graphiql.ts). */
export default defineConfig({
  root: 'web',
  // Relative addresses: the page also works behind a proxy that adds a path prefix.
  base: './',
  build: {
    outDir: '../dist/graphiql',
    emptyOutDir: true,
    target: 'es2023',
    // Nothing is inlined into the page or as data: addresses, so that the content security policy stays narrow.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The editor (Monaco) is one large chunk by nature.
    chunkSizeWarningLimit: 8192,
    reportCompressedSize: false,
    rolldownOptions: {
      onLog: (level, log, report) => {
        // Directives such as "use client" in libraries mean nothing to a page that has no server side.
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') report(level, log);
      },
    },
  },
  worker: { format: 'es' },
});
