/**
 * Pages that are declared: title, head and body, ready by HTTP with the session of the cookie and then live, and their handlers.
 *
 * @module
 */
import {
  context,
  type Guard,
  isLost,
  isSent,
  type Lost,
  type Page,
  type Sent,
} from "../../n2o/mod.ts";
import type { Action } from "../action/action.ts";
import type { Body } from "../element.ts";
import { panel } from "../elements/mod.ts";
import { NitroError } from "../error.ts";
import { set, update } from "../nitro.ts";
import { renderBody } from "../render.ts";
import { actions, wire } from "../wire/wire.ts";
import { handlerOf, type Handlers, type Triggers, triggers } from "./on.ts";

/** The id of what holds the page's body. */
export const ROOT = "n2o-page";

/** What a part of a page is made of. */
export interface View<H extends Handlers, D> {
  /** What reaches the page's handlers: `button({ id: "plus", body: "+1", ...on.add(1) })`. */
  readonly on: Triggers<H>;
  /** What `load` answered. */
  readonly data: D;
  /** The path that was asked for, as of a page `/orders/*`. */
  readonly path: string;
  /** Whether the page is live: false where it is asked for by HTTP. */
  readonly isLive: boolean;
}

/** A part of a page: as it is, or made anew for whoever asks. */
export type Viewed<T, H extends Handlers, D> = T | ((view: View<H, D>) => T | Promise<T>);

/** How a page is declared. */
export interface PageOptions<H extends Handlers, D> {
  /** The title of the document, which a person hears first and finds the tab by. */
  readonly title: Viewed<string, H, D>;
  /**
   * What the page shows. It is rendered twice: for HTTP, with the session of the cookie, and when the page goes live; `n2o.user()`,
   * `n2o.session()` and `qc` work in it, and a `redirect` in it leads away either time.
   */
  readonly body: Viewed<Body, H, D>;
  /** What else the document says of itself: `meta`, `metaLink`, `script`. */
  readonly head?: Viewed<Body, H, D>;
  /** Reads what title, head and body need, before each time that they are rendered. */
  readonly load?: () => D | Promise<D>;
  /** Handlers by name, each with its payload: see `takes` for one that has values of controls. */
  readonly on?: H;
  /** What is done when the page goes live, before its body is rendered: topics are registered here, so that nothing is missed. */
  readonly init?: () => unknown;
  /** What the bus brings. */
  readonly news?: (news: Sent | Lost) => unknown;
  /**
   * Every event that none of the others handles, as in a page that is a module: `"init"` as well, after the body was placed, and
   * `"terminate"`.
   */
  readonly event?: (event: unknown) => unknown;
  /** Language of the document, a tag of BCP 47; `en` by default. */
  readonly lang?: string;
  /** Direction of its text; that of the browser by default. */
  readonly dir?: "ltr" | "rtl";
  /** Address of the icon; one of the library's by default. */
  readonly icon?: string;
  /** Classes of `<body>`. */
  readonly class?: string;
  /** Addresses of style sheets behind the library's own, whose rules give way to any of them. */
  readonly styles?: readonly string[];
  /** Addresses of the page's own scripts, each run when the document was read. */
  readonly scripts?: readonly string[];
  /** Ids of controls: before the tab is closed the person is asked, where one of them holds what was typed and not sent. */
  readonly unsent?: readonly string[];
  /** What the states of the connection are called, in the language of the page. */
  readonly words?: Partial<Words>;
  /** Whom the page is for; anybody by default. */
  readonly guard?: Guard;
  /** See `Page`. */
  readonly claims?: Page["claims"];
}

/** What a page says of its connection. */
export interface Words {
  /** While it is opened. */
  readonly connecting: string;
  /** While there is none; what is sent waits. */
  readonly offline: string;
  /** Where it is refused. */
  readonly refused: string;
  /** Where an event failed. */
  readonly failed: string;
  /** The button that tries once more. */
  readonly retry: string;
  /** The button that takes a message away. */
  readonly close: string;
  /** Where the browser runs no scripts. */
  readonly noscript: string;
}

/** A page as HTTP answers with it: texts as they are, markup of head and body. */
export interface PageDocument {
  /** Where the page leads instead; undefined where it shows itself. */
  readonly location: string | undefined;
  /** The title: text. */
  readonly title: string;
  /** The markup within `<head>`. */
  readonly head: string;
  /** The markup of what holds the body, with the id `n2o-page`. */
  readonly body: string;
  /** How the page is declared otherwise. */
  readonly options: Pick<
    PageOptions<Handlers, unknown>,
    "lang" | "dir" | "icon" | "class" | "styles" | "scripts" | "unsent" | "words"
  >;
}

/** A page that was declared: a module with `event`, and more. */
export interface LivePage<H extends Handlers = Handlers> extends Page {
  /** What reaches its handlers. */
  readonly on: Triggers<H>;
  /** The page as HTTP answers with it; within a visit, whose session it shows. */
  document(): Promise<PageDocument>;
  /** Shows the body anew on the connection of the running message. */
  show(): Promise<void>;
}

/**
 * Declares a page: served under its path in `routes`, no file of HTML needed.
 *
 * @example
 * ```ts
 * import { button, flash, form, input, label, output, page, refresh, state, takes } from "@n2o/n2o/nitro";
 *
 * export const counter = page({
 *   title: "Counter",
 *   on: {
 *     async add(n: number) {
 *       state("sum", Number(state("sum") ?? 0) + n);
 *       await refresh();
 *     },
 *     greet: takes({ name: "text" }, ({ name }) => flash(`Good day, ${name}`)),
 *   },
 *   body: ({ on }) => [
 *     output({ id: "sum", body: String(state("sum") ?? 0) }),
 *     button({ id: "plus", body: "+1", ...on.add(1) }),
 *     form({ id: "greeting", ...on.greet(), body: [label({ for: "name", body: "Name" }), input({ id: "name" })] }),
 *   ],
 * });
 * if (typeof counter.event !== "function") throw new Error("no page");
 * ```
 */
export function page<const H extends Handlers = Record<never, never>, D = undefined>(
  options: PageOptions<H, D>,
): LivePage<H> {
  // As: without handlers H is empty.
  const handlers = (options.on ?? {}) as H, on = triggers(handlers);
  const { guard, claims, event } = options;

  async function view(isLive: boolean): Promise<View<H, D>> {
    // As: without `load` D is undefined.
    const data = await options.load?.() as D;
    return { on, data, path: context().req.path, isLive };
  }

  async function show(): Promise<void> {
    const made = await view(true), { title } = options;
    if (typeof title === "function") set({ g: "document" }, "title", await title(made));
    update(ROOT, panel({ id: ROOT, body: await viewed(options.body, made) }));
  }

  /** What is wired while the page gets ready is carried out once its body is there. */
  async function init(): Promise<void> {
    await options.init?.();
    await event?.("init");
    const later = actions([]);
    if (destinationOf(later) === undefined) await show();
    wire(later);
  }

  async function document(): Promise<PageDocument> {
    const made = await view(false), title = await viewed(options.title, made);
    const { html: head } = renderBody(await viewed(options.head, made));
    const { html: body } = renderBody(
      panel({ id: ROOT, body: await viewed(options.body, made) }),
    );
    return { location: destinationOf(actions([])), title, head, body, options };
  }

  async function handle(message: unknown): Promise<void> {
    if (message === "init") return await init();
    if (options.news !== undefined && (isSent(message) || isLost(message))) {
      return void await options.news(message);
    }
    const handler = handlerOf(handlers, message);
    if (handler !== undefined) await handler();
    else if (event !== undefined) await event(message);
    else if (message !== "terminate" && !isSent(message) && !isLost(message)) {
      throw new NitroError("config", `page "${context().cx.page}": no handler takes this event`);
    }
  }

  return {
    event: handle,
    on,
    document,
    show,
    ...guard !== undefined && { guard },
    ...claims !== undefined && { claims },
  };
}

/**
 * Renders the page of the running message anew: what its body says now is shown, and only what changed is sent.
 *
 * @throws {NitroError} `config` where the page was not made by `page`.
 */
export async function refresh(): Promise<void> {
  const { server, cx } = context(), shown = server.routes[cx.page];
  if (!isLivePage(shown)) {
    throw new NitroError("config", `refresh: "${cx.page}" was not made by page({ body })`);
  }
  await shown.show();
}

/** Whether a page was declared by `page`, and can be asked for by HTTP. */
export function isLivePage(page: Page | undefined): page is LivePage {
  return page !== undefined && "document" in page && "show" in page;
}

async function viewed<T, H extends Handlers, D>(
  part: Viewed<T, H, D>,
  view: View<H, D>,
): Promise<T> {
  // As: no part of a page is a function itself.
  return typeof part === "function" ? await (part as (view: View<H, D>) => T)(view) : part;
}

/** Where actions lead, if they do. */
function destinationOf(wired: readonly Action[]): string | undefined {
  const found = wired.find((action) => action.action === "redirect");
  return found?.action === "redirect" ? found.url : undefined;
}
