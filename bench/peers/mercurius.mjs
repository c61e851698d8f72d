// Mercurius on fastify, loaders for the batched fields, JIT from the first call.
import Fastify from 'fastify';
import mercurius from 'mercurius';
import { typeDefs, PORT, ALL } from './schema.mjs';
import { get } from './pool.mjs';

// A loader receives all objects of one field at once; ids are deduplicated per batch.
const each = (queries, key, load) => {
  const seen = new Map();
  return Promise.all(queries.map((q) => {
    const k = key(q);
    if (!seen.has(k)) seen.set(k, load(q, k));
    return seen.get(k);
  }));
};
const full = (ctx, id) => {
  ctx.aips ??= new Map();
  if (!ctx.aips.has(id)) ctx.aips.set(id, get(`/aip/${id}`, ALL));
  return ctx.aips.get(id);
};
const extra = (name) => ({
  opts: { cache: false },
  loader: (queries, ctx) => each(queries, ({ obj }) => obj.packageId,
    ({ obj }) => obj[name] ?? full(ctx, obj.packageId).then((a) => a[name])),
});
const app = Fastify();
app.register(mercurius, {
  schema: typeDefs,
  jit: 1,
  resolvers: {
    Query: {
      fileplan: (_, { page, pageSize }) => get(`/fileplan?page=${page}&pageSize=${pageSize}`),
      aip: (_, { id }, ctx) => full(ctx, id),
      dissemination: (_, { id }) => get(`/dps-submission/v1/disseminations/${id}`),
    },
  },
  loaders: {
    Aip: {
      metadata: extra('metadata'),
      permissions: extra('permissions'),
      breadcrumb: extra('breadcrumb'),
      pluginReports: extra('pluginReports'),
      children: {
        opts: { cache: false },
        loader: (queries) => Promise.all(queries.map(({ obj, params }) =>
          get(`/fileplan/${obj.packageId}?page=${params.page}&pageSize=${params.pageSize}`))),
      },
    },
    Crumb: {
      aip: {
        opts: { cache: false },
        loader: (queries, ctx) => Promise.all(queries.map(({ obj }) => full(ctx, obj.packageId))),
      },
    },
  },
});
await app.listen({ port: PORT, host: '127.0.0.1' });
