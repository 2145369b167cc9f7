/**
 * The back end of our wire: actions as instructions, terms that the client carries out.
 *
 * @module
 */
import { type Atom, atom, type Term, type Tuple, tuple } from "../../n2o/mod.ts";
import type { Action, Target, Value } from "../action/action.ts";
import { apiName } from "../action/name.ts";
import { apiSource } from "../q.ts";
import { attribute, call, destination, property } from "../refuse.ts";
import type { Seal } from "./classic.ts";
import { NitroError } from "../error.ts";
import type { EventAction, EventOptions } from "../event.ts";

/**
 * The instructions of actions.
 *
 * @throws {NitroError} `script` for JavaScript text, `url` for an address that runs something or leaves the site unsaid, `render` for an
 *   attribute, property or method that runs what it is given.
 */
export function terms(actions: readonly Action[], seal: Seal): Tuple[] {
  const made: Tuple[] = [];
  for (const action of actions) {
    // The part makes the function, and a binding like any other sends what it was called with.
    if (action.action === "api") made.push(apiPart(action), apiBinding(action, seal));
    else {
      if (action.action === "event" && action.options.valid === true) made.push(validPart(action));
      made.push(instruction(action, seal));
    }
  }
  return made;
}

const UPDATE = atom("update"),
  INSERT = atom("insert"),
  CLEAR = atom("clear"),
  REMOVE = atom("remove");
const REDIRECT = atom("redirect"),
  BIND = atom("bind"),
  CONFIRM = atom("confirm"),
  SET = atom("set");
const ATTR = atom("attr"),
  CALL = atom("call"),
  TEXT = atom("text"),
  MOVE = atom("move"),
  RESET = atom("reset"),
  HOOK = atom("hook"),
  PART = atom("part");
const TRUE = atom("true"), FALSE = atom("false"), NULL = atom("null");
const OPTIONS = ["debounce", "throttle", "prevent", "confirm", "key", "single", "empty"] as const;
const names: ReadonlyMap<string, Atom> = new Map(
  [...OPTIONS, "beforebegin", "afterbegin", "beforeend", "afterend", "qs", "qa", "g"].map((
    name,
  ) => [name, atom(name)]),
);

/** An action `api`. */
type ApiAction = Action & { action: "api" };

function apiPart({ name }: ApiAction): Tuple {
  return tuple(PART, "./api.js", apiName(name), apiSource(name));
}

function apiBinding({ name, postback, delegate }: ApiAction, seal: Seal): Tuple {
  const source = [apiSource(name)];
  const sealed = seal({ target: "document", postback, source, delegate });
  return tuple(BIND, tuple(named("g"), "document"), `n2o:api:${name}`, sealed, source, new Map());
}

/** Has the browser look at the sources of an event before it is sent. */
function validPart({ target, type, source, options }: EventAction): Tuple {
  // The key without its modifiers, which is what the event says.
  const key = /(?:^|\+)(\+|[^+]+)$/.exec(options.key ?? "")?.[1] ?? "";
  return tuple(PART, "./valid.js", target, type, source, key);
}

function instruction(action: Exclude<Action, ApiAction>, seal: Seal): Tuple {
  switch (action.action) {
    case "event":
      return tuple(
        BIND,
        action.target,
        action.type,
        seal(action),
        action.source,
        options(action.options),
      );
    case "update":
      return tuple(UPDATE, target(action.target), action.html);
    case "insert":
      return tuple(INSERT, target(action.target), named(action.where), action.html);
    case "clear":
      return tuple(CLEAR, target(action.target));
    case "remove":
      return tuple(REMOVE, target(action.target));
    case "redirect":
      return tuple(REDIRECT, destination(action.url, action.leaves === true));
    case "set":
      return tuple(
        SET,
        target(action.target),
        action.path,
        value(property(action.path, action.value)),
      );
    case "attr":
      return tuple(
        ATTR,
        target(action.target),
        action.name,
        value(attribute(action.name, action.value)),
      );
    case "text":
      return tuple(TEXT, target(action.target), action.text);
    case "move":
      return tuple(MOVE, target(action.target), named(action.where), action.id);
    case "call":
      return tuple(
        CALL,
        target(action.target),
        action.method,
        call(action.method, action.args).map(value),
      );
    case "reset":
      return tuple(RESET, target(action.target), action.text);
    case "confirm":
      return tuple(CONFIRM, action.target, action.text, seal(action), action.source);
    case "cookie":
      return tuple(SET, tuple(named("g"), "document"), "cookie", action.text);
    case "hook":
      return tuple(HOOK, action.name, value(action.data));
    case "upload": {
      const words = Object.entries(action.words).map(([name, text]) => [name, text]);
      return tuple(PART, "./upload.js", action.target, action.meta, words);
    }
    case "part":
      return tuple(PART, `./${action.part}.js`, action.target, ...action.args ?? []);
    case "script":
      throw new NitroError(
        "script",
        "JavaScript text cannot travel on this wire: use set, call, attr or a hook",
      );
  }
}

function named(name: string): Term {
  return names.get(name) ?? atom(name);
}

function target(of: Target): Term {
  if (typeof of === "string") return of;
  return tuple(...Object.entries(of).flatMap(([kind, text]) => [named(kind), text]));
}

function options(of: EventOptions): Map<Term, Term> {
  const held = new Map<Term, Term>();
  for (const name of OPTIONS) {
    const option = of[name];
    if (option !== undefined) held.set(named(name), value(option));
  }
  return held;
}

function value(of: Value): Term {
  if (typeof of === "boolean") return of ? TRUE : FALSE;
  if (of === null) return NULL;
  return typeof of === "object" ? of.map(value) : of;
}
