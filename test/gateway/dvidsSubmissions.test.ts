import { createHash } from 'node:crypto';
import { makeCollection } from '../../src/sandbox/collection.ts';
import { unitId } from '../sources/dvids/dvids.ts';
import { send, text } from './producer.ts';
import { startTestGateway, type TestGateway } from './testGateway.ts';

/** Whole batches in one call, and photos of the archive into publication, through the network. */

const collection = makeCollection();
let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway({}, { docbyte: { collection } });
});
afterAll(() => gateway.stop());
afterEach(() => gateway.docbyte.behave());

const instructions = 'Jo Release\njo.release@example.mil\n+1 555 555 0100';
const photo = { description: 'A ship leaves port.', instructions, createdAt: '2024-10-01', country: 'US', serviceUnitId: unitId('NHHC') };

test('a batch is submitted with one call and a PUT', async () => {
  const mutation = `mutation($input: SubmitDvidsBatchInput!) { submitDvidsBatch(input: $input) {
    state problem { code message } batch { batchId closed assets { __typename } } assets { key assetType upload { state ticketUrl } virin assetId problem { code message } } } }`;
  const input = {
    idempotencyKey: 'one call',
    photos: [{ key: 'p', title: 'Sea trial', file: { sizeInBytes: '6' }, ...photo }],
    news: [{ key: 'n', title: 'Sea trial', body: 'It went well.', createdAt: '2024-10-01', country: 'US', serviceUnitId: unitId('NHHC'), media: [{ key: 'p', isPrimary: true }] }],
    sendConfirmationEmail: false,
  };
  const first = await gateway.ask(mutation, { input });
  expect(first).toMatchObject({ errors: [], data: { submitDvidsBatch: { state: 'WAITING', problem: null, batch: { closed: false }, assets: [{ key: 'p', upload: { state: 'WAITING' }, virin: null }, { key: 'n', upload: null, assetId: expect.any(String) }] } } });
  const submitted = first.data?.['submitDvidsBatch'] as { assets: { upload: { ticketUrl: string } }[] };
  expect((await send(submitted.assets[0]?.upload.ticketUrl ?? '', text('pixels'))).status).toBe(204);
  let view: unknown;
  while ((view as { state?: string } | undefined)?.state !== 'DONE') view = (await gateway.ask(mutation, { input })).data?.['submitDvidsBatch'];
  expect(view).toMatchObject({ problem: null, batch: { closed: true, assets: [{}, {}] }, assets: [{ virin: expect.any(String), assetId: expect.any(String), problem: null }, { problem: null }] });
  const changed = await gateway.ask(mutation, { input: { ...input, sendConfirmationEmail: true } });
  expect(changed.errors).toEqual([expect.objectContaining({ extensions: expect.objectContaining({ code: 'CONFLICT' }) })]);
  const wrong = await gateway.ask(mutation, { input: { ...input, idempotencyKey: 'wrong', photos: [{ ...input.photos[0], country: 'us' }] } });
  expect(wrong.errors).toEqual([expect.objectContaining({ extensions: expect.objectContaining({ code: 'BAD_USER_INPUT', argument: ['input', 'photos', '0', 'country'] }) })]);
});

test('a photo of the archive becomes a photo of DVIDS: the same bytes, words of the package, and once', async () => {
  const archived = [...collection.packages.values()].find((each) => each.representations().some(({ data }) => data.some(({ format }) => format === 'jpg')));
  if (!archived) throw new Error('the collection has a photo');
  const mutation = `mutation($input: PublishToDvidsInput!) { publishToDvids(input: $input) { state problem { code message } batch { closed } upload { state bytesSent } virin assetId title description createdAt } }`;
  const input = { idempotencyKey: 'from the archive', packageId: archived.packageId, instructions, country: 'NO', serviceUnitId: unitId('NHHC'), description: 'From the archive.', createdAt: '1921-05-03' };
  gateway.docbyte.reset();
  const first = await gateway.ask(mutation, { input });
  expect(first).toMatchObject({ errors: [], data: { publishToDvids: { state: 'DONE', problem: null, batch: { closed: true }, upload: { state: 'COMPLETE' }, virin: expect.any(String), assetId: expect.any(String), title: expect.any(String) } } });
  const again = await gateway.ask(mutation, { input });
  expect(again.data).toEqual(first.data);
  const { data } = await gateway.ask('query($id: ID!) { aip(packageId: $id) { title representations { data { url format } } } }', { id: archived.packageId });
  const aip = data?.['aip'] as { title: string; representations: { data: { url: string; format: string }[] }[] };
  const url = aip.representations.flatMap((each) => each.data).find(({ format }) => format === 'jpg')?.url ?? '';
  const bytes = Buffer.from(await (await fetch(url)).arrayBuffer());
  const received = Object.values(gateway.dvids.state.uploads).map(({ finished }) => finished?.md5);
  expect(received.filter((md5) => md5 === createHash('md5').update(bytes).digest('hex'))).toHaveLength(1);
  expect(first.data).toMatchObject({ publishToDvids: { title: aip.title, upload: { bytesSent: String(bytes.length) } } });
});

test('an address of storage that has ended in the meantime is renewed by itself; one that is refused again stops the work, until it is asked for again', async () => {
  const archived = [...collection.packages.values()].find((each) => each.representations().some(({ data }) => data.some(({ format }) => format === 'jpg')));
  const mutation = 'mutation($input: PublishToDvidsInput!) { publishToDvids(input: $input) { state problem { code } upload { state } } }';
  const publish = async (idempotencyKey: string) => {
    const input = { idempotencyKey, packageId: archived?.packageId ?? '', instructions, country: 'NO', serviceUnitId: unitId('NHHC'), description: 'From the archive.', createdAt: '1921-05-03' };
    return (await gateway.ask(mutation, { input })).data?.['publishToDvids'];
  };
  const refuse = (times: number) => gateway.dvids.storage.misbehave({ times, how: { kind: 'status', status: 403, shape: 'xml' } });
  refuse(1);
  expect(await publish('ended')).toMatchObject({ state: 'DONE', problem: null, upload: { state: 'COMPLETE' } });
  refuse(2);
  expect(await publish('refused')).toMatchObject({ state: 'STOPPED', problem: { code: 'FORBIDDEN' } });
  expect(await publish('refused')).toMatchObject({ state: 'DONE', problem: null });
});

test('what the package does not say is asked for; what is not a photo is refused', async () => {
  const mutation = 'mutation($input: PublishToDvidsInput!) { publishToDvids(input: $input) { state } }';
  const argumentOf = async (packageId: string) =>
    (await gateway.ask(mutation, { input: { idempotencyKey: packageId, packageId, instructions, country: 'NO', serviceUnitId: unitId('NHHC') } })).errors[0]?.extensions['argument'];
  const withoutJpeg = [...collection.packages.values()].find((each) => each.representations().length > 0 && !each.representations().some(({ data }) => data.some(({ format }) => format === 'jpg')));
  expect(await argumentOf(withoutJpeg?.packageId ?? '')).toEqual(['input', 'packageId']);
  expect(await argumentOf('nobody')).toEqual(['input', 'packageId']);
});
