import { jest } from '@jest/globals';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { startTestGateway } from '../gateway/testGateway.ts';
import type { TestGateway } from '../gateway/testGateway.ts';
import { chromiumPath, launchChromium } from './chromium.ts';
import { ExplorerPage } from './explorerPage.ts';
import type { ExplorerOptions } from './explorerPage.ts';

// A browser on a busy machine takes its time; no test waits for time as such.
jest.setTimeout(90_000);

const TABS = 'web/tabs';

/** Titles of the example tabs: the names of their operations, in the order of their files. */
const exampleTitles = readdirSync(TABS)
  .filter((name) => name.endsWith('.graphql'))
  .toSorted()
  .map((name) => /^(?:query|mutation|subscription) (\w+)/m.exec(readFileSync(join(TABS, name), 'utf8'))?.[1]);

const inChromium = chromiumPath ? describe : describe.skip;
if (!chromiumPath) process.stderr.write('There is no Chromium here, so the tests of the explorer are skipped. CHROMIUM=<path> names one.\n');

inChromium('the explorer in Chromium', () => {
  let gateway: TestGateway;
  let browser: Browser;
  let explorer: ExplorerPage;

  beforeAll(async () => {
    gateway = await startTestGateway({}, { dps: { switches: { stepMs: 500 } } });
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser?.close();
    await gateway?.stop();
  });

  /** Every test leaves through here: nothing foreign was asked for, nothing broke the content security policy. */
  afterEach(async () => {
    const { foreignRequests, faults } = explorer;
    await explorer.close();
    expect({ foreignRequests, faults }).toEqual({ foreignRequests: [], faults: [] });
  });

  const open = async (options?: ExplorerOptions) => {
    explorer = await ExplorerPage.open(browser, gateway.url, options);
  };

  test('opens under our name with every example in a tab', async () => {
    await open();
    expect(await explorer.page.title()).toBe('Fonds');
    expect(await explorer.page.getByRole('heading', { name: 'Fonds' }).isVisible()).toBe(true);
    expect(await explorer.tabTitles()).toEqual(exampleTitles);
  });

  test('browses the file plan', async () => {
    await open();
    expect(await explorer.run()).toMatchObject({ data: { fileplan: expect.objectContaining({ totalCount: expect.any(Number), nodes: expect.any(Array) }) } });
    await explorer.responseLine('"title": "Bergen Harbour Authority').waitFor();
  });

  test('shows one package from both archives', async () => {
    await open();
    await explorer.select('OnePackage');
    expect(await explorer.run()).toMatchObject({ data: { aip: { title: expect.any(String), archive: { archiveId: expect.any(String) } } } });
  });

  test('searches', async () => {
    await open();
    await explorer.select('SearchPackages');
    const answer = await explorer.run();
    expect(answer).not.toHaveProperty('errors');
    expect(answer).toHaveProperty('data.search.nodes.0.aip.packageId');
    await explorer.responseLine('"search": {').waitFor();
  });

  test('orders a delivery, watches it until the files are there, and is told when there is no more to come', async () => {
    await open();
    await explorer.select('OrderDelivery');
    const ordered = readPath(await explorer.run(), 'data', 'requestDissemination', 'dissemination');
    expect(ordered).toMatchObject({ disseminationId: expect.any(String), phase: 'IN_PROGRESS' });

    await explorer.select('WatchDeliveries');
    await explorer.executeButton.click();
    await explorer.responseLine('"phase": "SUCCEEDED"').waitFor({ timeout: 60_000 });
    const events = explorer.messages.filter(({ type }) => type === 'next').map(({ payload }) => readPath(payload, 'data', 'disseminationsUpdated'));
    expect(events.length).toBeGreaterThan(1);
    expect(events[0]).toMatchObject({ origin: 'SNAPSHOT', dissemination: { phase: 'IN_PROGRESS', files: [] } });
    expect(events.at(-1)).toMatchObject({ status: 'DISSEMINATED', dissemination: { phase: 'SUCCEEDED', progress: 1 } });
    await explorer.stopButton.click();
    await explorer.executeButton.waitFor();
    await explorer.allSocketsClosed();

    const id = String(readPath(ordered, 'disseminationId'));
    await explorer.type('Operation Editor', `subscription { disseminationUpdated(disseminationId: "${id}") { status dissemination { phase } } }`);
    await explorer.executeButton.click();
    await explorer.message('received', 'complete');
    await explorer.responseLine('"phase": "SUCCEEDED"').waitFor();
    await explorer.executeButton.waitFor();
  });

  test('hands a package in, watches it preserved, and orders it again', async () => {
    await open();
    // Time enough to turn to the tab that watches.
    gateway.dps.switches.stepMs = 2_500;
    await explorer.select('SubmitPackage');
    expect(await explorer.run()).toMatchObject({ data: { submitSip: { state: 'DONE' } } });
    await explorer.select('WatchPreservation');
    await explorer.executeButton.click();
    await explorer.responseLine('"status": "PRESERVED"').waitFor({ timeout: 60_000 });
    await explorer.stopButton.click();
    gateway.dps.switches.stepMs = 500;
    await explorer.select('OrderWhatWasPreserved');
    const ordered = readPath(await explorer.run(), 'data', 'requestDissemination', 'dissemination');
    expect(ordered).toMatchObject({ disseminationId: expect.any(String), submission: { history: expect.arrayContaining([expect.objectContaining({ status: 'PRESERVED' })]) } });
  });

  test('puts a story into a DVIDS batch, closes it, and watches it become public', async () => {
    await open();
    await explorer.select('AddStory');
    expect(await explorer.run()).toMatchObject({ data: { createDvidsNews: { news: { status: 'UPLOADED' } }, generateDvidsVirin: { virin: expect.any(String) }, createDvidsUpload: { upload: { state: 'WAITING' } } } });
    await explorer.select('CloseBatch');
    expect(await explorer.run()).toMatchObject({ data: { closeDvidsBatch: { batch: { closed: true, status: 'PROCESSING' } } } });
    await explorer.select('WatchBatch');
    await explorer.executeButton.click();
    await explorer.message('received', 'complete');
    await explorer.responseLine('"phase": "SUCCEEDED"').waitFor();
    const events = explorer.messages.filter(({ type }) => type === 'next').map(({ payload }) => readPath(payload, 'data', 'dvidsBatchUpdated'));
    expect(events[0]).toMatchObject({ origin: 'SNAPSHOT', status: 'PROCESSING', asset: null });
    expect(events.at(-1)).toMatchObject({ status: 'PUBLISHED', asset: { assetType: 'NEWS', status: 'PUBLISHED' }, batch: { progress: 1 } });
    await explorer.executeButton.waitFor();
  }, 90_000);

  test('hands a typed Authorization on in HTTP requests and when it opens a socket', async () => {
    await open();
    const requested = explorer.page.waitForRequest((request) => request.headers()['authorization'] !== undefined);
    await explorer.page.getByRole('button', { name: 'Headers' }).click();
    await explorer.type('Headers', '{ "authorization": "Bearer typed-by-hand" }');
    await explorer.executeButton.click();
    expect((await requested).headers()).toMatchObject({ authorization: 'Bearer typed-by-hand', 'content-type': 'application/json' });

    await explorer.type('Operation Editor', 'subscription { disseminationsUpdated(contractId: "2d17") { cursor } }');
    await explorer.executeButton.click();
    expect(await explorer.message('sent', 'connection_init')).toEqual({ Authorization: 'Bearer typed-by-hand' });
    await explorer.message('received', 'connection_ack');
    await explorer.stopButton.click();
  });

  test('keeps what the person changed for the next visit, and brings closed examples back when asked', async () => {
    await open();
    await explorer.page.getByRole('tab', { name: 'OnePackage' }).hover();
    await explorer.page.getByRole('tab', { name: 'OnePackage' }).getByRole('button', { name: 'Close Tab' }).click();
    const remaining = exampleTitles.filter((title) => title !== 'OnePackage');
    expect(await explorer.tabTitles()).toEqual(remaining);
    await explorer.until(`!localStorage.getItem('fonds:graphiql:tabState').includes('query OnePackage')`);
    await explorer.page.reload();
    await explorer.page.getByRole('tab').first().waitFor();
    expect(await explorer.tabTitles()).toEqual(remaining);

    await explorer.page.getByRole('button', { name: 'Reopen the example tabs' }).click();
    await explorer.page.getByRole('tab', { name: 'OnePackage' }).waitFor();
    expect(await explorer.tabTitles()).toEqual([...remaining, 'OnePackage']);
  });

  test('says so when the gateway keeps its schema to itself, and still runs operations', async () => {
    await open({ prepare: (page) => refuseIntrospection(page, { validationErrorCode: 'INTROSPECTION_DISABLED' }) });
    const notice = explorer.page.getByRole('status').filter({ hasText: 'keeps its schema to itself' });
    await notice.waitFor();
    expect(await explorer.run()).toHaveProperty('data.fileplan.nodes');
    explorer.faults.length = 0; // the browser logs the refusals themselves
  });

  test('says how to log in when the gateway asks who is there, and asks again', async () => {
    await open({ prepare: (page) => refuseIntrospection(page, { code: 'UNAUTHENTICATED' }) });
    const notice = explorer.page.getByRole('status').filter({ hasText: 'Headers' });
    await notice.waitFor();
    await explorer.page.unrouteAll();
    await notice.getByRole('button', { name: 'Ask again' }).click();
    await notice.waitFor({ state: 'detached' });
    explorer.faults.length = 0; // the browser logs the refusals themselves
  });

  test('is dark or light as the system is, until the person chooses', async () => {
    await open({ colorScheme: 'dark' });
    expect(await brightness()).toBeLessThan(100);
    await explorer.page.getByRole('button', { name: 'Open settings dialog' }).click();
    await explorer.page.getByRole('button', { name: 'Light' }).click();
    expect(await brightness()).toBeGreaterThan(200);
    await explorer.page.getByRole('button', { name: 'System' }).click();
    expect(await brightness()).toBeLessThan(100);
  });

  /** Mean of red, green and blue behind the editors. */
  async function brightness(): Promise<number> {
    const colour = await explorer.page.evaluate(`getComputedStyle(document.querySelector('.graphiql-container')).backgroundColor`);
    const [red, green, blue] = String(colour).match(/\d+/g) ?? [];
    return (Number(red) + Number(green) + Number(blue)) / 3;
  }

  if (process.env['UPDATE_SCREENSHOT']) {
    test('is drawn for the documentation', async () => {
      await open({ colorScheme: 'light' });
      await explorer.select('OnePackage');
      await explorer.run();
      const light = await explorer.page.screenshot();
      await explorer.close();

      await open({ colorScheme: 'dark' });
      await explorer.select('OrderDelivery');
      await explorer.run();
      await explorer.select('WatchDeliveries');
      await explorer.executeButton.click();
      await explorer.responseLine('"phase": "SUCCEEDED"').waitFor({ timeout: 60_000 });
      writeFileSync('docs/images/graphiql.png', await besideEachOther([light, await explorer.page.screenshot()]));
    });
  }

  /** One picture of two, drawn by the browser itself. */
  async function besideEachOther(shots: Buffer[]): Promise<Buffer> {
    const page = await browser.newPage({ viewport: { width: 2584, height: 800 } });
    const images = shots.map((shot) => `<img src="data:image/png;base64,${shot.toString('base64')}" style="border-radius: 8px">`);
    await page.setContent(`<body style="margin: 0; display: flex; gap: 24px; background: transparent">${images.join('')}`);
    const picture = await page.screenshot({ omitBackground: true });
    await page.close();
    return picture;
  }
});

/** Answers introspection with an error, as a gateway does that is set up so; everything else goes through. */
async function refuseIntrospection(page: Page, extensions: Record<string, string>): Promise<void> {
  await page.route('**/graphql', (route) =>
    route.request().postData()?.includes('IntrospectionQuery')
      ? route.fulfill({ status: 400, json: { errors: [{ message: 'Introspection is refused.', extensions }] } })
      : route.continue(),
  );
}

function readPath(value: unknown, ...path: string[]): unknown {
  return path.reduce((at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined), value);
}
