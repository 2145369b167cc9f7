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

/**
 * The parts of a feed in an address: what stands behind the first so many segments, a slash that is encoded being part of a name.
 *
 * @throws {RestError} `not_found` for a part that is empty, `bad_request` for one that cannot be in the name of a feed
 */
export function feedOf({ pathname }: URL, segments: number): readonly string[] {
  const parts = pathname.replace(/\/$/, "").split("/").slice(segments).map(decodeURIComponent);
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
