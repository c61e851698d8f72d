// GraphQL Mesh v1: the REST API described by a JSON schema, composed into one supergraph.
import { defineConfig } from '@graphql-mesh/compose-cli';
import { loadJSONSchemaSubgraph } from '@omnigraph/json-schema';

const query = (field, path, type, argTypeMap) => ({
  type: 'Query', field, path, method: 'GET', responseSchema: `./vault.schema.json#/definitions/${type}`, argTypeMap,
});
const page = { page: { type: 'integer' }, pageSize: { type: 'integer' } };
const id = { id: { type: 'string' } };

export const composeConfig = defineConfig({
  subgraphs: [{
    sourceHandler: loadJSONSchemaSubgraph('Vault', {
      endpoint: 'http://127.0.0.1:4100',
      operationHeaders: {
        authorization: 'Bearer bench-token',
        enrichers: 'pluginreports,permissions,metadata,breadcrumb',
      },
      operations: [
        query('fileplan', '/fileplan?page={args.page}&pageSize={args.pageSize}', 'AipPage', page),
        query('childrenOf', '/fileplan/{args.id}?page={args.page}&pageSize={args.pageSize}', 'AipPage', { ...id, ...page }),
        query('aip', '/aip/{args.id}', 'Aip', id),
      ],
    }),
  }],
  additionalTypeDefs: /* GraphQL */ `
    extend type Aip {
      children(page: Int, pageSize: Int): AipPage @resolveTo(
        sourceName: "Vault", sourceTypeName: "Query", sourceFieldName: "childrenOf"
        requiredSelectionSet: "{ packageId }"
        sourceArgs: { id: "{root.packageId}", page: "{args.page}", pageSize: "{args.pageSize}" })
    }
    extend type Crumb {
      aip: Aip @resolveTo(
        sourceName: "Vault", sourceTypeName: "Query", sourceFieldName: "aip"
        requiredSelectionSet: "{ packageId }", sourceArgs: { id: "{root.packageId}" })
    }
  `,
});
