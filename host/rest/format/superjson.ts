/**
 * superjson for an API: JSON that any client with the library reads without a loss.
 *
 * @module
 */
import { isObject, isRecord } from "../../../base/mod.ts";
import { type Format, readJson, RestError } from "../../../rest/mod.ts";
import { SuperJSON } from "./deps.ts";

const library = new SuperJSON();

/** What a body may name: what values hold. Classes, errors, symbols and patterns are not made of what comes. */
const TAKEN = new Set(["undefined", "bigint", "Date", "number", "set", "map"]);
const BYTES = "Uint8Array";
/** How many values a body may name the kind of: the library looks for each from the top. */
const NAMED = 1_000;

/**
 * The type `application/vnd.superjson+json`: bigint, Date, undefined, Map, Set, bytes and numbers that are not finite come back as they were.
 *
 * Its `read` throws {@linkcode RestError} `bad_json` and `too_large` as `readJson` does, `bad_request` for kinds of values that records have not, and for
 * values that are not of the kinds they are named to be.
 *
 * @example
 * ```ts
 * import { superjson } from "@n2o/n2o/host/rest";
 *
 * const made = superjson.write({ big: 2n ** 70n, at: new Date(0) });
 * const read = superjson.read?.(new TextEncoder().encode(String(made)));
 * if (!(read instanceof Object) || !("big" in read) || read.big !== 2n ** 70n) throw read;
 * ```
 */
export const superjson: Format = {
  type: "application/vnd.superjson+json",
  variant: "superjson",
  raw: true,
  write(value) {
    const { json, meta } = library.serialize(value);
    // That two values are one object means nothing between records.
    const values = meta?.values;
    return JSON.stringify(values === undefined ? { json } : { json, meta: { values, v: 1 } });
  },
  read(bytes) {
    const given = readJson(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (!isObject(given) || !("json" in given)) throw bad("give an object with json and meta");
    const { json, meta } = given as { json: unknown; meta?: unknown }; // as: it has json, and meta is looked at
    const values = isObject(meta) && "values" in meta ? meta.values : undefined;
    if (values === undefined) return json;
    check(values, { left: NAMED });
    // As: what it names was looked at, and what is not of that kind throws. References are not followed: a small body could grow by them.
    const named = { json, meta: { values, v: 1 } } as unknown as Parameters<
      typeof library.deserialize
    >[0];
    return whole(library.deserialize(named));
  },
};

/** A tree of places; where a value stands an array of its kind, and of the tree of what is inside. */
function check(tree: unknown, count: { left: number }): void {
  if (--count.left < 0) throw bad(`at most ${NAMED} values have kinds`);
  if (Array.isArray(tree)) {
    const [kind, ...inner] = tree;
    const isTaken = Array.isArray(kind)
      ? kind.length === 2 && kind[0] === "typed-array" && kind[1] === BYTES
      : TAKEN.has(kind);
    if (!isTaken) throw bad(`no ${String(kind).slice(0, 40)} is taken`);
    for (const each of inner) check(each, count);
  } else if (isObject(tree)) {
    for (const each of Object.values(tree)) check(each, count);
  } else throw bad("meta names kinds by their places");
}

/** A value without holes: what names a place far behind the end of an array would make one of them. */
function whole(value: unknown): unknown {
  if (Array.isArray(value) && Object.keys(value).length < value.length) {
    throw bad("an array has holes");
  }
  const parts = value instanceof Map
    ? [...value].flat()
    : value instanceof Set || Array.isArray(value)
    ? [...value]
    : isRecord(value)
    ? Object.values(value)
    : [];
  for (const each of parts) whole(each);
  return value;
}

function bad(detail: string): RestError {
  return new RestError("bad_request", `the body is no superjson that is taken: ${detail}`);
}
