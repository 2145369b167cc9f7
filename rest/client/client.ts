/**
 * A client from the declaration of an API.
 *
 * @module
 */
import { systemClock } from "../../base/mod.ts";
import type { Kinds } from "../value/kind.ts";
import { caller, type CallOptions } from "./call.ts";
import { type Records, records } from "./records.ts";
import type { Declared, KindsOption, RecordOf } from "./types.ts";

/** How a client asks, and the kinds of fields that JSON has no word for: the very objects that the resources are declared with. */
export type ClientOptions<Api extends Declared> =
  & CallOptions
  & (Record<never, never> extends KindsOption<Api> ? { readonly kinds?: KindsOption<Api> }
    : { readonly kinds: KindsOption<Api> });

/** The resources of an API, by name. */
export type Client<Api extends Declared> = {
  readonly [N in keyof Api]: Records<RecordOf<Api[N]>>;
};

/**
 * A client of resources, typed by their declaration, of which only the types are imported: `client<typeof api>(…)`, where `api` is an object of
 * resources under their own names. What it is not told at run time it does not know: `kinds` are given as data that both sides share.
 *
 * @throws {ProblemError} of what the server answers, from each of its functions
 *
 * @example
 * ```ts
 * import { memoryKv, table } from "@n2o/n2o/kvs";
 * import { resource, rest } from "@n2o/n2o/rest";
 * import { client } from "@n2o/n2o/rest/client";
 *
 * interface User { readonly id: string; readonly born?: Date }
 * const kinds = { users: { born: "date" } } as const; // in a file that both sides import
 * const users = resource({
 *   name: "users",
 *   table: table<User>("user", { fields: ["id", "born"] }),
 *   kinds: kinds.users,
 *   may: "anyone",
 * });
 * const api = { users }; // on the server: its type is all that a browser imports
 *
 * using kv = memoryKv();
 * const server = rest({ kv, resources: Object.values(api) });
 * const people = client<typeof api>({
 *   base: "http://localhost/rest",
 *   fetch: (request) => server.fetch(request),
 *   kinds,
 * });
 * await people.users.create({ id: "ann", born: new Date(0) });
 * const { record, etag } = await people.users.get("ann");
 * await people.users.patch("ann", { born: null }, { ifMatch: etag });
 * if (record.born?.getTime() !== 0) throw record;
 * for await (const { records } of people.users.list()) if (records.length !== 1) throw records;
 * ```
 */
export function client<Api extends Declared>(options: ClientOptions<Api>): Client<Api> {
  const call = caller(options), { clock = systemClock } = options;
  const kinds = new Map<string, Kinds>(Object.entries(options.kinds ?? {}));
  const made = new Map<string, unknown>();
  return new Proxy({}, {
    get(_, name) {
      // A promise is asked for `then`: what is awaited would be taken for one.
      if (typeof name !== "string" || name === "then") return undefined;
      const known = made.get(name) ?? records(call, name, { kinds: kinds.get(name) ?? {}, clock });
      made.set(name, known);
      return known;
    },
  }) as Client<Api>; // as: names are known to the types alone
}
