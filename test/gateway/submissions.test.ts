import { bytes, metadata, producerAt, send, text, watchToTheEnd, type Place, type Producer } from './producer.ts';
import { startTestGateway, type Answered, type TestGateway } from './testGateway.ts';

/** Handing in packages, from creation to preserved and out again, through the network alone. */

// `LONG_TESTS=1` sends the file of the documented flow in its full size.
const largeFileBytes = process.env['LONG_TESTS'] === '1' ? 600 * 1024 * 1024 : 6 * 1024 * 1024;

let gateway: TestGateway;
let producer: Producer;
beforeAll(async () => {
  gateway = await startTestGateway({}, { dps: { switches: { stepMs: 30 } } });
  producer = producerAt(gateway);
});
afterAll(() => gateway.stop());
afterEach(() => {
  gateway.dps.behave();
  gateway.dps.storage.behave();
  Object.assign(gateway.dps.switches, { uploadUrlSeconds: 3_600, rejectedSubmission: 'readable', submissionCourse: ['TRANSFERRING', 'VALIDATING', 'ARCHIVING', 'PRESERVED'] });
});

const held = ({ submissionId }: Place) => gateway.dps.state.submissions[submissionId];
const updates = `subscription($c: ID!, $s: ID!) { submissionUpdated(contractId: $c, submissionId: $s) { origin status previousStatus submission { phase progress archiveId reasons { code filePath } problem { code } } } }`;
const watch = ({ contractId, submissionId }: Place) => watchToTheEnd(gateway.localUrl, updates, { c: contractId, s: submissionId });
const answered = ({ data }: Answered, field: string): unknown => data?.[field];
const last = (events: unknown[]): unknown => (events.at(-1) as { submissionUpdated: unknown }).submissionUpdated;

describe('the documented flow', () => {
  test('create, register, send, record, finalize, watch it preserved, order its dissemination, download', async () => {
    const place = await producer.create('the-whole-life');
    const small = text('<mets/>');
    const large = bytes(largeFileBytes);
    const files = [
      ['metadata/mets.xml', small],
      ['representations/1/film.mov', large],
    ] as const;
    for (const [filePath, content] of files) {
      const { upload } = await producer.register(place, filePath, content, { sizeInBytes: String(content.sizeInBytes) });
      expect(upload).toMatchObject({ uploadUrl: null, state: 'WAITING', sizeInBytes: String(content.sizeInBytes) });
      expect(await send(upload.ticketUrl, content)).toEqual({ status: 204, body: undefined });
    }
    const event = { agent: { agentName: 'Archivematica', agentType: 'SOFTWARE' }, eventType: 'INFORMATION_PACKAGE_CREATION', eventDateTime: '2026-02-03T07:14:01.716+01:00', outcome: 'SUCCESS' };
    expect((await producer.change('recordSubmissionEvent', { ...place, ...event })).errors).toEqual([]);
    expect(held(place)?.events).toEqual([expect.objectContaining({ event: expect.objectContaining({ eventType: 'information package creation', outcome: 'success' }) })]);

    const watched = watch(place);
    const finalized = await producer.finalize(place);
    expect(finalized).toMatchObject({ errors: [], data: { finalizeSubmission: { submission: { phase: 'IN_PROGRESS', sizeInBytes: String(large.sizeInBytes + small.sizeInBytes) } } } });
    expect(held(place)?.files.map(({ received }) => received?.md5)).toEqual([small.md5, large.md5]);
    expect(last(await watched)).toMatchObject({ status: 'PRESERVED', submission: { phase: 'SUCCEEDED', progress: 1, archiveId: expect.any(String) } });

    const { archiveId } = (await producer.read(place, 'archiveId')) as { archiveId: string };
    const order = await gateway.ask('mutation($a: ID!) { requestDissemination(input: { archiveId: $a }) { dissemination { disseminationId } } }', { a: archiveId });
    const { dissemination } = answered(order, 'requestDissemination') as { dissemination: { disseminationId: string } };
    const delivered = await watchToTheEnd(
      gateway.localUrl,
      'subscription($d: ID!) { disseminationUpdated(disseminationId: $d) { dissemination { status files { downloadUrl } submission { objectId } archive { submission { submissionId } } } } }',
      { d: dissemination.disseminationId },
    );
    expect((delivered.at(-1) as { disseminationUpdated: unknown }).disseminationUpdated).toMatchObject({
      dissemination: { status: 'DISSEMINATED', submission: { objectId: 'the-whole-life' }, archive: { submission: { submissionId: place.submissionId } } },
    });
    expect(await producer.read(place, 'archive { disseminations { nodes { disseminationId } } }')).toEqual({ archive: { disseminations: { nodes: [dissemination] } } });
  }, 180_000);

  test('the submission is listed, found by its archive, and a node', async () => {
    const place = await producer.create();
    const query = `query($c: ID!) { submissions(contractId: $c, phase: IN_PROGRESS, first: 1) { totalCount nodes { id submissionId } pageInfo { hasNextPage } } }`;
    const { nodes } = answered(await gateway.ask(query, { c: '2D17' }), 'submissions') as { nodes: { id: string; submissionId: string }[] };
    expect(nodes).toEqual([{ id: expect.any(String), submissionId: place.submissionId }]);
    expect((await gateway.ask('query($id: ID!) { node(id: $id) { ... on Submission { status } } }', { id: nodes[0]?.id })).data).toEqual({ node: { status: 'REGISTERED' } });
    expect((await gateway.ask('{ submissions(contractId: "0000") { nodes { id } } archive(archiveId: "nobody-has-it") { submission { id } } }')).data).toEqual({ submissions: { nodes: [] }, archive: { submission: null } });
  });
});

describe('bytes', () => {
  test('that are not what was registered fail before finalize, which names the file; the right ones mend it', async () => {
    const place = await producer.create();
    const { upload } = await producer.register(place, 'a.tif', text('what was meant'));
    expect(await send(upload.ticketUrl, text('what came'))).toMatchObject({ status: 422 });
    expect(await producer.read(place, 'files { upload { state problem { code } } }')).toEqual({ files: [{ upload: { state: 'FAILED', problem: { code: 'CHECKSUM_MISMATCH' } } }] });
    expect((await producer.finalize(place)).errors).toEqual([expect.objectContaining({ message: expect.stringContaining('`a.tif`'), extensions: expect.objectContaining({ code: 'CONFLICT' }) })]);
    expect(held(place)?.status).toBe('REGISTERED');
    expect((await send(upload.ticketUrl, text('what was meant'))).status).toBe(204);
    expect((await producer.finalize(place)).errors).toEqual([]);
  });

  test('that are still to come make finalize wait, and a submission without files is not ready', async () => {
    const place = await producer.create();
    expect((await producer.finalize(place)).errors).toEqual([expect.objectContaining({ extensions: expect.objectContaining({ code: 'NOT_READY', source: 'DPS' }) })]);
    await producer.register(place, 'a.tif', text('a'));
    await producer.register(place, 'b.tif', text('b'));
    expect((await producer.finalize(place)).errors).toEqual([expect.objectContaining({ message: expect.stringMatching(/`a\.tif`.*`b\.tif`|`b\.tif`.*`a\.tif`/), extensions: expect.objectContaining({ code: 'NOT_READY' }) })]);
  });

  test('of another number than was announced are refused before they are sent on', async () => {
    const place = await producer.create();
    const { upload } = await producer.register(place, 'a.tif', text('abc'), { sizeInBytes: '3' });
    gateway.dps.storage.reset();
    expect((await send(upload.ticketUrl, text('abcd'))).status).toBe(400);
    expect(gateway.dps.storage.count('upload')).toBe(0);
    expect((await send(upload.ticketUrl, text('abc'))).status).toBe(204);
  });

  test('of a file of none are sent, and sent once', async () => {
    const place = await producer.create();
    const { upload } = await producer.register(place, 'empty', text(''));
    expect((await send(upload.ticketUrl, text(''))).status).toBe(204);
    expect((await send(upload.ticketUrl, text(''))).status).toBe(409);
    expect((await producer.finalize(place)).errors).toEqual([]);
  });

  test('to an address that has expired go to a new one, and the file has its new id everywhere', async () => {
    gateway.dps.switches.uploadUrlSeconds = 1;
    const place = await producer.create();
    const { file, upload } = await producer.register(place, 'a.tif', text('a'));
    gateway.dps.switches.uploadUrlSeconds = 3_600;
    expect((await send(upload.ticketUrl, text('a'))).status).toBe(204);
    const now = held(place)?.files[0]?.fileId;
    expect(now).not.toBe(file.fileId);
    expect(await producer.read(place, 'files { fileId upload { uploadId state } }')).toEqual({ files: [{ fileId: now, upload: { uploadId: upload.uploadId, state: 'COMPLETE' } }] });
    expect((await producer.finalize(place)).errors).toEqual([]);
  });

  test('to a file that was deleted, by the id of its first registration, find no ticket', async () => {
    gateway.dps.switches.uploadUrlSeconds = 1;
    const place = await producer.create();
    const { file, upload } = await producer.register(place, 'a.tif', text('a'));
    gateway.dps.switches.uploadUrlSeconds = 3_600;
    await send(upload.ticketUrl, text('a'));
    expect(await producer.change('deleteSubmissionFile', { ...place, fileId: file.fileId })).toMatchObject({ errors: [], data: { deleteSubmissionFile: { submission: { files: [] } } } });
    expect(held(place)?.files).toEqual([]);
    expect((await send(upload.ticketUrl, text('a'))).status).toBe(404);
  });

  test('to a submission that was deleted find no ticket', async () => {
    const place = await producer.create();
    const { upload } = await producer.register(place, 'a.tif', text('a'));
    expect(await producer.change('deleteSubmission', place)).toMatchObject({ errors: [], data: { deleteSubmission: { submission: { phase: 'FAILED', problem: { code: 'DELETED' } } } } });
    expect((await send(upload.ticketUrl, text('a'))).status).toBe(404);
  });

  test('that storage refuses are no problem for good: the sender tries again', async () => {
    const place = await producer.create();
    const { upload } = await producer.register(place, 'a.tif', text('a'));
    gateway.dps.storage.misbehave({ how: { kind: 'status', status: 503 } });
    expect((await send(upload.ticketUrl, text('a'))).status).toBe(502);
    expect((await send(upload.ticketUrl, text('a'))).status).toBe(204);
  });

  test('that storage refuses because the address has expired before its time go to a new one at the next attempt', async () => {
    const place = await producer.create();
    const { file, upload } = await producer.register(place, 'a.tif', text('a'));
    gateway.dps.storage.misbehave({ how: { kind: 'status', status: 403, shape: 'xml' } });
    expect((await send(upload.ticketUrl, text('a'))).status).toBe(403);
    expect((await send(upload.ticketUrl, text('a'))).status).toBe(204);
    expect(held(place)?.files.map(({ fileId }) => fileId)).not.toContain(file.fileId);
  });
});

describe('what DPS says', () => {
  test('a rejection tells the reasons, also when the submission can no longer be read', async () => {
    gateway.dps.switches.rejectedSubmission = 'notFound';
    const place = await producer.create('reject-me');
    const { upload } = await producer.register(place, 'a.tif', text('a'));
    await send(upload.ticketUrl, text('a'));
    const watched = watch(place);
    await producer.finalize(place);
    expect(last(await watched)).toMatchObject({ status: 'REJECTED', submission: { phase: 'FAILED', problem: { code: 'REJECTED' }, reasons: [{ code: 'METADATA_SCHEMA_INVALID', filePath: null }] } });
    expect(await producer.read(place, 'reasons { code message }')).toEqual({ reasons: [{ code: 'METADATA_SCHEMA_INVALID', message: expect.any(String) }] });
  });

  test('reasons name the files that they are about', async () => {
    const place = await producer.create();
    const { upload } = await producer.register(place, 'a.tif', text('a'));
    await send(upload.ticketUrl, text('a'));
    // Between storage and the check something happens to the file.
    const [file] = held(place)?.files ?? [];
    if (file) file.received = { sizeInBytes: 1, md5: text('b').md5 };
    const watched = watch(place);
    await producer.finalize(place);
    expect(last(await watched)).toMatchObject({ status: 'REJECTED', submission: { reasons: [{ code: 'FILE_CHECKSUM_MISMATCH', filePath: 'a.tif' }] } });
  });

  test('the older list of statuses, and one that nobody knows, lead to preserved as well', async () => {
    gateway.dps.switches.submissionCourse = ['VALIDATED', 'SOMETHING_NEW', 'TRANSFERRED_TO_ARCHIVE', 'PRESERVED'];
    const place = await producer.create();
    const { upload } = await producer.register(place, 'a.tif', text('a'));
    await send(upload.ticketUrl, text('a'));
    const watched = watch(place);
    await producer.finalize(place);
    expect(last(await watched)).toMatchObject({ status: 'PRESERVED' });
  });

  test('sizes beyond 2^53 keep every digit', async () => {
    const place = await producer.create();
    const job = held(place);
    if (!job) throw new Error('made');
    job.sumSizeInBytes = '12345678987654321123';
    await producer.register(place, 'a.tif', text('a'));
    expect(await producer.read(place, 'sizeInBytes')).toEqual({ sizeInBytes: '12345678987654321123' });
  });

  test('an object id or a path that is taken is a CONFLICT; what is not there is NOT_FOUND or null', async () => {
    const place = await producer.create('taken');
    const again = await producer.change('createSubmission', { contractId: '2d17', objectId: 'taken', metadata });
    expect(again.errors).toEqual([expect.objectContaining({ extensions: expect.objectContaining({ code: 'CONFLICT', source: 'DPS' }) })]);
    await producer.register(place, 'a.tif', text('a'));
    const twice = await producer.change('registerSubmissionFile', { ...place, filePath: 'a.tif', checksum: text('a').md5 });
    expect(twice.errors).toEqual([expect.objectContaining({ extensions: expect.objectContaining({ code: 'CONFLICT' }) })]);
    const nowhere = { contractId: '2d17', submissionId: '0000000000000000000000' };
    expect((await producer.finalize(nowhere)).errors).toEqual([expect.objectContaining({ extensions: expect.objectContaining({ code: 'NOT_FOUND' }) })]);
    expect(await producer.read(nowhere, 'status')).toBeNull();
  });

  test('what is refused here names the argument, and asks DPS nothing', async () => {
    const place = await producer.create();
    gateway.dps.reset();
    const argumentOf = async (mutation: string, input: object): Promise<unknown> => (await producer.change(mutation, input)).errors[0]?.extensions['argument'];
    expect(await argumentOf('createSubmission', { contractId: '2d17', objectId: 'a b', metadata })).toEqual(['input', 'objectId']);
    expect(await argumentOf('createSubmission', { contractId: '2d17', objectId: 'abc', priority: 101, metadata })).toEqual(['input', 'priority']);
    expect(await argumentOf('createSubmission', { contractId: '2d17', objectId: 'abc', metadata: { ...metadata, title: { value: 'x', lang: 'no' } } })).toEqual(['input', 'metadata', 'title', 'lang']);
    expect(await argumentOf('createSubmission', { contractId: '2d17', objectId: 'abc', metadata: { ...metadata, relation: [{ type: 'x', uri: 'a', URI: 'b' }] } })).toEqual(['input', 'metadata', 'relation', '0', 'URI']);
    expect(await argumentOf('registerSubmissionFile', { ...place, filePath: '../a', checksum: text('').md5 })).toEqual(['input', 'filePath']);
    expect(await argumentOf('registerSubmissionFile', { ...place, filePath: 'a', checksum: 'xyz' })).toEqual(['input', 'checksum']);
    expect(await argumentOf('registerSubmissionFile', { ...place, filePath: 'a', checksum: text('').md5, sizeInBytes: '5368709121' })).toEqual(['input', 'sizeInBytes']);
    const event = { agent: { agentName: 'x', agentType: 'PERSON' }, eventType: 'CREATION', eventDateTime: '2026-02-03T07:14:01Z', outcome: 'WARNING' };
    expect(await argumentOf('recordSubmissionEvent', { ...place, ...event })).toEqual(['input', 'relativePath']);
    // Jobs in flight are polled meanwhile: that is nobody's asking.
    expect(gateway.dps.calls.filter(({ method, route }) => method !== 'GET' && route !== 'token')).toEqual([]);
  });
});

test('metadata of every element reaches DPS as its newest documents have it', async () => {
  const authority = { source: 'viaf', code: '97113511', uri: 'https://viaf.org/viaf/97113511' };
  const place = await producer.create('every-element', {
    metadata: {
      type: 'Småtrykk',
      title: { value: 'Sult', lang: 'nob' },
      identifier: [{ type: 'isbn', value: '978-82-05-30000-0' }],
      alternative: [{ type: 'parallell', value: 'Hunger', lang: 'eng' }],
      creator: [{ name: 'Hamsun, Knut', type: 'person', role: 'forfatter', authority }],
      contributor: [{ name: 'Philipsen, P. G.', type: 'korporasjon', role: 'trykker', authority: { URI: 'https://example.org/p' } }],
      publisher: [{ name: 'P. G. Philipsens forlag', type: 'korporasjon', authority: null }],
      spatial: [{ name: 'Kristiania', type: 'by', authority, coordinateReferenceSystem: 'EPSG:4326', latitude: 59.91, longitude: 10.75 }],
      date: [{ type: 'utgitt', value: '1890' }],
      language: [{ type: 'tekst', value: 'nob' }],
      isPartOf: [{ value: 'Samlede verker', lang: 'nob' }],
      relation: [
        { title: 'Mysterier', type: 'etterfulgt av', URI: 'https://example.org/m', lang: 'nob' },
        { id: 'x-1', type: 'del av', uri: 'https://example.org/x' },
      ],
      source: [{ description: 'Originalutgaven', identifier: [{ type: 'hylle', value: '8-12' }], uri: 'https://example.org/o' }],
      provenance: [{ value: 'Gave', lang: 'nob' }],
      description: [{ value: 'Roman', lang: 'nob' }],
      subject: [{ value: 'Sult', lang: 'nob', authority: { source: 'humord' } }, { value: 'By' }],
    },
  });
  expect(held(place)?.metadata).toEqual({
    type: 'Småtrykk',
    title: { value: 'Sult', lang: 'nob' },
    identifier: [{ type: 'isbn', value: '978-82-05-30000-0' }],
    alternative: [{ type: 'parallell', value: 'Hunger', lang: 'eng' }],
    creator: [{ name: 'Hamsun, Knut', type: 'person', role: 'forfatter', authority }],
    contributor: [{ name: 'Philipsen, P. G.', type: 'korporasjon', role: 'trykker', authority: { uri: 'https://example.org/p' } }],
    publisher: [{ name: 'P. G. Philipsens forlag', type: 'korporasjon' }],
    spatial: [{ name: 'Kristiania', type: 'by', authority, coordinateReferenceSystem: 'EPSG:4326', latitude: 59.91, longitude: 10.75 }],
    date: [{ type: 'utgitt', value: '1890' }],
    language: [{ type: 'tekst', value: 'nob' }],
    relation: [
      { title: 'Samlede verker', type: 'isPartOf', lang: 'nob' },
      { title: 'Mysterier', type: 'etterfulgt av', URI: 'https://example.org/m', lang: 'nob' },
      { id: 'x-1', type: 'del av', URI: 'https://example.org/x' },
    ],
    source: [{ description: 'Originalutgaven', identifier: [{ type: 'hylle', value: '8-12' }], URI: 'https://example.org/o' }],
    provenance: [{ value: 'Gave', lang: 'nob' }],
    description: [{ value: 'Roman', lang: 'nob' }],
    subject: [{ value: 'Sult', lang: 'nob', authority: { source: 'humord' } }, { value: 'By' }],
  });
});

test('every type of event reaches DPS in its own words', async () => {
  const place = await producer.create();
  const types = await gateway.ask('{ __type(name: "PreservationEventType") { enumValues { name description } } }');
  const { enumValues } = answered(types, '__type') as { enumValues: { name: string; description: string }[] };
  expect(enumValues).toHaveLength(12);
  for (const { name, description } of enumValues) {
    const about = description.includes('package') ? {} : { relativePath: 'a.tif' };
    const input = { ...place, agent: { agentName: 'x', agentType: 'HARDWARE' }, eventType: name, eventDateTime: '2026-02-03T07:14:01Z', outcome: 'FAILURE', ...about };
    expect((await producer.change('recordSubmissionEvent', input)).errors).toEqual([]);
  }
  // DPS refuses words that it does not approve of.
  expect(held(place)?.events).toHaveLength(12);
});

describe('an answer that is lost', () => {
  test('to the creation says that the submission is there and cannot be found, or finds it where the upstream lists', async () => {
    gateway.dps.misbehave({ match: 'createSubmission', how: { kind: 'lost' } });
    const lost = await producer.change('createSubmission', { contractId: '2d17', objectId: 'lost-1', metadata });
    expect(lost.errors).toEqual([expect.objectContaining({ message: expect.stringContaining('lost'), extensions: expect.objectContaining({ code: 'CONFLICT', source: 'DPS' }) })]);
    expect(Object.values(gateway.dps.state.submissions).filter(({ objectId }) => objectId === 'lost-1')).toHaveLength(1);
    const listing = await startTestGateway({}, { dps: { switches: { listSubmissions: true } } });
    try {
      listing.dps.misbehave({ match: 'createSubmission', how: { kind: 'lost' } });
      const { submissionId } = await producerAt(listing).create('lost-2');
      expect(Object.keys(listing.dps.state.submissions)).toEqual([submissionId]);
    } finally {
      await listing.stop();
    }
  });

  test('to a registration or to finalize changes nothing', async () => {
    const place = await producer.create();
    gateway.dps.misbehave({ match: 'registerFile', how: { kind: 'lost' } });
    const { upload } = await producer.register(place, 'a.tif', text('a'));
    expect((await send(upload.ticketUrl, text('a'))).status).toBe(204);
    gateway.dps.misbehave({ match: 'finalizeSubmission', how: { kind: 'lost' } });
    expect((await producer.finalize(place)).errors).toEqual([]);
    expect(held(place)?.files).toHaveLength(1);
  });

  test('to an event is said, and the event is not sent again', async () => {
    const place = await producer.create();
    gateway.dps.misbehave({ match: 'recordEvent', how: { kind: 'lost' } });
    const event = { agent: { agentName: 'x', agentType: 'ORGANIZATION' }, eventType: 'TRANSFER', eventDateTime: '2026-02-03T07:14:01Z', outcome: 'SUCCESS' };
    expect((await producer.change('recordSubmissionEvent', { ...place, ...event })).errors).toEqual([expect.objectContaining({ extensions: expect.objectContaining({ code: 'CONFLICT' }) })]);
    expect(held(place)?.events).toHaveLength(1);
  });

  test('of storage makes the sender send again', async () => {
    const place = await producer.create();
    const { upload } = await producer.register(place, 'a.tif', text('a'));
    gateway.dps.storage.misbehave({ how: { kind: 'lost' } });
    expect((await send(upload.ticketUrl, text('a'))).status).toBe(502);
    expect((await send(upload.ticketUrl, text('a'))).status).toBe(204);
    expect((await producer.finalize(place)).errors).toEqual([]);
  });
});

test('no upload address is in any answer, read or error', async () => {
  const place = await producer.create();
  const answers = [
    await producer.change('registerSubmissionFile', { ...place, filePath: 'a.tif', checksum: text('a').md5 }),
    await producer.change('registerSubmissionFile', { ...place, filePath: 'a.tif', checksum: text('b').md5 }),
    await producer.read(place, 'files { upload { uploadUrl ticketUrl problem { message } } }'),
    await producer.finalize(place),
  ];
  const said = JSON.stringify(answers);
  expect(said).not.toContain('X-Amz');
  expect(said).not.toContain(gateway.dps.storage.url);
});
