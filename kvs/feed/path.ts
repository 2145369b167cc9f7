/**
 * Names of feeds. `/chat/room` is the feed `room` under `chat`; a feed contains what the feeds
 * under it hold.
 *
 * @module
 */
import { KvsError } from "../error.ts";
import { genuine } from "../value/builtin.ts";
import { keySize } from "../value/size.ts";

/**
 * A feed's name: a path such as `/chat/room`, or its parts (`["chat", room]`), which need no
 * escaping.
 */
export type FeedName = string | readonly string[];

const SPECIAL = /[/%]/;
/** The most parts that a path may have. */
const MAX_DEPTH = 32;

/** The most bytes of all parts: the key of an entry has 2,048, and some for its kind and its place. */
const MAX_BYTES = 2013;

/**
 * The path of a feed from its parts, escaped so that what a user supplied stays one part: `/`
 * becomes `%2F`, and a `%` that would be read back as an escape becomes `%25`. Everything else
 * stays as it is.
 *
 * @param parts the parts, outermost first; a lone surrogate becomes U+FFFD, as it does in keys
 * @returns the path, to be used wherever a feed is named
 * @throws {KvsError} `bad_feed` for a part that is empty or no text, more than 32 of them, or of 2,013
 * bytes
 *
 * @example
 * ```ts
 * import { feedPath } from "@n2o/n2o/kvs";
 *
 * const room = "a/b";
 * if (feedPath("chat", room) !== "/chat/a%2Fb") throw new Error("one part must stay one part");
 * ```
 */
export function feedPath(...parts: readonly string[]): string {
  return `/${checkParts(parts).map(escape).join("/")}`;
}

/**
 * The parts of a feed's name, unescaped: the inverse of {@linkcode feedPath}. A doubled or trailing
 * `/` is ignored; `/` alone, which contains every feed, has no parts.
 *
 * @throws {KvsError} `bad_feed` where a path does not begin with `/`, or a part is empty or no text,
 * or there are too many
 */
export function feedParts(feed: FeedName): readonly string[] {
  if (typeof feed === "string") {
    if (!feed.startsWith("/")) throw bad(feed, "does not begin with /");
    return checkParts(feed.split("/").filter((part) => part !== "").map(unescape));
  }
  const parts = genuine(() => Array.isArray(feed) ? feed.slice(0, MAX_DEPTH + 1) : undefined);
  if (parts === undefined) throw bad(typeOf(feed), "is neither a path nor its parts");
  return checkParts(parts);
}

function checkParts(parts: readonly unknown[]): string[] {
  let bound = 0;
  if (parts.length > MAX_DEPTH) throw bad("of so many parts", `is deeper than ${MAX_DEPTH}`);
  const checked: string[] = [];
  for (const part of parts) {
    if (typeof part !== "string") throw bad(typeOf(part), "has a part that is no text");
    if (part === "") throw bad(checked.join("/"), "has an empty part");
    bound += part.length * 3 + 2;
    checked.push(part.toWellFormed());
  }
  if (bound > MAX_BYTES && keySize(checked) > MAX_BYTES) {
    throw bad(`${checked[0]?.slice(0, 20)}...`, `takes more than ${MAX_BYTES} bytes of a key`);
  }
  return checked;
}

/** How messages name a feed, of the parts that `feedParts` gives. */
export function feedLabel(path: readonly string[]): string {
  return `feed "/${path.map(escape).join("/")}"`;
}

/**
 * True where a name means a feed, not a table: an array of parts, or a path that begins with `/`.
 */
export function isFeed(name: unknown): name is readonly string[] | `/${string}` {
  if (typeof name === "string") return name.startsWith("/");
  return genuine(() => Array.isArray(name)) ?? true; // a proxy that was revoked is no feed either
}

function escape(part: string): string {
  if (!SPECIAL.test(part)) return part;
  return part.replace(/\/|%(?=2[fF5])/g, (c) => c === "/" ? "%2F" : "%25");
}

function unescape(part: string): string {
  if (!SPECIAL.test(part)) return part;
  return part.replace(/%2[fF5]/g, (escaped) => escaped === "%25" ? "%" : "/");
}

function typeOf(value: unknown): string {
  return value === null ? "null" : typeof value;
}

function bad(feed: string, why: string): KvsError {
  return new KvsError("bad_feed", `feed "${feed}" ${why}: name it "/area/name" or by feedPath()`);
}
