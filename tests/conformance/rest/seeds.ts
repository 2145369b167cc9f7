/**
 * The records that a case begins with, and the resource that holds them.
 *
 * @module
 */
import type { KvsRecord } from "../../../kvs/mod.ts";
import type { Line } from "../kind.ts";
import { exchangeOf } from "./exchange.ts";
import { isFields } from "./http.ts";
import { neutral } from "./rules.ts";
import { type Resource, resource, type ResourceModule } from "../../../rest/mod.ts";

/** The sample's record. */
export interface User extends KvsRecord {
  readonly id: string;
  readonly [field: string]: unknown;
}

/** What is not set is left out, where the original has `undefined` or an empty list. */
const SEEDS: Readonly<Record<string, readonly User[]>> = {
  empty: [],
  one: [{ id: "vlad" }],
  three: [
    { id: "ann", cn: "Ann A", name: "Ann", type: "admin" },
    { id: "bob", cn: "bob", name: 'Bob "B" <b>', type: 1 },
    { id: "vlad", type: 1.5 },
  ],
  odd: [
    { id: "юля", cn: "utf8 bytes" },
    { id: "a b", cn: "space" },
    { id: "a/b", cn: "slash" },
    { id: "100%", cn: "percent" },
    { id: "bin", cn: "binary id" },
  ],
};

/** The records of a seed by their ids: those above, or those that the original tells before anything is changed. */
export function seeded(seed: string, lines: readonly Line[]): Map<string, User> {
  const users = Object.hasOwn(SEEDS, seed) ? SEEDS[seed] ?? [] : shown(seed, lines);
  return new Map(users.map((user) => [user.id, user]));
}

/** What the first answers of the cases of a seed show. */
function shown(seed: string, lines: readonly Line[]): readonly User[] {
  const first = lines.filter((line) => line.seed === seed && line.step === 1);
  return first.map(exchangeOf).flatMap(({ asked, status, body }) => {
    if (asked.method !== "GET" || status !== 200) return [];
    if (/^\/rest\/users\/?$/.test(asked.path)) return usersIn(JSON.parse(body));
    return /^\/rest\/users\/[^/]+$/.test(asked.path) ? usersIn({ users: [JSON.parse(body)] }) : [];
  });
}

function usersIn(told: unknown): readonly User[] {
  const users = isFields(told) && Array.isArray(told.users) ? told.users : [];
  return users.map(neutral).filter((user): user is User =>
    isFields(user) && typeof user.id === "string" && user.id !== ""
  );
}

const FIELDS = ["id", "cn", "name", "type"];

/** The resource of the sample, as a module of its own: it keeps its records in a map, and a PUT merges, as the original's does. */
export function usersOf(records: Map<string, User>): Resource<User> {
  const module: ResourceModule<User> = {
    get:
      ((id?: string) =>
        id === undefined ? [...records.values()] : records.get(id)) as ResourceModule<User>["get"], // as: overloads
    post: (record) => void records.set(record.id, record),
    put(id, record) {
      records.delete(String(id));
      records.set(record.id, record);
    },
    delete: (id) => void records.delete(String(id)),
  };
  return resource({
    name: "users",
    module,
    may: "anyone",
    put: "merge",
    fields: FIELDS,
    id: "text",
  });
}
