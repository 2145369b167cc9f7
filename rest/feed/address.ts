/**
 * The addresses of feeds, and which feed one is of.
 *
 * @module
 */
import { feedParts, KvsError } from "../../kvs/mod.ts";
import { RestError } from "../error.ts";

/** Below which segment lists are, and below which single entries, as in the original. */
export const LISTS = "/kvs/0", ENTRIES = "/kvs/1";

/** The address of a feed, or of its entry by the segment of its id. */
export function feedAddress(base: string, parts: readonly string[], id?: string): string {
  const path = parts.map(encodeURIComponent).join("/");
  return id === undefined ? `${base}${LISTS}/${path}` : `${base}${ENTRIES}/${id}/${path}`;
}

/** What no name of a feed in an address has: control characters, which no log and no page shows. */
// deno-lint-ignore no-control-regex -- to refuse them
const CONTROL = /[\0-\x1f\x7f]/;

/** What stands behind the first so many segments of an address. */
export function tailOf(pathname: string, segments: number): string {
  let at = 0;
  for (let n = 0; n < segments; n++) at = pathname.indexOf("/", at) + 1;
  return pathname.slice(at);
}

/**
 * The parts of a feed in the tail of an address: a slash that is encoded is part of a name, one at the end is none.
 *
 * @throws {RestError} `not_found` for a part that is empty, `bad_request` for one that cannot be in the name of a feed
 */
export function feedOf(tail: string): readonly string[] {
  const parts = tail.replace(/\/$/, "").split("/").map(decodeURIComponent);
  if (parts.includes("")) {
    throw new RestError(
      "not_found",
      "there is no feed at this address: a part of its name is empty",
    );
  }
  try {
    if (!parts.some((part) => CONTROL.test(part))) return feedParts(parts);
  } catch (cause) {
    if (!KvsError.is(cause)) throw cause;
    throw unnamed("it has too many parts, or is too long", cause);
  }
  throw unnamed("it has a control character");
}

function unnamed(detail: string, cause?: unknown): RestError {
  return new RestError("bad_request", `the address names no feed: ${detail}`, {
    cause,
    errors: [{ parameter: "path", code: "feed", detail }],
  });
}
