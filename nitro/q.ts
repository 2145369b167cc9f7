/**
 * What came along with the running event: the values of its sources.
 *
 * ```ts
 * import { q, qc, qv } from "@n2o/n2o/nitro";
 *
 * export function event(event: unknown): void {
 *   // A text, whatever came; the value as it came; a parameter of the page's address.
 *   if (event === "save" && qv("agree") !== true) throw new Error(`${q("name")} of ${qc("shop")} did not agree`);
 * }
 * event("init");
 * ```
 *
 * @module
 */
import { sha256Sync, toBase64 } from "../base/mod.ts";
import { context, type Req, route } from "../n2o/mod.ts";

/** A value of a control: text, a checkbox's state, a date, the choices of a list, or `null` where there is none. */
export type SourceValue = string | number | boolean | null | DateValue | readonly SourceValue[];

/** A day of the calendar. */
export interface DateValue {
  /** Year of the proleptic Gregorian calendar. */
  readonly year: number;
  /** Month, 1 to 12. */
  readonly month: number;
  /** Day of the month, from 1. */
  readonly day: number;
}

/** The values of an event's sources by their ids. */
export type SourceValues = ReadonlyMap<string, SourceValue>;

const VALUES = Symbol("values");

/** The text of the source `key`, or `fallback` (empty by default) if it was not sent or is no text. */
export function q(key: string, fallback: string = ""): string {
  const value = qv(key);
  return typeof value === "string" ? value : fallback;
}

/** The value of the source `key` as it is, or `undefined` if it was not sent. */
export function qv(key: string): SourceValue | undefined {
  const values = context().dictionary.get(VALUES);
  return values instanceof Map ? values.get(key) : undefined;
}

/** The parameter `key` of the page's address, or of that of another request; `undefined` if it has none. */
export function qc(key: string, req: Pick<Req, "query"> = context().req): string | undefined {
  return new URLSearchParams(req.query).get(key) ?? undefined;
}

/**
 * What the page's path has in place of the `*` of its route: of `/orders/*`, asked for as `/orders/7`, it is `7`. Percent signs are read;
 * empty where the route names one path only. Whoever asks can write anything there.
 */
export function qp(): string {
  const { server: { routes }, req: { path } } = context(), name = route(routes, path);
  if (name?.endsWith("*") !== true) return "";
  const start = name.slice(0, -1).split("/"), last = start.at(-1) ?? "";
  return plain(path.split("/").slice(start.length - 1).join("/")).slice(plain(last).length);
}

function plain(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (error instanceof URIError) return part; // what is no UTF-8
    throw error;
  }
}

/**
 * What a function of `api` was called with, as JSON has it; `undefined` outside of its event, and where a client sent no JSON. Anybody can
 * have made it up: look at its shape.
 */
export function apiData(name: string): unknown {
  const text = qv(apiSource(name));
  if (typeof text !== "string") return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The source under which what a function of `api` was called with goes along. */
export function apiSource(name: string): string {
  return `n2o-api-${name}`;
}

const EVENT = Symbol("event");

/**
 * A name of the running event that stays the same when the client sends it again, even to another process and where it changed the
 * id of its session: give it to what the event appends, and a repetition updates instead of doubling. Nobody but the client's own session can make it come out again. Events of the
 * classic wire, which are never sent again, get a new name each.
 */
export function eventId(): string {
  const name = context().dictionary.get(EVENT);
  if (typeof name !== "string") return crypto.randomUUID();
  const digest = sha256Sync(name);
  return toBase64(digest, { alphabet: "base64url" }).slice(0, 22);
}

/** Tells the running message which event it is: of which session, as it was sealed, of which of its clients, and which of theirs. */
export function setEvent(
  { session, client, seq }: {
    readonly session: string;
    readonly client: string;
    readonly seq: number;
  },
): void {
  context().dictionary.set(EVENT, `${session} ${client} ${seq}`);
}

/** Gives the running message its values. */
export function setValues(values: SourceValues): void {
  context().dictionary.set(VALUES, values);
}
