/**
 * Handlers of a page, and the triggers by which its elements reach them: payloads and sources are checked by the compiler.
 *
 * @module
 */
import { isObject } from "../../base/mod.ts";
import type { Plain } from "../../n2o/mod.ts";
import { type DateValue, qv, type SourceValue } from "../q.ts";

/** What a control's value is read as, by the name of its kind. */
export interface Kinds {
  /** Text; empty where the control is not there. */
  readonly text: string;
  /** A number; undefined where nothing was entered, or what is none. */
  readonly number: number | undefined;
  /** Whether a checkbox is ticked. */
  readonly tick: boolean;
  /** A day; undefined where none was chosen. */
  readonly date: DateValue | undefined;
  /** The choices of a `select` that takes many. */
  readonly list: readonly string[];
}

/**
 * How the sources of a handler are read: by the name of a kind, or by a function of the value and the id of its control, which may throw to
 * refuse what came; `kinds` of nitro/rich has those of rich controls.
 */
export type Sources = Readonly<
  Record<string, keyof Kinds | ((value: SourceValue | undefined, id: string) => unknown)>
>;

/** The values of sources. */
export type Values<S extends Sources> = {
  readonly [K in keyof S]: S[K] extends keyof Kinds ? Kinds[S[K]]
    : S[K] extends (value: SourceValue | undefined, id: string) => infer T ? T
    : never;
};

/** A handler that takes values of controls along. */
export interface Takes<S extends Sources, A extends readonly unknown[]> {
  /** How each is read. */
  readonly sources: S;
  /** Handles the event with the values that were read, and with its payload. */
  readonly run: (q: Values<S>, ...payload: A) => unknown;
}

/** Handlers of a page by their names. */
export type Handlers = Readonly<
  // deno-lint-ignore no-explicit-any -- whatever the payload of a handler, and whatever its sources
  Record<string, ((...payload: never[]) => unknown) | Takes<any, any>>
>;

/** A value that can be a payload: plain data. A function, a symbol or nothing at all cannot travel. */
export type Payload<T> = unknown extends T ? Plain
  : T extends string | number | bigint | boolean | null ? T
  : T extends
    | ((...given: never[]) => unknown)
    | ArrayBufferView
    | Date
    | ReadonlySet<unknown>
    | ReadonlyMap<unknown, unknown> ? never
  : T extends object ? { readonly [K in keyof T]: Payload<T[K]> }
  : never;

/** Payloads of a handler; one that may be left out is left out. */
export type Payloads<A extends readonly unknown[]> = {
  [K in keyof A]: Payload<Exclude<A[K], undefined>>;
};

/** Keeps a trigger that was not called from being spread into an element, where it would do nothing: `...on.add()`. */
export interface Uncalled {
  /** Never there: no postback is a function. */
  readonly postback: () => "call it, as ...on.name()";
}

/** What reaches each handler, by its name: a function of the payload. */
export type Triggers<H extends Handlers> = {
  readonly [K in keyof H]: H[K] extends Takes<infer S, infer A>
    ? ((...payload: Payloads<A>) => Trigger<keyof S & string>) & Uncalled
    : H[K] extends (...payload: infer A) => unknown
      ? ((...payload: Payloads<A>) => Trigger<never>) & Uncalled
    : never;
};

/** Ids of other controls by the names of sources; nothing can be given where there are none. */
export type Others<Names extends string> = [Names] extends [never] ? never
  : { readonly [K in Names]?: string };

/** What an element has so that it reaches a handler: `button({ id: "plus", body: "+1", ...on.add(1) })`. */
export class Trigger<Names extends string = string> {
  /** What the page is told. */
  readonly postback: Plain;
  /** The controls whose values go along. */
  readonly source: readonly string[];

  /** Made by the page. */
  constructor(postback: Plain, source: readonly string[]) {
    this.postback = postback;
    this.source = source;
  }

  /**
   * The same, with the values of other controls than those that have the sources' names as ids, as in the rows of a list:
   * `on.rename(row.id).from({ name: "name-7" })`.
   */
  from(ids: Others<Names>): Trigger<Names> {
    // As: a value for each of the names, or none.
    const others = ids as Readonly<Record<string, string | undefined>>;
    const source = this.source.map((name) => others[name] ?? name);
    return new Trigger({ ...Object(this.postback), ids: source }, source);
  }
}

/**
 * A handler that takes values of controls along, each read as its kind says; the control of a value has its name as id.
 *
 * @example
 * ```ts
 * import { takes } from "@n2o/n2o/nitro";
 *
 * const order = takes({ item: "text", count: "number" }, ({ item, count }, shop: string) => {
 *   return count === undefined ? "how many?" : `${count} ${item} of ${shop}`;
 * });
 * if (order.run({ item: "tea", count: 2 }, "the corner") !== "2 tea of the corner") throw new Error("misread");
 * ```
 */
export function takes<const S extends Sources, A extends readonly unknown[]>(
  sources: S,
  run: (q: Values<S>, ...payload: A) => unknown,
): Takes<S, A> {
  return { sources, run };
}

/** The triggers of handlers. */
export function triggers<H extends Handlers>(handlers: H): Triggers<H> {
  const made: Record<string, (...payload: (Plain | undefined)[]) => Trigger> = {};
  for (const [name, handler] of Object.entries(handlers)) {
    const source = typeof handler === "function" ? [] : Object.keys(handler.sources);
    made[name] = (...payload) => new Trigger(said(name, payload), source);
  }
  // As: there is one for each handler, and what it takes is what the handler takes.
  return made as unknown as Triggers<H>;
}

/** What the page is told; what is left out of a payload has no value that travels, so its places are told. */
function said(on: string, given: readonly (Plain | undefined)[]): Plain {
  const payload = given.slice(0, given.findLastIndex((each) => each !== undefined) + 1);
  if (payload.length === 0) return { on };
  const none = payload.flatMap((each, at) => each === undefined ? [at] : []);
  const plain = payload.map((each) => each ?? null);
  return none.length === 0 ? { on, payload: plain } : { on, payload: plain, none };
}

/** The handler of a message, to be run; undefined where it is none of a trigger. */
export function handlerOf(handlers: Handlers, message: unknown): (() => unknown) | undefined {
  if (!isObject(message) || typeof message.on !== "string") return undefined;
  const { on, payload: plain = [], none, ids } = message;
  const handler = Object.hasOwn(handlers, on) ? handlers[on] : undefined;
  if (handler === undefined || !Array.isArray(plain)) return undefined;
  const payload: unknown[] = Array.isArray(none)
    ? plain.map((each, at) => none.includes(at) ? undefined : each)
    : plain;
  // As: the payload is what the trigger of this very handler sealed.
  if (typeof handler === "function") return () => handler(...payload as never[]);
  return () =>
    handler.run(valuesOf(handler.sources, Array.isArray(ids) ? ids : []), ...payload as never[]);
}

function valuesOf(sources: Sources, ids: readonly unknown[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(sources).map(([name, kind], at) => {
      const other = ids[at], id = typeof other === "string" ? other : name, value = qv(id);
      return [name, typeof kind === "function" ? kind(value, id) : READ[kind](value)];
    }),
  );
}

const READ: { readonly [K in keyof Kinds]: (value: SourceValue | undefined) => Kinds[K] } = {
  text: (value) => typeof value === "string" ? value : "",
  number: numberOf,
  tick: (value) => value === true,
  date: (value) => isDate(value) ? value : undefined,
  list: (value) => textsOf(value),
};

function numberOf(value: SourceValue | undefined): number | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

/** Whether a value is a day. */
export function isDate(value: SourceValue | undefined): value is DateValue {
  return isObject(value) && "year" in value;
}

function textsOf(value: SourceValue | undefined): readonly string[] {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return all.filter((each) => typeof each === "string" && each !== "").map(String);
}
