// The schema of the peers, and where they find the upstream.
export const typeDefs = /* GraphQL */ `
  scalar JSON
  type Query {
    fileplan(page: Int = 0, pageSize: Int = 50): AipPage!
    aip(id: ID!): Aip
    dissemination(id: ID!): Dissemination
  }
  type AipPage { totalResults: Int! page: Int! pageSize: Int! items: [Aip!]! }
  type Aip {
    packageId: ID!
    packageType: String
    title: String
    metadata: Metadata
    permissions: [Permission!]
    breadcrumb: [Crumb!]
    representations: [Representation!]
    pluginReports: [PluginReport!]
    children(page: Int = 0, pageSize: Int = 50): AipPage!
  }
  type Metadata { schema: String fields: JSON }
  type Permission { group: String rights: [String!] }
  type Crumb { title: String packageId: ID! aip: Aip }
  type Representation { id: ID! metadata: Metadata data: [File!] }
  type File { url: String format: String }
  type PluginReport { pluginName: String status: String executionDate: String message: String }
  type Dissemination { disseminationId: ID! status: String archiveId: ID }
`;
export const UPSTREAM = process.env.UPSTREAM ?? 'http://127.0.0.1:4100';
export const PORT = Number(process.env.PORT ?? 4000);
export const ALL = 'pluginreports,permissions,metadata,breadcrumb';
export const AUTH = 'Bearer bench-token';
