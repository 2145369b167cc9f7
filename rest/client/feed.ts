/**
 * The entries of a feed, over HTTP.
 *
 * @module
 */
import type { Call } from "./call.ts";
import {
  type CreateOptions,
  type Records,
  recordsAt,
  type RecordsHow,
  type Tagged,
} from "./records.ts";
import { segmentOf } from "./segment.ts";

/** The entries of a feed: records, at the addresses of feeds. */
export interface Entries<T extends { readonly id: unknown }> extends Records<T> {
  /** Appends one: `create` by its other name. */
  append(record: T, options?: CreateOptions): Promise<Tagged<T>>;
  /**
   * Those of a feed under this one, by the parts of its path behind this one's, where such feeds are served.
   *
   * @throws {ProblemError} `unaddressed` for a part that is empty, one dot, or two: it would lead to another feed
   */
  at(...parts: readonly string[]): Entries<T>;
}

/** The entries of the feed at a path, `/fin/pay`. */
export function entries<T extends { readonly id: unknown }>(
  call: Call,
  feed: string,
  how: RecordsHow,
): Entries<T> {
  const own = recordsAt<T>(call, {
    list: `/kvs/0${feed}`,
    item: (id) => `/kvs/1/${id}${feed}`,
  }, how);
  return {
    ...own,
    append: own.create,
    at: (...parts) =>
      entries(
        call,
        feed + parts.map((part) => `/${segmentOf(part, `under ${feed}`)}`).join(""),
        how,
      ),
  };
}
