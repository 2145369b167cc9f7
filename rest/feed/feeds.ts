/**
 * The declaration of feeds that are served: those of a prefix, and no others.
 *
 * @module
 */
import { type FeedName, feedParts, feedPath, type Kv, type KvsRecord } from "../../kvs/mod.ts";
import { RestError } from "../error.ts";
import type { Action, Grant, May } from "../resource/may.ts";
import { type Resource, resource, type ResourceOptions } from "../resource/resource.ts";
import { feedSource } from "../resource/stored.ts";
import type { Person } from "../who.ts";
import { feedAddress } from "./address.ts";

/** Permission, by the feed as well. */
export interface FeedMay<T extends KvsRecord = KvsRecord> extends May<T> {
  /**
   * Which feeds under the prefix a person has to do with, by the parts behind it: none of the prefix itself. What it does not answer true for is not
   * there for them.
   */
  readonly feed?: (
    person: Person | undefined,
    parts: readonly string[],
    action: Action,
  ) => boolean | Promise<boolean>;
}

/** What is told of feeds with records `T`; the rest is as of a resource. */
export interface FeedsOptions<T extends KvsRecord = KvsRecord>
  extends Omit<ResourceOptions<T>, "name" | "table" | "feed" | "module" | "may" | "indexes"> {
  /** The feed: its parts are of letters, digits, `.`, `_`, `~` and `-`. */
  readonly prefix: FeedName;
  /**
   * What of the feeds under it is served; nothing unless told. With `apart` each has its own address, and lists what it holds itself; with `within`
   * each lists what those under it hold as well, as the store does.
   */
  readonly under?: "apart" | "within";
  /** Who may what. A grant alone is one for every action. */
  readonly may: Grant | FeedMay<T>;
  /** What the original's clients call the type of its records, by the field `rec` of a body: it may be given, and must then be this. */
  readonly record?: string;
}

/** Declared feeds: frozen, and data but for their functions. */
export interface Feeds<T extends KvsRecord = KvsRecord> {
  /** The parts of the prefix. */
  readonly prefix: readonly string[];
  /** As of {@linkcode FeedsOptions}. */
  readonly under: "apart" | "within" | undefined;
  /** As of {@linkcode FeedsOptions}. */
  readonly record: string | undefined;
  /** As of {@linkcode FeedMay}. */
  readonly feed: FeedMay<T>["feed"];
  /** One of them as a resource, where the API is mounted at `base`. */
  at(parts: readonly string[], base: string): Resource<T>;
}

/** What has no meaning of its own in the pattern of an address; `.` and `..` are taken away by whoever reads one. */
const PART = /^(?!\.{1,2}$)[\p{L}\p{N}\p{M}._~-]+$/u;

/** The most records of a list that is posted, unless told. */
const BULK = 50;

/**
 * Declares feeds: `/kvs/0/{path}` is the list, to which POST appends, `/kvs/1/{id}/{path}` one entry. They are given to `rest` as `feeds`.
 *
 * A feed need not be there: it is empty until something is appended. PUT and PATCH replace an entry in its place, or append it anew, in one commit,
 * where its id changes. With an `Idempotency-Key` what is appended may take 715,000 bytes, which one commit holds beside the answer: 413 beyond.
 *
 * @throws {RestError} `config` for a prefix that cannot stand in an address, for `within` where `may.feed` keeps feeds apart, and as `resource`
 *
 * @example
 * ```ts
 * import { memoryKv } from "@n2o/n2o/kvs";
 * import { feeds, rest } from "@n2o/n2o/rest";
 *
 * interface Payment { readonly id: string; readonly amount: bigint }
 * const payments = feeds<Payment>({
 *   prefix: "/fin/pay",
 *   may: { list: "anyone", get: "anyone", create: "anyone" },
 *   fields: ["id", "amount"],
 *   kinds: { amount: "bigint" },
 * });
 *
 * using kv = memoryKv();
 * const api = rest({ kv, feeds: [payments] });
 * const body = new URLSearchParams({ id: "p1", amount: "150" });
 * const ask = { method: "POST", body, headers: { "idempotency-key": "7f1c" } };
 * const made = await api.request("/rest/kvs/0/fin/pay", ask);
 * if (made.headers.get("location") !== "/rest/kvs/1/p1/fin/pay") throw made;
 * if ((await api.request("/rest/kvs/0/fin/pay", ask)).status !== 201) throw new Error("repeated, not appended again");
 * const told = await (await api.request("/rest/kvs/0/fin/pay")).json();
 * if (told["/fin/pay"].length !== 1) throw told;
 * ```
 */
export function feeds<T extends KvsRecord = KvsRecord>(options: FeedsOptions<T>): Feeds<T> {
  const { prefix, under, may, record, limits, ...rest } = options, path = partsOf(prefix);
  const { feed } = isByAction(may) ? may : {}, own = under !== "within";
  if (feed !== undefined && !own) {
    throw bad(
      feedPath(...path),
      "`may.feed` keeps feeds apart, and with `within` a list tells of all of them",
    );
  }
  const whole = resource<T>({
    ...rest,
    may,
    name: "feed",
    feed: path,
    limits: { bulk: BULK, ...limits },
  });
  return Object.freeze({
    prefix: Object.freeze(path),
    under,
    record,
    feed,
    at: (parts: readonly string[], base: string): Resource<T> => ({
      ...whole,
      name: feedPath(...parts),
      place: {
        list: feedAddress(base, parts),
        item: (segment) => feedAddress(base, parts, segment),
      },
      source: (kv: Kv | undefined) => {
        if (kv === undefined) throw bad(feedPath(...parts), "give the store that holds it");
        return feedSource<T>(kv, parts, { own });
      },
    }),
  });
}

function isByAction<T extends KvsRecord>(may: Grant | FeedMay<T>): may is FeedMay<T> {
  return typeof may === "object" && !("scope" in may);
}

function partsOf(prefix: FeedName): readonly string[] {
  let parts: readonly string[];
  try {
    parts = feedParts(prefix);
  } catch (cause) {
    throw bad(String(prefix).slice(0, 80), "it is no name of a feed", cause);
  }
  if (parts.length > 0 && parts.every((part) => PART.test(part))) return parts;
  throw bad(
    String(prefix).slice(0, 80),
    'a prefix has a part at least, each of letters, digits, ".", "_", "~" and "-"',
  );
}

function bad(prefix: string, detail: string, cause?: unknown): RestError {
  return new RestError("config", `feeds "${prefix}": ${detail}`, { cause });
}
