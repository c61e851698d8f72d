// What a user writes first: the standalone server and a fetch in each resolver.
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { typeDefs, UPSTREAM, PORT, AUTH, ALL } from './schema.mjs';

async function get(path, enrichers) {
  const res = await fetch(UPSTREAM + path, { headers: { authorization: AUTH, ...(enrichers && { enrichers }) } });
  if (!res.ok) throw new Error(`upstream ${res.status}`);
  return res.json();
}
const extra = (name) => async (aip) => aip[name] ?? (await get(`/aip/${aip.packageId}`, name.toLowerCase()))[name];
const resolvers = {
  Query: {
    fileplan: (_, { page, pageSize }) => get(`/fileplan?page=${page}&pageSize=${pageSize}`),
    aip: (_, { id }) => get(`/aip/${id}`, ALL),
    dissemination: (_, { id }) => get(`/dps-submission/v1/disseminations/${id}`),
  },
  Aip: {
    metadata: extra('metadata'),
    permissions: extra('permissions'),
    breadcrumb: extra('breadcrumb'),
    pluginReports: extra('pluginReports'),
    children: (aip, { page, pageSize }) => get(`/fileplan/${aip.packageId}?page=${page}&pageSize=${pageSize}`),
  },
  Crumb: { aip: (crumb) => get(`/aip/${crumb.packageId}`) },
};
const server = new ApolloServer({ typeDefs, resolvers });
await startStandaloneServer(server, { listen: { port: PORT, host: '127.0.0.1' } });
