/**
 * Names of feeds. `/chat/room` is the feed `room` under `chat`; a feed contains what the feeds
 * under it hold.
 *
 * @module
 */
import { KvsError } from "../error.ts";

/**
 * A feed's name: a path such as `/chat/room`, or its parts (`["chat", room]`), which need no
 * escaping.
 */
export type FeedName = string | readonly string[];

/** The most parts that a path may have. */
const MAX_DEPTH = 32;

/**
 * The path of a feed from its parts, escaped so that what a user supplied stays one part: `/`
 * becomes `%2F`, and a `%` that would be read back as an escape becomes `%25`. Everything else
 * stays as it is.
 *
 * @param parts the parts, outermost first
 * @returns the path, to be used wherever a feed is named
 * @throws {KvsError} `bad_feed` for an empty part or more than 32 of them
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
  for (const part of parts) if (part === "") throw bad(parts.join("/"), "has an empty part");
  if (parts.length > MAX_DEPTH) throw bad(`${parts.length} parts`, `is deeper than ${MAX_DEPTH}`);
  return `/${parts.map(escape).join("/")}`;
}

/**
 * The parts of a feed's name, unescaped: the inverse of {@linkcode feedPath}. A doubled or trailing
 * `/` is ignored; `/` alone, which contains every feed, has no parts.
 *
 * @throws {KvsError} `bad_feed` where a path does not begin with `/`, or a part is empty, or there
 * are too many
 */
export function feedParts(feed: FeedName): readonly string[] {
  if (typeof feed !== "string") {
    feedPath(...feed); // refuses what no path may hold
    return feed;
  }
  if (!feed.startsWith("/")) throw bad(feed, "does not begin with /");
  const parts = feed.split("/").filter((part) => part !== "").map(unescape);
  if (parts.length > MAX_DEPTH) throw bad(feed, `is deeper than ${MAX_DEPTH}`);
  return parts;
}

/** How messages name a feed. */
export function feedLabel(path: readonly string[]): string {
  return `feed "${feedPath(...path)}"`;
}

/**
 * True where a name means a feed, not a table: an array of parts, or a path that begins with `/`.
 */
export function isFeed(name: unknown): name is readonly string[] | `/${string}` {
  return Array.isArray(name) || (typeof name === "string" && name.startsWith("/"));
}

function escape(part: string): string {
  return part.replace(/\/|%(?=2[fF5])/g, (c) => c === "/" ? "%2F" : "%25");
}

function unescape(part: string): string {
  return part.replace(/%2[fF5]/g, (escaped) => escaped === "%25" ? "%" : "/");
}

function bad(feed: string, why: string): KvsError {
  return new KvsError("bad_feed", `feed "${feed}" ${why}: name it "/area/name" or by feedPath()`);
}
