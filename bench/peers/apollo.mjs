// Apollo Server with RESTDataSource and DataLoader, as the Apollo docs recommend.
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { RESTDataSource } from '@apollo/datasource-rest';
import DataLoader from 'dataloader';
import { typeDefs, UPSTREAM, PORT, AUTH, ALL } from './schema.mjs';

class VaultAPI extends RESTDataSource {
  baseURL = UPSTREAM + '/';
  willSendRequest(_path, request) { request.headers.authorization = AUTH; }
  loader = new DataLoader((ids) =>
    Promise.all(ids.map((id) => this.get(`aip/${id}`, { headers: { enrichers: ALL } }).catch((e) => e))));
  aip(id) { return this.loader.load(id); }
  fileplan(id, page, pageSize) { return this.get(id ? `fileplan/${id}` : 'fileplan', { params: { page, pageSize } }); }
  dissemination(id) { return this.get(`dps-submission/v1/disseminations/${id}`); }
}
const extra = (name) => async (aip, _, { vault }) => aip[name] ?? (await vault.aip(aip.packageId))[name];
const resolvers = {
  Query: {
    fileplan: (_, { page, pageSize }, { vault }) => vault.fileplan(null, page, pageSize),
    aip: (_, { id }, { vault }) => vault.aip(id),
    dissemination: (_, { id }, { vault }) => vault.dissemination(id),
  },
  Aip: {
    metadata: extra('metadata'),
    permissions: extra('permissions'),
    breadcrumb: extra('breadcrumb'),
    pluginReports: extra('pluginReports'),
    children: (aip, { page, pageSize }, { vault }) => vault.fileplan(aip.packageId, page, pageSize),
  },
  Crumb: { aip: (crumb, _, { vault }) => vault.aip(crumb.packageId) },
};
const server = new ApolloServer({ typeDefs, resolvers });
await startStandaloneServer(server, {
  listen: { port: PORT, host: '127.0.0.1' },
  context: async () => ({ vault: new VaultAPI({ cache: server.cache }) }),
});
