/**
 * Actions: what the browser is to do, as data. The two back ends write them as JavaScript text and as instructions.
 *
 * @module
 */
import type { Plain } from "../../n2o/mod.ts";
import { jse } from "../escape.ts";
import type { EventAction, EventProps, Source } from "../event.ts";
import { apiName } from "./name.ts";
import { each, type Target } from "./target.ts";

export type { Target } from "./target.ts";

/** Where markup is placed, seen from an element. */
export type Where = "beforebegin" | "afterbegin" | "beforeend" | "afterend";

/** A value of a property or an argument of a method. */
export type Value = string | number | boolean | null | readonly Value[];

/** An action, told by its `action`. */
export type Action =
  | EventAction
  /** The element becomes what the markup says. */
  | { readonly action: "update"; readonly target: Target; readonly html: string }
  /** Markup is placed beside or into an element. `tag` is the element that the classic wire parses it in. */
  | {
    readonly action: "insert";
    readonly target: Target;
    readonly where: Where;
    readonly html: string;
    readonly tag: string;
  }
  /** The children of an element are removed. */
  | { readonly action: "clear"; readonly target: Target }
  /** An element is removed. */
  | { readonly action: "remove"; readonly target: Target }
  /** The page goes to an address; to another site only where `leaves` says so. */
  | { readonly action: "redirect"; readonly url: string; readonly leaves?: boolean }
  /** A property is set; `path` may lead through objects: `style.display`. */
  | {
    readonly action: "set";
    readonly target: Target;
    readonly path: string;
    readonly value: Value;
  }
  /** An attribute is set, or removed if the value is false. */
  | {
    readonly action: "attr";
    readonly target: Target;
    readonly name: string;
    readonly value: string | boolean;
  }
  /** The element holds this text and nothing else. */
  | { readonly action: "text"; readonly target: Target; readonly text: string }
  /** The element of an id is put beside or into another. */
  | {
    readonly action: "move";
    readonly target: Target;
    readonly where: Where;
    readonly id: string;
  }
  /** A method is called. */
  | {
    readonly action: "call";
    readonly target: Target;
    readonly method: string;
    readonly args: readonly Value[];
  }
  /** A text control is emptied if it still holds `text`. */
  | { readonly action: "reset"; readonly target: Target; readonly text: string }
  /** The person is asked; on yes an event is sent. */
  | {
    readonly action: "confirm";
    readonly target: string;
    readonly text: string;
    readonly postback: Plain;
    readonly source: readonly Source[];
    readonly delegate: string | undefined;
  }
  /** Scripts of the page get a function `document[name]` that sends an event; what it is called with goes along as JSON. */
  | {
    readonly action: "api";
    readonly name: string;
    readonly postback: Plain;
    readonly delegate: string | undefined;
  }
  /** A cookie is set from within the page: `name=value` and its attributes. */
  | { readonly action: "cookie"; readonly text: string }
  /** Scripts of the page that listen for `n2o:name` are told. */
  | { readonly action: "hook"; readonly name: string; readonly data: Value }
  /** The control of an element `upload` begins to work. */
  | {
    readonly action: "upload";
    readonly target: string;
    /** What each of its files says beside. */
    readonly meta: string;
    /** What it says to the person. */
    readonly words: Readonly<Record<string, string>>;
  }
  /** A part of our client is loaded and told which control it is for; the classic client has none. */
  | {
    readonly action: "part";
    /** Its name: `combo` is `/n2o/combo.js`. */
    readonly part: "calendar" | "check" | "combo" | "form" | "rows" | "step";
    /** Id of the control. */
    readonly target: string;
    /** What it is told beside. */
    readonly args?: readonly string[];
  }
  /** JavaScript text, for the classic wire only. */
  | { readonly action: "script"; readonly text: string };

/** Shows a text until the person closes it. */
export function alert(text: string): Action {
  return { action: "call", target: { g: "window" }, method: "alert", args: [text] };
}

/** Asks the person; on yes the page is told. */
export function confirm(
  { text, target = "", postback, source = [], delegate }:
    & { readonly text: string; readonly target?: string }
    & Pick<EventProps, "postback" | "source" | "delegate">,
): Action {
  return { action: "confirm", target, text, postback, source, delegate };
}

/** A function for the page's own scripts. */
export interface Api extends Pick<EventProps, "delegate"> {
  /** Its name in `document`: an identifier. */
  readonly name: string;
  /** What the page's `event` is called with; the name by default. */
  readonly postback?: Plain;
}

/**
 * Gives the page's own scripts a function: after `wire(api({ name: "plus" }))` a script calls `document.plus({ a: 1 })`, the page's `event`
 * is told `"plus"`, and `apiData("plus")` is what the script gave, which anybody can have made up.
 *
 * @throws {NitroError} `render` for a name that is no identifier, or that a document has already.
 */
export function api({ name, postback = name, delegate }: Api): Action {
  return { action: "api", name: apiName(name), postback, delegate };
}

/** Code for an event of an element, for the classic wire alone. */
export interface Bind {
  /** What the event happens to. */
  readonly target: Target;
  /** Type of the DOM event: `click`. */
  readonly type: string;
  /** JavaScript that finds the event as `event`. Never put text of a user into it. */
  readonly code: string;
}

/**
 * Runs JavaScript at each event of an element: for the classic wire, where `scripts` of the settings allows it. On our wire the page's own
 * script listens itself, or `event` tells the page.
 */
export function bind({ target, type, code }: Bind): Action {
  const on = `x.addEventListener('${jse(type)}',function(event){${code}});`;
  return { action: "script", text: each(target, on) };
}

/** Actions that the person sees at once: those of one message are carried out before the browser paints. */
export function multi(...actions: readonly (Action | readonly Action[])[]): readonly Action[] {
  return actions.flat();
}

/** Methods to call, or a property to set. */
export interface Jq {
  /** What the methods and the property belong to. */
  readonly target: Target;
  /** Names of methods, called one after the other with the same arguments. */
  readonly method?: string | readonly string[];
  /** Arguments of each method; none by default. */
  readonly args?: readonly Value[];
  /** A property, as `set` takes it: `style.display`. */
  readonly property?: string;
  /** What the property is set to; `null` by default. */
  readonly right?: Value;
}

/** The actions of a `jq`: `wire(jq({ target: "message", method: ["focus", "select"] }))`. */
export function jq(
  { target, method = [], args = [], property, right = null }: Jq,
): readonly Action[] {
  const methods = typeof method === "string" ? [method] : method;
  const calls = methods.map((method): Action => ({ action: "call", target, method, args }));
  return property === undefined
    ? calls
    : [...calls, { action: "set", target, path: property, value: right }];
}
