/**
 * A server that says to the browser client what a test has it say, and the pages that the client runs in.
 *
 * @module
 */
import { decode, encode } from "../../../n2o/bert/bert.ts";
import { Atom, atom, type Term, text, Tuple, tuple } from "../../../n2o/term/term.ts";
import { client, clientParts } from "../../../nitro/client.gen.ts";
import type { Browser, BrowserContext, Page } from "../../_support/server/browser.ts";
import { assert, equal } from "../../_support/assert.ts";
import { document, renew } from "./page.ts";

/** A term with binaries as text, atoms as `:name` and tuples as arrays that start with `"{}"`, for comparing. */
export type Shown = string | number | Shown[];

/** An event of the client. */
export interface Sent {
  target: string;
  pickle: string;
  /** Source and value. */
  args: Record<string, Shown>;
  seq: number;
}

/** The scripted server, a page of it in the browser, and what went wrong there. */
export interface Scene extends AsyncDisposable {
  readonly page: Page;
  /** Paths with query that sockets were opened for. */
  readonly paths: string[];
  /** Token and client of each `hello`. */
  readonly hellos: [token: string, client: string][];
  /** Whether `hello` is answered at once; true to begin with. */
  greets: boolean;
  /** Tickets that were sent for a cookie. */
  readonly tickets: string[];
  /** Answers who comes with a ticket; with 204 to begin with. */
  exchange: () => Response | Promise<Response>;
  /** Waits until this many tickets came in all. */
  ticket(count: number): Promise<void>;
  /** Text frames of the client. */
  readonly texts: string[];
  /** Whether `PING` is answered; true to begin with. */
  pongs: boolean;
  /** Takes what was complained of until now: console output, script errors and violations of the content security policy. */
  complaints(): Promise<string[]>;
  /** Has the client carry out instructions and returns when it did. */
  run(...instructions: Term[]): Promise<void>;
  /** Sends any frame. */
  raw(frame: string | Uint8Array<ArrayBuffer>): void;
  /** Sends instructions. */
  io(instructions: Term[], data?: Term): void;
  /** The next event of the client; it is not acknowledged. */
  event(): Promise<Sent>;
  /** How many events came that nobody asked for. */
  readonly unread: number;
  /** Waits until this many `hello` came in all. */
  hello(count: number): Promise<void>;
  /** Has the client send `PING`, as when the network comes back, and waits for it: what it sent before is here then. */
  ping(): Promise<void>;
  /** Acknowledges an event. */
  ack(seq: number): void;
  /** Answers a `hello` that waits, with these instructions. */
  greet(...instructions: Term[]): void;
  /** Closes the socket. */
  close(code: number): void;
  /** Stops listening and closes what is open. */
  stop(): Promise<void>;
  /** Listens again on the same port. */
  start(): void;
  /** Waits until the root element shows this state of the connection. */
  state(name: "connecting" | "online" | "offline"): Promise<void>;
}

/** How a scene is opened. */
export interface Options {
  /** Path and query of the page. */
  path?: string;
  /** Attributes of the client's script tag. */
  script?: string;
  /** Where the page is opened; by default in a context of its own, which it ends with. */
  context?: BrowserContext;
  /** A page that is used again, and stays open. */
  kept?: Page | undefined;
  /** Whether time in the page stands still but for `page.clock`. */
  clock?: boolean;
  /** Whether the first `hello` is answered at once; else it is opened when that came. */
  greets?: boolean;
}

const a = atom;

/** Opens a page with this body; the client is connected when it returns. */
export async function scene(browser: Browser, body: string, options: Options = {}): Promise<Scene> {
  const { path = "/app/page.htm", script = "", clock = false, greets = true } = options;
  const paths: string[] = [], hellos: [string, string][] = [], texts: string[] = [];
  const tickets: string[] = [];
  const complaints: string[] = [], waiting: ((event: Sent) => void)[] = [], events: Sent[] = [];
  let socket: WebSocket | undefined, port = 0, http: Deno.HttpServer;
  const closing = new Set<Promise<void>>(), watchers = new Set<() => void>();

  /** Waits until something is so; looked at after each frame. */
  function until(condition: () => boolean, what: string): Promise<void> {
    return within((resolve) => {
      const look = () => condition() && resolve(void watchers.delete(look));
      watchers.add(look);
      look();
    }, what);
  }

  function send(term: Term): void {
    if (socket?.readyState !== 1) throw new Error("no client is connected");
    socket.send(encode(term));
  }

  function receive(data: string | ArrayBuffer): void {
    if (typeof data === "string") {
      texts.push(data);
      if (data === "PING" && self.pongs) socket!.send("PONG");
      return;
    }
    const shown = show(decode(new Uint8Array(data)));
    assert(Array.isArray(shown));
    if (shown[1] === ":hello") {
      hellos.push([String(shown[3]), String(shown[4])]);
      if (self.greets) self.greet();
      return;
    }
    const [, name, target, pickle, pairs, seq] = shown;
    equal(name, ":pickle");
    assert(Array.isArray(pairs) && typeof seq === "number");
    const args = Object.fromEntries(pairs.map((pair) => (pair as Shown[]).slice(1)));
    const event = { target: String(target), pickle: String(pickle), args, seq };
    const waiter = waiting.shift();
    if (waiter) waiter(event);
    else events.push(event);
  }

  async function handle(request: Request): Promise<Response> {
    const url = new URL(request.url);
    if (url.pathname === "/n2o/session") {
      tickets.push(`${request.method} ${await request.text()}`);
      for (const look of [...watchers]) look();
      return await self.exchange();
    }
    if (url.pathname.startsWith("/ws/")) {
      paths.push(url.pathname + url.search);
      const { socket: opened, response } = Deno.upgradeWebSocket(request, { idleTimeout: 0 });
      opened.binaryType = "arraybuffer";
      opened.onmessage = ({ data }) => {
        receive(data);
        for (const look of [...watchers]) look();
      };
      const { promise, resolve } = Promise.withResolvers<void>();
      closing.add(promise);
      opened.onclose = () => resolve();
      opened.onopen = () => socket = opened;
      return response;
    }
    const [, name] = /^\/n2o\/(.+)\.js$/.exec(url.pathname) ?? [];
    const asked = name === "n2o" ? client : name && clientParts[name]?.text;
    return new Response(asked ?? document(body, script), {
      headers: {
        "content-type": asked ? "text/javascript; charset=utf-8" : "text/html; charset=utf-8",
        "content-security-policy": "default-src 'self'",
      },
    });
  }

  const self: Scene = {
    page: options.kept ?? await (options.context ?? browser).newPage(),
    paths,
    hellos,
    texts,
    async complaints() {
      await self.page.evaluate(() => 0); // its answer comes after what the console had
      return complaints.splice(0);
    },
    tickets,
    exchange: () => new Response(null, { status: 204 }),
    ticket: (count) => until(() => tickets.length >= count, "ticket"),
    greets,
    pongs: true,
    async run(...instructions) {
      self.io([...instructions, tuple(a("call"), "sync", "click", [])]);
      const done = await self.event();
      equal(done.pickle, "sync", "an event that the test did not expect");
      self.ack(done.seq);
    },
    raw: (frame) => socket!.send(frame),
    io: (instructions, data = []) => send(tuple(a("io"), instructions, data)),
    event() {
      const event = events.shift();
      return event ? Promise.resolve(event) : within((resolve) => waiting.push(resolve), "event");
    },
    get unread() {
      return events.length;
    },
    hello: (count) => until(() => hellos.length >= count, "hello"),
    async ping() {
      const count = texts.length + 1;
      await self.page.evaluate(() => void dispatchEvent(new Event("online")));
      await until(() => texts.length >= count, "PING");
    },
    ack: (seq) => self.io([], tuple(a("ack"), seq)),
    greet: (...instructions) =>
      self.io([...instructions, binding("sync", "click", "sync")], tuple(a("Token"), "token-1")),
    close: (code) => socket!.close(code),
    async stop() {
      socket?.close(1001);
      await http.shutdown();
      await Promise.all(closing);
    },
    start() {
      http = Deno.serve({ port, hostname: "127.0.0.1", onListen() {} }, handle);
      port = (http.addr as Deno.NetAddr).port;
    },
    async state(name) {
      await self.page.locator(`html[data-n2o=${name}]`).waitFor({ state: "attached" });
    },
    async [Symbol.asyncDispose]() {
      if (options.kept === undefined) await self.page.close();
      await self.stop();
    },
  };

  self.start();
  self.page.on("console", (message) => {
    // What Chromium itself says of a server that is away.
    if (/^WebSocket connection to .* failed/.test(message.text())) return;
    complaints.push(`${message.type()}: ${message.text()}`);
  });
  self.page.on("pageerror", (error) => complaints.push(error.message));
  if (clock) await self.page.clock.install();
  await self.page.goto(`http://127.0.0.1:${port}${path}`);
  if (greets) await self.state("online");
  else await self.hello(1);
  if (clock) await self.page.clock.pauseAt(Date.now() + 60_000);
  return self;
}

/** Registers steps of a test, each in a page as good as its own, which must run without a complaint. */
export function stage(
  browser: Browser,
  t: Deno.TestContext,
): (name: string, body: string, act: (s: Scene) => Promise<void>, o?: Options) => Promise<void> {
  let spare: Page | undefined;
  return async (name, body, act, options = {}) => {
    const isOwn = options.context !== undefined || options.clock === true;
    await t.step(name, async () => {
      const kept = isOwn ? undefined : spare ?? await browser.newPage();
      // Whose step fails is not used again.
      if (!isOwn) spare = undefined;
      {
        await using opened = await scene(browser, body, { ...options, kept });
        await act(opened);
        equal(await opened.complaints(), []);
      }
      if (kept === undefined) return;
      await renew(kept);
      spare = kept;
    });
  };
}

/** The instruction that binds. */
export function binding(
  target: Term,
  type: string,
  pickle: string,
  sources: string[] = [],
  options: Record<string, Term> = {},
): Term {
  const map = new Map<Term, Term>(Object.entries(options).map(([key, value]) => [a(key), value]));
  return tuple(a("bind"), target, type, pickle, sources, map);
}

/** An instruction: its name and arguments. */
export function instruction(name: string, ...args: Term[]): Term {
  return tuple(a(name), ...args);
}

function show(term: Term): Shown {
  if (term instanceof Atom) return ":" + term.name;
  if (term instanceof Tuple) return ["{}", ...term.elements.map(show)];
  if (Array.isArray(term)) return term.map(show);
  const shown = typeof term === "number" ? term : text(term);
  assert(shown !== undefined, "a term that the client never sends");
  return shown;
}

/** A promise that fails instead of waiting for ever. */
function within<T>(start: (resolve: (value: T) => void) => void, what: string): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const timer = setTimeout(() => reject(new Error(`no ${what} came`)), 15_000);
  start(resolve);
  return promise.finally(() => clearTimeout(timer));
}
