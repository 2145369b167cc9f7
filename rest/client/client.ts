/**
 * A client from the declaration of an API.
 *
 * @module
 */
import { systemClock } from "../../base/mod.ts";
import type { Kinds } from "../value/kind.ts";
import { caller, type CallOptions } from "./call.ts";
import { type Entries, entries } from "./feed.ts";
import { type Records, records } from "./records.ts";
import type { Declared, FeedsOption, FeedsPlace, KindsOption, RecordOf } from "./types.ts";

/** An option that may be left out where nothing needs it. */
export type Needed<Name extends string, Given> = Record<never, never> extends Given
  ? { readonly [N in Name]?: Given }
  : { readonly [N in Name]: Given };

/**
 * How a client asks; the kinds of fields that JSON has no word for, the very objects that resources are declared with; and the paths of feeds,
 * as they are declared.
 */
export type ClientOptions<Api extends Declared> =
  & CallOptions
  & Needed<"kinds", KindsOption<Api>>
  & Needed<"feeds", FeedsOption<Api>>;

/** The resources and feeds of an API, by name. */
export type Client<Api extends Declared> = {
  readonly [N in keyof Api]: Api[N] extends FeedsPlace ? Entries<RecordOf<Api[N]>>
    : Records<RecordOf<Api[N]>>;
};

/**
 * A client of resources and feeds, typed by their declaration, of which only the types are imported: `client<typeof api>(…)`, where `api` is an
 * object of resources under their own names, and of feeds under any. What it is not told at run time it does not know: `kinds`, and the paths
 * of `feeds`, are given as data that both sides share.
 *
 * @throws {ProblemError} of what the server answers, from each of its functions
 *
 * @example
 * ```ts
 * import { memoryKv, table } from "@n2o/n2o/kvs";
 * import { feeds, resource, rest } from "@n2o/n2o/rest";
 * import { client } from "@n2o/n2o/rest/client";
 *
 * interface User { readonly id: string; readonly born?: Date }
 * interface Payment { readonly id: string; readonly amount: number }
 * const kinds = { users: { born: "date" } } as const; // in a file that both sides import
 * const paths = { payments: "/fin/pay" } as const;
 * const users = resource({
 *   name: "users",
 *   table: table<User>("user", { fields: ["id", "born"] }),
 *   kinds: kinds.users,
 *   may: "anyone",
 * });
 * const payments = feeds<Payment>({ prefix: paths.payments, under: "apart", may: "anyone" });
 * const api = { users, payments }; // on the server: its type is all that a browser imports
 *
 * using kv = memoryKv();
 * const server = rest({ kv, resources: [users], feeds: [payments] });
 * const people = client<typeof api>({
 *   base: "http://localhost/rest",
 *   fetch: (request) => server.fetch(request),
 *   kinds,
 *   feeds: paths,
 * });
 * await people.users.create({ id: "ann", born: new Date(0) });
 * const { record, etag } = await people.users.get("ann");
 * await people.users.patch("ann", { born: null }, { ifMatch: etag });
 * if (record.born?.getTime() !== 0) throw record;
 * for await (const { records } of people.users.list()) if (records.length !== 1) throw records;
 *
 * await people.payments.append({ id: "p1", amount: 5 }, { key: "7f1c" });
 * await people.payments.at("ann").append({ id: "p1", amount: 7 });
 * if ((await people.payments.at("ann").get("p1")).record.amount !== 7) throw new Error("a feed of its own");
 * ```
 */
export function client<Api extends Declared>(options: ClientOptions<Api>): Client<Api> {
  const call = caller(options), { clock = systemClock } = options;
  const kinds = new Map<string, Kinds>(Object.entries(options.kinds ?? {}));
  const feeds = new Map<string, string>(Object.entries(options.feeds ?? {}));
  const made = new Map<string, unknown>();
  return new Proxy({}, {
    get(_, name) {
      // A promise is asked for `then`: what is awaited would be taken for one.
      if (typeof name !== "string" || name === "then") return undefined;
      const how = { kinds: kinds.get(name) ?? {}, clock }, feed = feeds.get(name);
      const known = made.get(name) ??
        (feed === undefined ? records(call, name, how) : entries(call, feed, how));
      made.set(name, known);
      return known;
    },
  }) as Client<Api>; // as: names are known to the types alone
}
