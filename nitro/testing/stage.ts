/**
 * Stages: what is tested, and the people in front of it.
 *
 * @module
 */
import { type Log, type Page, type Routes, silentLog } from "../../n2o/mod.ts";
import { type TestClock, testClock } from "./clock.ts";
import type { TestPage } from "./page.ts";
import { Shown } from "./shown.ts";
import { applicationSite, type Tested } from "./site/application.ts";
import { type PagesOptions, pagesSite } from "./site/pages.ts";
import { remoteSite } from "./site/remote.ts";
import type { Login, Site } from "./site/site.ts";
import { channels } from "./tab/channel.ts";
import { Jar, Storage } from "./tab/storage.ts";
import { type Browser, Tab } from "./tab/tab.ts";

/** What can be tested: an application, pages by their paths, a single page, or what listens at an address. */
export type Subject = Tested | Routes | Page | string | URL;

/** How it is tested. */
export interface StageOptions extends Partial<Pick<PagesOptions, "body" | "server">> {
  /**
   * The time of the pages, and of the server that is made for pages without an application; one that stands still by default. An
   * application has the clock of its settings: give it the same where both shall have one time.
   */
  readonly clock?: TestClock;
  /** Where the server that is made for pages reports incidents; nowhere by default, for the page shows what failed. */
  readonly log?: Log;
  /** How long to wait for what does not come, in milliseconds of real time; 2,000 by default. */
  readonly timeout?: number;
}

/** Who comes, and to where. */
export interface VisitOptions extends Login {
  /** The path and the query of the page; `/` by default. */
  readonly path?: string;
  /** Headers that each request of this person has. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Something that is tested. */
export interface Stage extends AsyncDisposable {
  /** The time of the pages. */
  readonly clock: TestClock;
  /** Somebody new, with a browser of their own, opens a page; it is live when this resolves. */
  visit(options?: VisitOptions): Promise<TestPage>;
  /** Opens one more page in the browser of another: the same cookies, another tab. */
  tab(page: TestPage, path?: string): Promise<TestPage>;
}

/**
 * Has something tested by any number of people.
 *
 * @example
 * ```ts
 * import { n2o, nitro } from "@n2o/n2o";
 * import { stage } from "@n2o/n2o/nitro/testing";
 * const { button, input, label, page, panel, takes } = nitro;
 *
 * const wall = page({
 *   title: "Wall",
 *   init: () => n2o.reg("wall"),
 *   on: { say: takes({ text: "text" }, ({ text }) => n2o.send("wall", `${n2o.user()}: ${text}`)) },
 *   news: (news) => n2o.isSent(news) && nitro.insertBottom("lines", panel({ body: String(news.message) })),
 *   body: ({ on }) => [
 *     panel({ id: "lines" }),
 *     label({ for: "text", body: "Message" }),
 *     input({ id: "text" }),
 *     button({ id: "say", body: "Say", ...on.say() }),
 *   ],
 * });
 *
 * await using theatre = stage(wall);
 * const ann = await theatre.visit({ user: "ann" }), bob = await theatre.visit({ user: "bob" });
 * await ann.fill(ann.getByLabel("Message"), "Good day");
 * await ann.click(ann.getByRole("button", { name: "Say" }));
 * await bob.findByText("ann: Good day");
 * ```
 */
export function stage(subject: Subject, options: StageOptions = {}): Stage {
  const { clock = testClock(), timeout = 2_000 } = options;
  const site = siteOf(subject, clock, options);
  const open = new Map<TestPage, Tab>(), waiting = new Set<() => void>();
  const stirred = () => {
    for (const wake of waiting) wake();
    waiting.clear();
  };
  const stir = () => new Promise<void>((resolve) => void waiting.add(resolve));

  async function opened(browser: Browser, path: string): Promise<TestPage> {
    const tab = new Tab(browser);
    const close = () => {
      open.delete(page);
      tab.close();
      return Promise.resolve();
    };
    const page = new Shown(tab, { clock, timeout, stir }, close);
    open.set(page, tab);
    await page.visit(path);
    return page;
  }

  return {
    clock,
    async visit({ path = "/", headers = {}, ...login } = {}) {
      const jar = new Jar();
      if (Object.keys(login).length > 0) jar.keep(await site.cookie(login));
      const browser = {
        site,
        clock,
        jar,
        headers,
        stirred,
        local: new Storage(),
        channel: channels(),
      };
      return await opened(browser, path);
    },
    async tab(page, path = page.path) {
      const tab = open.get(page);
      if (tab === undefined) throw new TypeError("that page is closed, or of another stage");
      return await opened(tab.browser, path);
    },
    async [Symbol.asyncDispose]() {
      for (const tab of open.values()) tab.close();
      open.clear();
      await site.close();
    },
  };
}

/**
 * Opens a page, or what stands at a path of an application, and ends with it all that was made for it.
 *
 * @example
 * ```ts
 * import { nitro } from "@n2o/n2o";
 * import { visit } from "@n2o/n2o/nitro/testing";
 * const { button, output, page, refresh, state } = nitro;
 *
 * const count = () => Number(state("count") ?? 0);
 * const counter = page({
 *   title: "Counter",
 *   on: {
 *     async add(n: number) {
 *       state("count", count() + n);
 *       await refresh();
 *     },
 *   },
 *   body: ({ on }) => [output({ id: "sum", body: String(count()) }), button({ id: "plus", body: "+1", ...on.add(1) })],
 * });
 *
 * await using shown = await visit(counter);
 * await shown.click(shown.getByRole("button", { name: "+1" }));
 * await shown.click(shown.getByRole("button", { name: "+1" }));
 * shown.getByText("2");
 * ```
 */
export async function visit(
  subject: Subject,
  options: StageOptions & VisitOptions = {},
): Promise<TestPage> {
  const { clock, body, server, log, timeout, ...login } = options;
  const given = { clock, body, server, log, timeout };
  // As: what is undefined is left out.
  const made = stage(
    subject,
    Object.fromEntries(
      Object.entries(given).filter(([, value]) => value !== undefined),
    ) as StageOptions,
  );
  try {
    const page = await made.visit(login);
    const close = page[Symbol.asyncDispose].bind(page);
    page[Symbol.asyncDispose] = async () => {
      await close();
      await made[Symbol.asyncDispose]();
    };
    return page;
  } catch (error) {
    await made[Symbol.asyncDispose]();
    throw error;
  }
}

function siteOf(subject: Subject, clock: TestClock, options: StageOptions): Site {
  if (typeof subject === "string" || subject instanceof URL) return remoteSite(String(subject));
  if (isApplication(subject)) return applicationSite(subject);
  const { body, server, log = silentLog } = options;
  const routes = isPage(subject) ? { "/*": subject } : subject;
  return pagesSite(routes, {
    clock,
    log,
    ...body !== undefined && { body },
    ...server !== undefined && { server },
  });
}

function isApplication(subject: Tested | Routes | Page): subject is Tested {
  return "app" in subject && "server" in subject && "fetch" in Object(subject.app);
}

function isPage(subject: Routes | Page): subject is Page {
  return "event" in subject && typeof subject.event === "function";
}
