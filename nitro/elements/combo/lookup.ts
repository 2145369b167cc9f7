/**
 * Lookups: what a combobox asks its page while the person types, and what the page answers.
 *
 * @module
 */
import type { Plain } from "../../../n2o/mod.ts";
import { NitroError } from "../../error.ts";
import { insertBottom, setAttr, update } from "../../nitro.ts";
import { q } from "../../q.ts";
import { ul } from "../group/group.ts";
import { notOffered, openOffered, sealOffered } from "../offered/offered.ts";
import { type Item, itemOption } from "./item.ts";

/** What a combobox asks for. */
export interface Lookup {
  /** Id of the combobox that asks. */
  readonly id: string;
  /** What the person typed, without space around it: up to 256 characters, empty for a list that was opened before. */
  readonly text: string;
  /** Where to go on, as `offer` was given it; `undefined` for the beginning. */
  readonly cursor: Plain | undefined;
  /** What the element was given as `lookup`. */
  readonly about: Plain;
  /** Which question of the control it is. */
  readonly turn: number;
}

/** The longest text that is looked up, in UTF-16 units. */
export const LONGEST = 256;
/** The most items of one answer. */
const MOST = 200;
const BRAND = "n2o:lookup";

/** The postback by which the combobox `id` asks. */
export function lookupPostback(id: string, about: Plain): Plain {
  return { [BRAND]: id, about };
}

/** The source of a question: its turn, the sealed place to go on, and the text. */
export function askId(id: string): string {
  return `${id}-ask`;
}

/**
 * What the running event asks for, or `undefined` where it is another event. Only what this server sealed as the question of a combobox is
 * one, whatever a person types.
 *
 * @param event what the page's `event` was called with.
 * @throws {NitroError} `offered` for a question that no control of ours asks.
 *
 * @example
 * ```ts
 * import { lookup, offer } from "@n2o/n2o/nitro/rich";
 *
 * const countries = [{ id: "ua", text: "Ukraine" }, { id: "uy", text: "Uruguay" }];
 *
 * export function event(event: unknown): void {
 *   const asked = lookup(event);
 *   if (asked) {
 *     offer(asked, countries.filter(({ text }) => text.toLowerCase().startsWith(asked.text.toLowerCase())));
 *   }
 * }
 * event("init");
 * ```
 */
export function lookup(event: unknown): Lookup | undefined {
  if (typeof event !== "object" || event === null || !(BRAND in event)) return undefined;
  const { [BRAND]: id, about } = event as { [BRAND]: unknown; about?: Plain }; // as the server sealed it
  if (typeof id !== "string") return undefined;
  const [, turn, next, text] = /^(\d{1,9}) ([\w-]*) ([^]*)$/.exec(q(askId(id))) ?? [];
  if (turn === undefined || next === undefined || text === undefined || text.length > LONGEST) {
    throw notOffered(id);
  }
  const place = next === "" ? undefined : openOffered("next", id, next);
  return {
    id,
    text: text.trim().toWellFormed(),
    cursor: place,
    about: about ?? null,
    turn: Number(turn),
  };
}

/**
 * Answers a lookup: the list of the combobox shows these, behind those that it has where the lookup went on. An answer to what the person
 * does not ask any more is passed over.
 *
 * @param items up to 200.
 * @param next where the next lookup goes on, as a value of the application's: the browser gets it sealed. Without it these were all.
 * @throws {NitroError} `render` for more than 200 items.
 */
export function offer(
  { id, cursor, turn }: Lookup,
  items: readonly Item[],
  next?: Plain,
): void {
  if (items.length > MOST) {
    throw new NitroError("render", `offer: ${items.length} items are too many, give ${MOST}`);
  }
  const list = `${id}-list`, options = items.map((item) => itemOption(id, item, true));
  const place = next === undefined ? "" : sealOffered("next", id, next, true);
  if (cursor === undefined) {
    const data = { "n2o-turn": turn, "n2o-next": place }, aria = { labelledby: `${id}-label` };
    return update(list, ul({ id: list, role: "listbox", aria, data, body: options }));
  }
  insertBottom(list, options);
  setAttr(list, "data-n2o-next", place);
  setAttr(list, "data-n2o-turn", String(turn));
}
