import { EventEmitter, once } from 'node:events';
import type { Browser, BrowserContext, Locator, Page, Response, WebSocket } from 'playwright-core';

type Direction = 'sent' | 'received';

/** A message of `graphql-transport-ws`, with the direction it took. */
export interface SocketMessage {
  direction: Direction;
  type: string;
  payload: unknown;
}

export interface ExplorerOptions {
  colorScheme?: 'light' | 'dark';
  /** Changes the page before it loads, such as with routes. */
  prepare?: (page: Page) => Promise<void>;
}

/** The explorer in a browser window of its own, cut off from every origin but the gateway's. */
export class ExplorerPage {
  readonly page: Page;
  /** Addresses outside our origin that the page asked for. */
  readonly foreignRequests: string[] = [];
  /** Errors that the page threw or the browser logged, such as violations of the content security policy. */
  readonly faults: string[] = [];
  /** What went over the sockets so far. */
  readonly messages: SocketMessage[] = [];
  #openSockets = 0;
  /** Says `message` and `closed`. */
  readonly #sockets = new EventEmitter();

  /** Opens the explorer and waits until its schema is there or refused. */
  static async open(browser: Browser, url: string, { colorScheme = 'light', prepare }: ExplorerOptions = {}): Promise<ExplorerPage> {
    const context = await browser.newContext({ colorScheme, viewport: { width: 1280, height: 800 } });
    const explorer = new ExplorerPage(await context.newPage(), new URL(url).origin);
    await explorer.cutOff(context);
    await prepare?.(explorer.page);
    const introspected = explorer.page.waitForResponse((response) => isIntrospection(response.request().postData()));
    await Promise.all([introspected, explorer.page.goto(url).then(mustBeThere)]);
    await explorer.page.locator('.graphiql-query-editor .view-line').first().waitFor();
    return explorer;
  }

  readonly #origin: string;

  private constructor(page: Page, origin: string) {
    this.page = page;
    this.#origin = origin;
    page.on('pageerror', (error) => this.faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') this.faults.push(message.text());
    });
    page.on('request', (request) => this.#notice(request.url()));
    page.on('websocket', (socket) => {
      this.#notice(socket.url().replace(/^ws/, 'http'));
      this.#listen(socket);
    });
  }

  /** Refuses every request that would leave our origin, workers' included. */
  async cutOff(context: BrowserContext): Promise<void> {
    await context.route(
      (address) => !this.#isOurs(address.href),
      (route) => route.abort(),
    );
  }

  /** Titles of the open tabs, left to right. */
  tabTitles(): Promise<string[]> {
    return this.page.getByRole('tab').allInnerTexts();
  }

  /** Brings a tab to the front. */
  async select(title: string): Promise<void> {
    await this.page.getByRole('tab', { name: title, exact: true }).getByRole('button', { name: title }).click();
  }

  /** Presses the run button and gives the gateway's answer, once the page shows it. */
  async run(): Promise<unknown> {
    const answered = this.page.waitForResponse(
      (response) => new URL(response.url()).pathname === '/graphql' && !isIntrospection(response.request().postData()),
    );
    await this.executeButton.click();
    const response = await answered;
    await this.responseLine(/"(data|errors)"/).waitFor();
    return response.json();
  }

  get executeButton(): Locator {
    return this.page.getByRole('button', { name: /^Execute query/ });
  }

  get stopButton(): Locator {
    return this.page.getByRole('button', { name: /^Stop query/ });
  }

  /** A line of the response that is in view. */
  responseLine(text: string | RegExp): Locator {
    return this.page.locator('.graphiql-response .view-line', { hasText: text }).first();
  }

  /** The payload of the first message of a kind, once it has gone over a socket. */
  async message(direction: Direction, type: string): Promise<unknown> {
    for (;;) {
      const found = this.messages.find((message) => message.direction === direction && message.type === type);
      if (found) return found.payload;
      await once(this.#sockets, 'message');
    }
  }

  /** Waits until no socket is open. */
  async allSocketsClosed(): Promise<void> {
    while (this.#openSockets > 0) await once(this.#sockets, 'closed');
  }

  /** Waits until a JavaScript expression holds in the page. (Playwright's own `waitForFunction` needs `eval`, which our policy forbids.) */
  async until(expression: string): Promise<void> {
    await this.page.evaluate(`new Promise((resolve) => {
      const look = () => (${expression} ? resolve() : requestAnimationFrame(look));
      look();
    })`);
  }

  /** Puts a text into one of the editors in place of what is there. */
  async type(editor: 'Operation Editor' | 'Variables' | 'Headers', text: string): Promise<void> {
    await this.page.getByRole('region', { name: editor }).locator('.monaco-editor:visible').first().click();
    await this.page.keyboard.press('ControlOrMeta+A');
    await this.page.keyboard.insertText(text);
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }

  #notice(address: string): void {
    if (!this.#isOurs(address)) this.foreignRequests.push(address);
  }

  #isOurs(address: string): boolean {
    return address.startsWith(`${this.#origin}/`) || address.startsWith('data:') || address.startsWith(`blob:${this.#origin}/`);
  }

  #listen(socket: WebSocket): void {
    this.#openSockets += 1;
    socket.on('close', () => {
      this.#openSockets -= 1;
      this.#sockets.emit('closed');
    });
    const keep = (direction: Direction) => (frame: { payload: string | Buffer }) => {
      this.messages.push({ direction, ...readMessage(frame.payload) });
      this.#sockets.emit('message');
    };
    socket.on('framesent', keep('sent'));
    socket.on('framereceived', keep('received'));
  }
}

/** A page that is not built says in its answer what to do. */
async function mustBeThere(answer: Response | null): Promise<void> {
  if (!answer?.ok()) throw new Error((await answer?.text()) ?? 'no answer');
}

function isIntrospection(body: string | null): boolean {
  return body?.includes('IntrospectionQuery') ?? false;
}

function readMessage(frame: string | Buffer): { type: string; payload: unknown } {
  const message: unknown = JSON.parse(frame.toString());
  if (typeof message !== 'object' || message === null) throw new Error('a frame that is not a message');
  return { type: String(Reflect.get(message, 'type')), payload: Reflect.get(message, 'payload') };
}
