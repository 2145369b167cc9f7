/**
 * What a form on a page hears: plain data that the server seals, and looks at again when it comes back.
 *
 * @module
 */
import { fingerprint, isInteger, isObject } from "../../../base/mod.ts";
import type { Plain } from "../../../n2o/mod.ts";
import type { Compiled } from "../../document/compile.ts";
import { FormError } from "../../error.ts";
import { checkedPath, isName } from "../../value/path.ts";
import type { Side } from "../../value/merge.ts";

/** What a person did. */
export type FormEvent =
  /** A control was left with another value, or is being typed into. */
  | { readonly do: "enter" | "type"; readonly at: string }
  /** The button at a place of the document's, from 0. */
  | { readonly do: "button"; readonly at: number }
  /** To a step of a wizard, from 1. */
  | { readonly do: "step"; readonly to: number; readonly isChecked: boolean }
  /** The browser's own buttons led to another step. */
  | { readonly do: "moved" }
  /** Another row at the end of the group at a path, or its rows in another order. */
  | { readonly do: "add" | "sort"; readonly at: string }
  /** Something with a row. */
  | {
    readonly do: "copy" | "remove" | "up" | "down";
    readonly at: string;
    readonly key: string;
  }
  /** Another page of a long group. */
  | { readonly do: "page"; readonly at: string; readonly to: number }
  /** What becomes of a draft. */
  | { readonly do: "draft"; readonly isUsed: boolean }
  /** Whose value holds, at a place that two have changed: the `at`th of those that are asked about. */
  | { readonly do: "side"; readonly at: number; readonly side: Side }
  /** Sides are chosen: it is saved. */
  | { readonly do: "settle" };

/** What is sealed: of which form, and of which state of its document. */
export function postbackOf(form: string, compiled: Compiled, event: FormEvent): Plain {
  return { form, of: stampOf(compiled), ...event };
}

/**
 * What a message says to a form; undefined where it is to somebody else.
 *
 * @throws {FormError} `path` for what the document, as it is now, does not have
 */
export function eventOf(
  form: string,
  compiled: Compiled,
  message: unknown,
): FormEvent | undefined {
  if (!isObject(message) || message.form !== form || !("do" in message)) return undefined;
  if (message.of !== stampOf(compiled)) {
    throw new FormError(
      "path",
      `form "${form}": the page shows another version of the document: load it anew`,
    );
  }
  const name = String(message.do);
  // As: looked up, and told where there is none.
  const event = Object.hasOwn(READ, name) ? READ[name as FormEvent["do"]](message) : undefined;
  if (event !== undefined) return event;
  throw new FormError("path", `form "${form}": there is no event ${JSON.stringify(message.do)}`);
}

type Message = Readonly<Record<PropertyKey, unknown>>;
/** The most that a number of an event is. */
const MOST = 1_000_000;

/** What is read of each. Nobody but the server makes them; one that an older server made may be of another shape. */
const READ: { readonly [K in FormEvent["do"]]: (message: Message) => FormEvent } = {
  enter: ({ at }) => ({ do: "enter", at: checkedPath(at) }),
  type: ({ at }) => ({ do: "type", at: checkedPath(at) }),
  button: ({ at }) => ({ do: "button", at: number(at) }),
  step: ({ to, isChecked }) => ({ do: "step", to: number(to), isChecked: isChecked === true }),
  moved: () => ({ do: "moved" }),
  add: ({ at }) => ({ do: "add", at: checkedPath(at) }),
  sort: ({ at }) => ({ do: "sort", at: checkedPath(at) }),
  copy: (message) => ({ do: "copy", ...row(message) }),
  remove: (message) => ({ do: "remove", ...row(message) }),
  up: (message) => ({ do: "up", ...row(message) }),
  down: (message) => ({ do: "down", ...row(message) }),
  page: ({ at, to }) => ({ do: "page", at: checkedPath(at), to: number(to) }),
  draft: ({ isUsed }) => ({ do: "draft", isUsed: isUsed === true }),
  side: ({ at, side }) => ({
    do: "side",
    at: number(at),
    side: side === "theirs" ? "theirs" : "yours",
  }),
  settle: () => ({ do: "settle" }),
};

function number(value: unknown): number {
  if (isInteger(value, 0, MOST)) return value;
  throw new FormError("path", `${JSON.stringify(value)} is no place of a form`);
}

function row({ at, key }: Message): { readonly at: string; readonly key: string } {
  if (isName(key)) return { at: checkedPath(at), key };
  throw new FormError("path", `${JSON.stringify(key)} is no key of a row`);
}

const stamps = new WeakMap<Compiled, string>();

/** What tells a document from what it was before: the places that it has, and what may be chosen there. */
function stampOf(compiled: Compiled): string {
  const known = stamps.get(compiled);
  if (known !== undefined) return known;
  const { document: { name, version }, nodes } = compiled;
  const places = [...nodes.values()].map(({ path, type, field: { options = [] } }) =>
    [path, type.name, ...options.map((option) => option.name)].join("\0")
  );
  const made = fingerprint([name, version, ...places].join("\n"));
  stamps.set(compiled, made);
  return made;
}
