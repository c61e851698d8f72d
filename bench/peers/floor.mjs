// The floor: Node http, the fewest upstream calls written by hand for each operation name,
// undici pool, JSON.stringify. No GraphQL parsing, validation or execution at all.
import { createServer } from 'node:http';
import { PORT, ALL } from './schema.mjs';
import { get } from './pool.mjs';

const pick = (o, keys) => { const r = {}; for (const k of keys) r[k] = o[k]; return r; };
const sets = [['metadata'], ['permissions'], ['breadcrumb'], ['pluginReports'], ['metadata', 'breadcrumb'], ['representations']];
const enr = sets.map((s) => s.filter((k) => k !== 'representations').join(',').toLowerCase());
const shape = [
  (a) => a, (a) => a, (a) => a, (a) => a,
  (a) => ({ ...a, metadata: { schema: a.metadata.schema }, breadcrumb: a.breadcrumb.map((b) => ({ title: b.title })) }),
  (a) => ({ ...a, representations: a.representations.map((r) => ({ id: r.id, data: r.data })) }),
];
const handlers = {
  async N1({ page }) {
    const list = await get(`/fileplan?page=${page}&pageSize=50`, 'metadata,breadcrumb');
    const titles = new Map();
    const items = await Promise.all(list.items.map(async (a) => {
      const crumbs = Promise.all(a.breadcrumb.map(async (c) => {
        if (!titles.has(c.packageId)) titles.set(c.packageId, get(`/aip/${c.packageId}`));
        const parent = await titles.get(c.packageId);
        return { title: c.title, packageId: c.packageId, aip: { title: parent.title } };
      }));
      const kids = await get(`/fileplan/${a.packageId}?page=0&pageSize=2`);
      return {
        packageId: a.packageId, title: a.title, metadata: a.metadata, breadcrumb: await crumbs,
        children: { items: kids.items.map((k) => ({ packageId: k.packageId, title: k.title })) },
      };
    }));
    return { fileplan: { totalResults: list.totalResults, items } };
  },
  async One({ id }) {
    return { aip: pick(await get(`/aip/${id}`, ALL), ['packageId', 'packageType', 'title', 'metadata', 'permissions', 'breadcrumb', 'representations', 'pluginReports']) };
  },
  async Twenty(v) {
    const all = await Promise.all(Array.from({ length: 20 }, (_, i) => get(`/aip/${v['i' + i]}`, enr[i % 6])));
    const data = {};
    all.forEach((a, i) => { data['a' + i] = shape[i % 6](pick(a, ['packageId', 'title', ...sets[i % 6]])); });
    return data;
  },
};
createServer((req, res) => {
  const chunks = [];
  req.on('data', (c) => chunks.push(c)).on('end', async () => {
    const { query, variables } = JSON.parse(Buffer.concat(chunks));
    const data = await handlers[/^query (\w+)/.exec(query)[1]](variables);
    const out = JSON.stringify({ data });
    res.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(out) }).end(out);
  });
}).listen(PORT, '127.0.0.1');
