/**
 * Mistakes of a page that its actions show, told in the log while it is developed. What only the document shows is told by the part of
 * the client that is loaded with it, in the browser's console.
 *
 * @module
 */
import type { Server } from "../../n2o/mod.ts";
import type { Action } from "../action/action.ts";
import { watch } from "../wire/watch.ts";

/** How many different mistakes of a server are told. */
const MOST = 1_000;

/** Has what the pages of a server wire looked at: mistakes stand in its log, each of them once. */
export function check(server: Server): void {
  const told = new Set<string>(), begun = new WeakMap<object, Set<string>>();
  watch(server, (actions, page, connection) => {
    if (actions.length === 0) return actions;
    for (const { message, element } of mistakes(actions)) {
      // An id that was made up is another one for each client.
      const name = `${page} ${message} ${element}`.replace(/auto-\w+/g, "auto");
      if (told.has(name) || told.size >= MOST) continue;
      told.add(name);
      server.log("warning", `the page ${message}`, { page, element });
    }
    // The browser begins to look with the first answer.
    const before = begun.get(connection ?? server), looked = before ?? new Set<string>();
    const first: Action[] = before ? [] : [{ action: "part", part: "check", target: "" }];
    begun.set(connection ?? server, looked);
    if (connection === undefined) looked.clear();
    return [...first, ...actions, ...looks(actions, looked)];
  });
}

/** A mistake: what the page does, and the element. */
interface Mistake {
  readonly message: string;
  readonly element: string;
}

function mistakes(actions: readonly Action[]): Mistake[] {
  const placed = actions.flatMap((action) =>
    "html" in action ? [{ action, found: tags(action.html) }] : []
  );
  const named = new Set(
    placed.flatMap(({ found }) => found.flatMap(({ attributes }) => attributes.get("for") ?? [])),
  );
  return placed.flatMap(({ action, found }) => [
    ...lost(action, found),
    ...doubled(found),
    ...found.filter((tag) => isUnnamed(tag, named)).map(({ text }) => ({
      message:
        "shows a control that nothing can name: give it an id and a label, or aria: { label }",
      element: text,
    })),
  ]);
}

/** An update whose markup lacks the id of what it updates: the next one finds nothing. */
function lost(action: Action, found: readonly Found[]): Mistake[] {
  if (action.action !== "update" || typeof action.target !== "string") return [];
  const { target } = action;
  if (found.some(({ attributes }) => attributes.get("id") === target)) return [];
  const element = found[0]?.text ?? "nothing";
  return [{
    message:
      `updates "${target}" by what does not have that id: the next update would find nothing`,
    element,
  }];
}

function doubled(found: readonly Found[]): Mistake[] {
  const seen = new Set<string>(), mistakes: Mistake[] = [];
  for (const { attributes, text } of found) {
    const id = attributes.get("id");
    if (id === undefined || !seen.has(id)) seen.add(id ?? "");
    else {mistakes.push({
        message: `shows the id "${id}" twice: only the first is found`,
        element: text,
      });}
  }
  return mistakes;
}

const CONTROLS = new Set(["input", "select", "textarea"]);
const SPEAKING = new Set(["hidden", "submit", "button", "reset", "image"]);

/** Whether a control has no name and no id by which a label that is elsewhere could name it. */
function isUnnamed({ name, attributes, isLabelled }: Found, named: ReadonlySet<string>): boolean {
  if (
    !CONTROLS.has(name) || isLabelled || SPEAKING.has(attributes.get("type") ?? "") ||
    attributes.has("hidden")
  ) return false;
  if (["aria-label", "aria-labelledby", "title"].some((each) => attributes.has(each))) return false;
  const id = attributes.get("id");
  // One that a page made up is known to nobody else.
  return id === undefined || id.startsWith("auto-") && !named.has(id);
}

/** What the browser is to look at: whether what sources name is there. What it was told once it looks at whenever the page changes. */
function looks(actions: readonly Action[], looked: Set<string>): Action[] {
  const made: Action[] = [];
  for (const action of actions) {
    if (action.action !== "event" && action.action !== "confirm") continue;
    const { target, source: args } = action, name = JSON.stringify([target, args]);
    if (args.length === 0 || looked.has(name)) continue;
    if (looked.size >= MOST) looked.clear();
    looked.add(name);
    made.push({ action: "part", part: "check", target, args });
  }
  return made;
}

/** A tag of markup that elements made: attributes stand in double quotes, and `<` is nothing else. */
interface Found {
  readonly name: string;
  /** Attributes as they are written, by their names. */
  readonly attributes: ReadonlyMap<string, string>;
  /** Whether it stands in a label. */
  readonly isLabelled: boolean;
  /** The tag as it is written, at most 120 characters of it. */
  readonly text: string;
}

const TAG = /<(\/?)([a-z][\w:-]*)((?:\s[^<>"]*(?:"[^"]*"[^<>"]*)*)?)\/?>/gi;
const ATTRIBUTE = /([^\s"=/]+)(?:="([^"]*)")?/g;

/** How much of a markup is read. */
const LONGEST = 1_000_000;

/** The tags of a markup, in their order. */
function tags(html: string): Found[] {
  const found: Found[] = [];
  let labels = 0;
  for (const [text, end, name = "", written = ""] of html.slice(0, LONGEST).matchAll(TAG)) {
    if (name === "label") labels += end === "/" ? -1 : 1;
    if (end === "/") continue;
    const pairs = [...written.matchAll(ATTRIBUTE)].map((
      [, key = "", value = ""],
    ): [string, string] => [key, value]);
    found.push({
      name,
      attributes: new Map(pairs),
      isLabelled: labels > 0,
      text: text.slice(0, 120),
    });
  }
  return found;
}
