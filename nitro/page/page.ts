/**
 * Pages that are declared: title, head and body, ready by HTTP with the session of the cookie and then live, and their handlers.
 *
 * @module
 */
import { context, isLost, isNotice, isSent, type Page } from "../../n2o/mod.ts";
import type { Action } from "../action/action.ts";
import { panel } from "../elements/mod.ts";
import { NitroError } from "../error.ts";
import { hook, set, update } from "../nitro.ts";
import { qv, type SourceValue } from "../q.ts";
import { renderBody } from "../render.ts";
import { actions, wire } from "../wire/wire.ts";
import { headOf, still } from "./document.ts";
import { keepFlashes, keptFlashes, withoutFlashes } from "./flash.ts";
import { handlerOf, type Handlers, isDate, triggers } from "./on.ts";
import type { LivePage, PageDocument, PageOptions, View, Viewed } from "./options.ts";

/** The id of what holds the page's body. */
const ROOT = "n2o-page";
/** What the part of the client for states hears where there is no page to show: to load it anew may help. */
const MISSING = "init";

/**
 * Declares a page: served under its path in `routes`, no file of HTML needed.
 *
 * @example
 * ```ts
 * import { button, flash, form, input, label, output, page, refresh, state, takes } from "@n2o/n2o/nitro";
 *
 * const counter = page({
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

  /** What the parts are made of; undefined where the page leads elsewhere, or is about nothing. */
  async function view(isLive: boolean): Promise<View<H, D> | undefined> {
    const data = await options.load?.();
    if (options.load !== undefined && data === undefined) return undefined;
    if (destinationOf(actions()) !== undefined) return undefined;
    // As: without `load` D is undefined.
    return { on, data: data as D, path: context().req.path, isLive };
  }

  async function show(): Promise<void> {
    const made = await view(true), { title } = options;
    if (made !== undefined) {
      if (typeof title === "function") set({ g: "document" }, "title", await title(made));
      update(ROOT, panel({ id: ROOT, body: await viewed(options.body, made) }));
    } else if (destinationOf(actions()) === undefined) hook("error", MISSING);
  }

  /** What is wired while the page gets ready is carried out once its body is there. Where it cannot, the person is told. */
  async function init(): Promise<void> {
    try {
      await getReady();
    } catch (error) {
      const { server, cx: { page, session } } = context();
      server.log("error", "the page failed to get ready", { page, session, error });
      actions([]);
      hook("error", MISSING);
    }
  }

  async function getReady(): Promise<void> {
    await options.init?.();
    await event?.("init");
    const later = actions([]);
    if (destinationOf(later) === undefined) await show();
    wire(later);
  }

  /** What is said where the page leads elsewhere the next one shows; else it is said once it is live. */
  async function document(): Promise<PageDocument> {
    const made = await withoutFlashes(asked), { location, isMissing } = made;
    if (location !== undefined) keepFlashes();
    return location !== undefined || isMissing ? made : { ...made, flashes: keptFlashes() };
  }

  async function asked(): Promise<PageDocument> {
    const made = await view(false), nothing = { title: "", head: "", body: "", options };
    if (made === undefined) {
      const location = destinationOf(actions([]));
      return { ...nothing, location, isMissing: location === undefined };
    }
    const title = await viewed(options.title, made);
    const head = headOf(await viewed(options.head, made));
    let ids = 0;
    const { html: body } = renderBody(
      panel({ id: ROOT, body: await viewed(options.body, made) }),
      // The same each time, so that the same document has the same tag.
      () => `auto-${++ids}`,
    );
    const location = destinationOf(actions([]));
    return { location, isMissing: false, title, head, body: still(body), options };
  }

  async function handle(message: unknown): Promise<void> {
    await handled(message);
    if (options.unsent !== undefined) tellSent(options.unsent);
    // What is said along with it is to be read on the next page.
    if (destinationOf(actions()) !== undefined) hook("leave");
  }

  async function handled(message: unknown): Promise<void> {
    if (message === "init") return await init();
    if (options.news !== undefined && (isSent(message) || isLost(message))) {
      return void await options.news(message);
    }
    const handler = handlerOf(handlers, message) ?? options.lookups?.(message);
    if (handler !== undefined) await handler();
    else if (event !== undefined) await event(message);
    else if (message !== "terminate" && !isNews(message)) {
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

/**
 * Whether a page was declared by `page`, and can be asked for by HTTP.
 *
 * @example
 * ```ts
 * import { isLivePage, page } from "@n2o/n2o/nitro";
 *
 * if (!isLivePage(page({ title: "Shop", body: "Tea" })) || isLivePage({ event() {} })) throw new Error("misjudged");
 * ```
 */
export function isLivePage(page: Page | undefined): page is LivePage {
  return page !== undefined && "document" in page && "show" in page;
}

/** Tells the page what of its marked controls has arrived, before it may be led elsewhere. */
function tellSent(ids: readonly string[]): void {
  const arrived = ids.filter((id) => qv(id) !== undefined);
  if (arrived.length === 0) return;
  const later = actions([]);
  for (const id of arrived) hook("sent", [id, sumOf(textOf(qv(id)))]);
  wire(later);
}

/** As the page has it: a day as its control writes it, choices with commas between. */
function textOf(value: SourceValue | undefined): string {
  if (!isDate(value)) return String(value);
  const { year, month, day } = value, two = (n: number) => String(n).padStart(2, "0");
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
}

/** As the page reckons it. */
function sumOf(text: string): number {
  let sum = 0;
  for (let at = 0; at < text.length; at++) sum = (sum * 31 + text.charCodeAt(at)) | 0;
  return sum;
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

/** Whether a message comes to pages that did not ask for it, as of an upload all of its owner hear. */
function isNews(message: unknown): boolean {
  return isSent(message) || isLost(message) || isNotice(message);
}
