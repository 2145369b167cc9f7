/**
 * What a page does to what the person sees: updates, insertions, addresses, attributes.
 *
 * Every function here belongs to a running message and throws `N2oError` `no_context` outside of one.
 *
 * @module
 */
import { context, type Plain, Sent } from "../n2o/mod.ts";
import type { Action, Target, Value, Where } from "./action/action.ts";
import type { Body } from "./element.ts";
import { attribute, destination, property } from "./refuse.ts";
import { renderBody } from "./render.ts";
import { wire, wireRendered } from "./wire/wire.ts";

/** Makes `target` what `body` says; on our wire focus, selection and typed text stay where elements stay. */
export function update(target: Target, body: Body): void {
  place(body, (html) => ({ action: "update", target, html }));
}

/** Puts `body` in the place of `target`: another name of `update`. */
export function replace(target: Target, body: Body): void {
  update(target, body);
}

/** Puts `body` before everything in `target`. */
export function insertTop(target: Target, body: Body): void {
  insert(target, "afterbegin", body);
}

/** Puts `body` behind everything in `target`. */
export function insertBottom(target: Target, body: Body): void {
  insert(target, "beforeend", body);
}

/** Puts `body` before `target`. */
export function insertBefore(target: Target, body: Body): void {
  insert(target, "beforebegin", body);
}

/** Puts `body` behind `target`. */
export function insertAfter(target: Target, body: Body): void {
  insert(target, "afterend", body);
}

/** Puts `body` beside or into `target`. An element whose id is in the document already is updated where it stands. */
export function insert(target: Target, where: Where, body: Body): void {
  place(body, (html) => ({ action: "insert", target, where, html, tag: wrapper(body) }));
}

/** Removes what is in `target`. */
export function clear(target: Target): void {
  wire({ action: "clear", target });
}

/** Takes `target` out of the document, with all that is in it. */
export function remove(target: Target): void {
  wire({ action: "remove", target });
}

/** Whether a page may be left for another site. */
export interface RedirectOptions {
  /** Whether the address may be of another site; not by default: what a person sent would lead others away. */
  readonly leaves?: boolean;
}

/**
 * Goes to another page.
 *
 * @throws {NitroError} `url` for an address that runs something, such as `javascript:`, and for one of another site, such as
 *   `//example.com`, unless `leaves` says that it may be.
 */
export function redirect(address: string, { leaves = false }: RedirectOptions = {}): void {
  wire({ action: "redirect", url: destination(address, leaves), leaves });
}

/**
 * Sets a property, `path` may lead through objects: `set("logo", "style.display", "none")`.
 *
 * @throws {NitroError} `render` for a property that runs what it is set to (`onclick`, `innerHTML`), `url` for an address that does.
 */
export function set(target: Target, path: string, value: Value): void {
  wire({ action: "set", target, path, value: property(path, value) });
}

/** Calls a method: `call("message", "focus")`. */
export function call(target: Target, method: string, ...args: readonly Value[]): void {
  wire({ action: "call", target, method, args });
}

/**
 * Sets an attribute; `false` removes it.
 *
 * @throws {NitroError} `render` for one that holds code (`onclick`, `srcdoc`), `url` for an address that runs something.
 */
export function setAttr(target: Target, name: string, value: string | boolean): void {
  wire({ action: "attr", target, name, value: attribute(name, value) });
}

/** Sets the inline style as a whole: `style("logo", "color: red; width: 3em")`. A page's policy allows it, as it comes by a script. */
export function style(target: Target, css: string): void;
/** Sets one property of the inline style, by its name in CSS or in scripts: `background-color`, `backgroundColor`. */
export function style(target: Target, property: string, value: string): void;
export function style(target: Target, property: string, value?: string): void {
  if (value === undefined) return set(target, "style.cssText", property);
  const name = property.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  set(target, `style.${name}`, value);
}

/** Sets how `target` is laid out: `block`, `none`, or what CSS knows. */
export function display(target: Target, status: string): void {
  style(target, "display", status);
}

/** Shows `target` as a block: `display: block` in its inline style, whatever was there before. */
export function show(target: Target): void {
  display(target, "block");
}

/** Hides `target` by `display: none` in its inline style. */
export function hide(target: Target): void {
  display(target, "none");
}

/** Moves the keyboard's focus to `target`. */
export function focus(target: Target): void {
  call(target, "focus");
}

/** Empties a text control if it still holds `text`, so that what was typed since stays. */
export function reset(target: Target, text: string): void {
  wire({ action: "reset", target, text });
}

/** Tells the page's own scripts: they get the `CustomEvent` `n2o:name` on `document`. */
export function hook(name: string, data: Value = null): void {
  wire({ action: "hook", name, data });
}

/** What the connection keeps under `key` between messages, or `undefined`. */
export function state(key: string): Plain | undefined;
/**
 * Keeps `value` under `key` for the connection's next messages.
 *
 * @throws {N2oError} `full` where the connection's host may sleep, and has no room for that: in a Durable Object beyond 1 MiB in all.
 */
export function state(key: string, value: Plain): Plain;
export function state(key: string, value?: Plain): Plain | undefined {
  const found = context();
  if (value !== undefined) {
    const state = { ...found.cx.state, [key]: value };
    found.sleeper?.room(state);
    found.cx = { ...found.cx, state };
  }
  return Object.hasOwn(found.cx.state, key) ? found.cx.state[key] : undefined;
}

/** What a page hands itself. */
export interface Transfer {
  /** Values that the connection keeps by their keys: see `state`. */
  readonly state?: Readonly<Record<string, Plain>>;
  /** What the page's `event` is told once the running message was answered, each as a `Sent` of the topic `transfer`. */
  readonly events?: readonly Plain[];
}

/**
 * Keeps values and sends the page messages of its own: `transfer({ state: { step: 2 }, events: ["next"] })`.
 *
 * @throws {N2oError} `full` as `state` does.
 */
export function transfer({ state: values = {}, events = [] }: Transfer): void {
  for (const [key, value] of Object.entries(values)) state(key, value);
  const { receiver } = context();
  for (const message of events) receiver(new Sent("transfer", structuredClone(message)));
}

/** Renders to markup; the actions that go with it are wired. */
export function render(body: Body): string {
  const { html, actions } = renderBody(body);
  wire(actions);
  return html;
}

function place(body: Body, made: (html: string) => Action): void {
  const { html, actions } = renderBody(body);
  wireRendered(made(html), actions);
}

/** The element in which the classic client parses markup: rows of a table are lost in any other. */
function wrapper(body: Body): string {
  const first = Array.isArray(body) ? body[0] : body;
  const name = typeof first === "object" && first !== null && "element" in first
    ? first.element
    : "";
  return name === "tr" ? "tbody" : name === "td" || name === "th" ? "tr" : "div";
}
