/**
 * The error of this module.
 *
 * @module
 */
import { CodedError, messageOf } from "../base/mod.ts";
import type { KvKeyPart } from "./kv.ts";

/**
 * What goes wrong.
 *
 * | code | what has happened |
 * | --- | --- |
 * | `bad_argument` | what a function is given is not what it takes |
 * | `bad_count` | a number of entries, or an increment of a sequence, is no whole number as asked for |
 * | `bad_cursor` | a cursor is none of this feed |
 * | `bad_expiry` | a time to expire in is no positive number of milliseconds |
 * | `bad_feed` | the name of a feed is no path, or its parts are empty or too many |
 * | `bad_group` | the name of a consumer group or of a worker is no text, empty, or too long |
 * | `bad_id` | a record has no id that can stand in a key |
 * | `bad_index` | an indexed field has a value that cannot stand in a key, or an index has no field |
 * | `bad_range` | a range ends before it begins, or is of what no key holds |
 * | `bad_record` | what is to be stored is no object |
 * | `bad_table` | the name of a table is empty, a path, or the system's own |
 * | `bad_version` | a version is none that `read` gives |
 * | `closed` | the store is closed |
 * | `config` | a setting is wrong: the store to open, a prefix, the nodes of a cluster |
 * | `conflict` | a record is not of the version asked for, or is there already; or other writers came first again and again: nothing was changed |
 * | `corrupt` | what is stored is not what this module has written |
 * | `full` | the disk, or what the store may take, is full: nothing was changed |
 * | `host` | this host lacks what the store needs |
 * | `layout` | a later version of this module has made the store |
 * | `locked` | another process has held the store too long: nothing was changed, try later |
 * | `no_field` | a field is none of the table's or the record's |
 * | `no_group` | the feed has no such consumer group, or no longer |
 * | `no_index` | a field has no index |
 * | `no_table` | a table is not declared where tables are |
 * | `not_found` | the feed has no such entry |
 * | `open` | the store could not be opened |
 * | `store` | the store has refused for a reason of its own: see `cause` |
 * | `taken` | another record has a value that only one may have |
 * | `too_large` | a record, or all of a commit, is over a limit of the store |
 * | `too_many` | more records than one commit holds |
 * | `twice` | a commit is told to append to a feed, or to put into a table, that it does so already |
 * | `unavailable` | the store cannot be reached: nothing was changed, try later |
 * | `unknown` | the store cannot be reached: whether the commit was made is not known |
 * | `unreachable` | the object that keeps the store does not answer; a commit may have been made |
 * | `unstorable` | a value that cannot be serialised, such as a function |
 */
export type KvsErrorCode =
  | "bad_argument"
  | "bad_count"
  | "bad_cursor"
  | "bad_expiry"
  | "bad_feed"
  | "bad_group"
  | "bad_id"
  | "bad_index"
  | "bad_range"
  | "bad_record"
  | "bad_table"
  | "bad_version"
  | "closed"
  | "config"
  | "conflict"
  | "corrupt"
  | "full"
  | "host"
  | "layout"
  | "locked"
  | "no_field"
  | "no_group"
  | "no_index"
  | "no_table"
  | "not_found"
  | "open"
  | "store"
  | "taken"
  | "too_large"
  | "too_many"
  | "twice"
  | "unavailable"
  | "unknown"
  | "unreachable"
  | "unstorable";

/** Values that only one record may have. */
export interface TakenValues {
  /** The id of the record that cannot have them. */
  readonly id:
    | Exclude<KvKeyPart, symbol>
    | readonly [
      Exclude<KvKeyPart, symbol>,
      Exclude<KvKeyPart, symbol>,
      ...Exclude<KvKeyPart, symbol>[],
    ];
  /** The fields of the index that is unique. */
  readonly fields: readonly string[];
}

/**
 * What went wrong in the store, its tables or feeds: `code` for programs, the message for people,
 * `cause` kept. Misuse that Deno KV answers with a `TypeError` (limits, malformed keys) stays a
 * `TypeError` where the store itself is called, on every back end.
 *
 * @example
 * ```ts
 * import { KvsError, openKv } from "@n2o/n2o/kvs";
 *
 * try {
 *   await openKv("mysql://host");
 * } catch (error) {
 *   if (!KvsError.is(error, "config")) throw error; // else ask for another one
 * }
 * ```
 */
export class KvsError extends CodedError<KvsErrorCode> {
  /** Tells the class across realms. */
  static override readonly name = "KvsError";
  /** Of `taken`: whose values another record has. */
  declare readonly taken?: TakenValues;

  /** As any coded error; `taken` says more of that code. */
  constructor(
    code: KvsErrorCode,
    message: string,
    options: ErrorOptions & { readonly taken?: TakenValues } = {},
  ) {
    super(code, message, options);
    if (options.taken !== undefined) this.taken = options.taken;
  }
}

/**
 * Reads what a caller has given: what that throws, a getter or a part that is missing, is misuse.
 *
 * @param what names it in the message
 * @throws {KvsError} `bad_argument`, or what a reading of ours has thrown
 */
export function given<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof KvsError) throw cause;
    throw new KvsError("bad_argument", `${what}: ${messageOf(cause)}`, { cause });
  }
}
