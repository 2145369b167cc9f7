/**
 * A form as a page.
 *
 * @module
 */
import {
  type Body,
  type Handlers,
  type LivePage,
  main,
  page,
  type PageLook,
  type PageOptions,
} from "../../nitro/mod.ts";
import type { Values } from "../document/document.ts";
import { live } from "./live.ts";
import type { LiveDocument, LiveOptions } from "./options.ts";

/** How a form is declared as a page: what `page` takes is its, but for what the form itself is. */
export interface FormPageOptions<D extends LiveDocument>
  extends
    LiveOptions<Values<D>>,
    PageLook,
    Pick<PageOptions<Handlers, undefined>, "guard" | "claims" | "init" | "news"> {
  /** What is filled in. */
  readonly document: D;
  /** The title of the page; that of the document by default, where that is a text. */
  readonly title?: string | (() => string);
  /** What else the document of HTML says of itself. */
  readonly head?: Body;
  /** What stands around the form: `<main>` by default. */
  readonly around?: (form: Body) => Body | Promise<Body>;
  /** Events that are not the form's. */
  readonly event?: (event: unknown) => unknown;
}

/**
 * A form as a page: shown by HTTP at once, and live then. Where there is nothing that it is about, it is a page that is not there: 404.
 *
 * @example
 * ```ts
 * import { document, formPage } from "@n2o/n2o/form";
 * import { visit } from "@n2o/n2o/nitro/testing";
 *
 * const order = document({
 *   name: "order",
 *   title: "Order",
 *   fields: [{ id: "item", title: "Item", required: true }, { id: "note", title: "Note" }],
 *   buttons: [{ name: "send", title: "Send" }],
 * });
 * const sent: string[] = [];
 * const orders = formPage({
 *   document: order,
 *   mode: "create",
 *   submit: ({ item }) => void sent.push(item),
 * });
 *
 * await using shown = await visit(orders);
 * await shown.fill(shown.getByLabel("Item"), "tea");
 * await shown.click(shown.getByRole("button", { name: "Send" }));
 * if (sent.join() !== "tea") throw new Error(shown.show());
 * ```
 */
export function formPage<const D extends LiveDocument>(options: FormPageOptions<D>): LivePage {
  const { document, title, around = (body) => main({ body }), event, init, ...given } = options;
  const form = live(document, options);
  return page({
    ...lookOf(given),
    title: title ?? (typeof document.title === "string" ? document.title : document.name),
    ...init !== undefined && { init },
    load: async () => await form.isThere() || undefined,
    body: async () => await around(await form.body()),
    async event(message: unknown) {
      if (!await form.event(message)) await event?.(message);
    },
  });
}

/** What of the options is the page's. */
function lookOf<D extends LiveDocument>(
  given: Omit<FormPageOptions<D>, "document" | "title" | "around" | "event" | "init">,
): Partial<PageOptions<Record<never, never>, true>> {
  const own = [
    ...["lang", "dir", "icon", "class", "styles", "scripts", "unsent", "words", "head"] as const,
    ...["guard", "claims", "news"] as const,
  ];
  return Object.fromEntries(
    own.flatMap((name) => given[name] === undefined ? [] : [[name, given[name]]]),
  );
}
