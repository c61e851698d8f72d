import { jest } from '@jest/globals';
import type { Browser, BrowserContext } from 'playwright-core';
import { at, textAt } from '../sandbox/dvidsVisitor.ts';
import { startTestGateway, type TestGateway } from '../gateway/testGateway.ts';
import { chromiumPath, launchChromium } from './chromium.ts';

jest.setTimeout(90_000);

const inChromium = chromiumPath ? describe : describe.skip;

inChromium('a DVIDS login in Chromium', () => {
  let gateway: TestGateway;
  let browser: Browser;
  let context: BrowserContext;

  beforeAll(async () => {
    gateway = await startTestGateway({ DVIDS_CONFIRM_LOGIN: 'true' });
    browser = await launchChromium();
  });
  beforeEach(async () => {
    context = await browser.newContext();
    await gateway.ask('mutation { disconnectDvids { viewer { subject } } }');
  });
  afterEach(() => context.close());
  afterAll(async () => {
    await browser?.close();
    await gateway?.stop();
  });

  const connected = async () => at((await gateway.ask('{ viewer { dvids { connected } } }')).data, 'viewer.dvids.connected');
  const comeBack = async () => {
    const page = await context.newPage();
    const { data } = await gateway.ask('mutation { connectDvids { authorizationUrl } }');
    await page.goto(textAt(data, 'connectDvids.authorizationUrl'));
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.getByRole('heading', { name: 'Connect this DVIDS account?' }).waitFor();
    return page;
  };

  test('is confirmed with a click on the page that it leads back to, under its strict policy', async () => {
    const page = await comeBack();
    expect(await page.getByRole('definition').allTextContents()).toEqual(['local', '2001']);
    expect(await connected()).toBe(false);
    await page.getByRole('button', { name: 'Connect', exact: true }).click();
    await page.getByRole('heading', { name: 'Connected to DVIDS', exact: true }).waitFor();
    expect(page.url()).toBe(`${gateway.url}/oauth/dvids/callback?`);
    expect(await connected()).toBe(true);
  });

  test('is refused with the other one, which is what the Enter key does too', async () => {
    const page = await comeBack();
    await page.getByRole('button', { name: 'Do not connect' }).click();
    await page.getByRole('heading', { name: 'Not connected to DVIDS' }).waitFor();
    expect(await connected()).toBe(false);
  });

  test('is not confirmed by a page of somebody else', async () => {
    const page = await comeBack();
    const confirmation = await page.locator('input[name=confirmation]').inputValue();
    const foreign = await context.newPage();
    await foreign.route('http://evil.example/', (route) =>
      route.fulfill({ contentType: 'text/html', body: `<form method="post" action="${gateway.url}/oauth/dvids/callback"><input name="confirmation" value="${confirmation}"><button name="decision" value="connect">Win</button></form>` }),
    );
    await foreign.goto('http://evil.example/');
    const [answer] = await Promise.all([foreign.waitForResponse(`${gateway.url}/oauth/dvids/callback`), foreign.getByRole('button').click()]);
    expect(answer.status()).toBe(403);
    expect(await connected()).toBe(false);
  });
});
