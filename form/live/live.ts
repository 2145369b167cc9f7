/**
 * A form within a page: what it shows, and what it hears.
 *
 * @module
 */
import { context } from "../../n2o/mod.ts";
import { isUpload } from "../../n2o/file/mod.ts";
import { type Body, panel } from "../../nitro/mod.ts";
import { lookup } from "../../nitro/rich.ts";
import type { AnyDocument, Values } from "../document/document.ts";
import { FormError } from "../error.ts";
import { compiled } from "../forms.ts";
import { locale } from "../locale/language.ts";
import type { Sheet } from "../state/filled.ts";
import { planOf } from "../rule/plan.ts";
import { absenceView } from "../view/absence.ts";
import { idsOf } from "../view/id.ts";
import { stepsOf } from "../view/steps.ts";
import { eventOf } from "./event/event.ts";
import { uploaded } from "./file.ts";
import { asked, type Filling, type Setup } from "./filling.ts";
import { follow, handle } from "./handle.ts";
import { Keeper } from "./keeping.ts";
import { found } from "./lookup.ts";
import { notice } from "./notice.ts";
import type { LiveDocument, LiveOptions } from "./options.ts";
import { outlineOf, showFollowing, whole } from "./show.ts";
import { address, stepControl } from "./steps.ts";
import { OpenSavings } from "./store/saving.ts";

/** A form within a page. All of it belongs to the message or visit that runs, whose person it is for. */
export interface LiveForm {
  /** What it shows: for the body of the page, by HTTP and live. */
  body(): Promise<Body>;
  /**
   * Hears an event of the page, `"init"` and `"terminate"` as well. Whether it was this form's: what is not is the page's own.
   *
   * @throws {FormError} `path` for what a person may not do: let it through, and the event is refused, and logged
   */
  event(event: unknown): Promise<boolean>;
  /** Whether there is what it is about: where not, the page is none. */
  isThere(): Promise<boolean>;
  /** The form as it is filled in on this connection. */
  sheet(): Promise<Sheet>;
  /** Puts a value, and shows what follows from it. */
  set(path: string, value: unknown): Promise<void>;
  /** Puts values, by their paths: all of them or none; and shows what follows from them. */
  put(values: Readonly<Record<string, unknown>>): Promise<void>;
  /** Saves the draft, and forgets the form on this connection. */
  close(): Promise<void>;
}

/**
 * A form within a page of one's own: its `body` stands in the page's, its `event` hears first.
 *
 * @throws {FormError} `rule` for an expression that is none
 * @example
 * ```ts
 * import { document, live } from "@n2o/n2o/form";
 * import { main, page } from "@n2o/n2o/nitro";
 *
 * const note = document({ name: "note", fields: [{ id: "text", required: true }], buttons: [{ title: "Save" }] });
 * const kept: string[] = [];
 * const own = live(note, { mode: "create", submit: ({ text }) => void kept.push(text) });
 * const notes = page({
 *   title: "Notes",
 *   body: async () => main({ body: await own.body() }),
 *   event: (event) => own.event(event),
 * });
 * if (typeof notes.event !== "function") throw new Error("no page");
 * ```
 */
export function live<const D extends LiveDocument>(
  document: D,
  options: LiveOptions<Values<D>> = {},
): LiveForm {
  // As: its own functions, and those of the document, take what that holds.
  const setup: Setup = {
    compiled: compiled(document as AnyDocument),
    options: options as LiveOptions<never>,
    open: new OpenSavings(),
  };
  // An expression that is none is told as the application starts, not to the first who opens the page.
  planOf(setup.compiled);
  const { form: name } = idsOf({ compiled: setup.compiled, mode: "edit" });
  const keeper = new Keeper(setup, name);

  async function sure(): Promise<Filling> {
    const filling = await keeper.ready();
    if (filling !== undefined) return filling;
    throw new FormError("path", `form "${document.name}": there is no such record`);
  }

  async function heard(message: unknown): Promise<boolean> {
    if (isUpload(message)) return await uploaded(await sure(), message);
    const looked = lookup(message);
    if (looked !== undefined) return await found(await sure(), looked);
    const event = eventOf(name, setup.compiled, message);
    if (event === undefined) return false;
    await handle(await sure(), event);
    return true;
  }

  async function put(values: Readonly<Record<string, unknown>>): Promise<void> {
    const filling = await sure(), outline = outlineOf(filling);
    follow(filling, new Set(filling.sheet.putAll(values)), outline);
    keeper.keep(filling);
  }

  async function close(): Promise<void> {
    await keeper.release()?.saving?.flush();
  }

  return {
    close,
    isThere: async () => await keeper.ready() !== undefined,
    sheet: async () => (await sure()).sheet,
    body: async () => shown(setup, await keeper.ready()),
    async event(message) {
      if (message === "init") {
        const filling = await keeper.ready();
        if (filling !== undefined) {
          address(filling, "replace");
          showFollowing(filling);
        }
      } else if (message === "terminate") await close();
      else if (await heard(message)) {
        keeper.keep(await sure());
        return true;
      }
      return false;
    },
    set: (path, value) => put({ [path]: value }),
    put,
  };
}

/** A form with what stands above it; that there is none, where what it is about is gone. */
function shown({ compiled, options }: Setup, filling: Filling | undefined): Body {
  if (filling === undefined) {
    const form = { compiled, mode: asked(options.mode) ?? "edit" };
    return absenceView({ ...form, locale: asked(options.locale) ?? locale("en") }, "gone");
  }
  const isLive = context().isVisit !== true;
  return panel({
    id: `${filling.ids.form}-live`,
    body: [
      notice(filling),
      stepsOf(filling.sheet).length === 0 ? null : stepControl(filling),
      whole(filling, isLive),
    ],
  });
}
