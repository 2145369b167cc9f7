/**
 * The processes over HTTP, for programs: `/rest/bpe` has what the pages show, by the same rules.
 *
 * As the login page asks for no password, neither does `POST /rest/login`: it answers a token, which is good for a day.
 *
 * ```sh
 * R=http://localhost:8002/rest J=content-type:application/json
 * # somebody of sales, with a token of theirs
 * curl -s $R/login -H $J -d '{"user":"Olena","roles":["Sales"]}'
 * A="authorization: Bearer n2o_..."
 * # an order is placed: once, though it be sent again
 * curl -s $R/bpe/instances -H "$A" -H $J -H 'idempotency-key: order-17' \
 *   -d '{"process":"order","variables":{"customer":"Kyiv Library","article":"chair","quantity":3,"amount":900}}'
 * # what is there to do, and what it asks for
 * curl -s "$R/bpe/tasks?instance=ID" -H "$A"
 * curl -s $R/bpe/tasks/ID/ELEMENT/form -H "$A"
 * # a task is claimed, and completed
 * curl -s -X POST $R/bpe/tasks/ID/ELEMENT/claim -H "$A"
 * curl -s $R/bpe/tasks/ID/ELEMENT/complete -H "$A" -H $J -d '{"variables":{"addressComplete":true}}'
 * # somebody of accounting has the money
 * curl -s $R/bpe/instances/ID/messages -H "$A" -H $J -d '{"name":"payment received"}'
 * # where it stands, what has happened, and its picture
 * curl -s $R/bpe/instances/ID -H "$A"
 * curl -s "$R/bpe/instances/ID/history?order=desc" -H "$A"
 * curl -s $R/bpe/instances/ID/picture -H "$A" -o order.svg
 * ```
 *
 * @module
 */
import { BPE_ERRORS, processes } from "../../host/rest/mod.ts";
import { kvs } from "../../mod.ts";
import { type Operation, type Person, rest, type RestApp, RestError } from "../../rest/mod.ts";
import { apiKeys, credentials, type Keys } from "../../rest/auth/mod.ts";
import type { Desk } from "./desk.ts";
import type { Roles } from "./login.ts";

/** How long a token is good, in milliseconds. */
const DAY = 86_400_000;
/** The roles of whoever has a token, by the id of its key. */
const TOKENS = "erp_token";

interface Token extends kvs.KvsRecord {
  readonly id: string;
  readonly roles: readonly string[];
}

/** The API of the ERP. */
export function erpApi(kv: kvs.Kv, { runtime }: Desk, groups: readonly Roles[]): RestApp {
  const keys = apiKeys(kv, { most: 1_000 });
  return rest({
    kv,
    operations: [
      login(kv, keys, new Set(groups.flatMap(({ lanes }) => lanes))),
      ...processes(runtime, {
        may: {
          definitions: "known",
          start: "known",
          instances: "known",
          tasks: "known",
          resolve: "known",
          publish: (person) => rolesOf(person).includes("Accounting"),
        },
        identity: (person) => ({ id: person.id, roles: rolesOf(person) }),
      }),
    ],
    errors: [BPE_ERRORS],
    who: credentials({ keys, owner: ({ id }) => kvs.get<Token>(kv, TOKENS, id) }),
  });
}

function rolesOf({ user }: Person): readonly string[] {
  return typeof user === "object" && user !== null && "roles" in user && Array.isArray(user.roles)
    ? user.roles.map(String)
    : [];
}

const text = { type: "string" }, texts = { type: "array", items: text };

/** A token for who says who they are. */
function login(kv: kvs.Kv, keys: Keys, all: ReadonlySet<string>): Operation {
  const fields = { user: text, roles: texts };
  const object = { type: "object", required: ["user", "roles"], properties: fields };
  return {
    id: "login",
    method: "POST",
    path: "/login",
    summary: "A token, good for a day, for somebody with roles of today",
    tag: "login",
    parameters: [],
    body: { content: { "application/json": object } },
    responses: {
      201: {
        description: "the token, told this once",
        content: {
          "application/json": { type: "object", properties: { ...fields, token: text } },
        },
      },
    },
    guarded: false,
    async run(incoming) {
      const { user, roles } = await wanted(incoming.body(), all);
      const expires = Date.now() + DAY;
      const { key, text: token } = await keys.make({ owner: user, name: "curl", expires });
      await kvs.put<Token>(kv, TOKENS, { id: key.id, roles }, { expireIn: DAY });
      return { status: 201, value: { user, roles, token } };
    },
  };
}

async function wanted(given: Promise<unknown>, all: ReadonlySet<string>) {
  const body = await given, errors: { pointer: string; code: string; detail: string }[] = [];
  const known = typeof body === "object" && body !== null ? body : {};
  const user = "user" in known && typeof known.user === "string" ? known.user.trim() : "";
  const roles = "roles" in known && Array.isArray(known.roles) ? known.roles.map(String) : [];
  if (user === "" || user.length > 64) {
    errors.push({ pointer: "/user", code: "user", detail: "give a name of 1 to 64 characters" });
  }
  if (roles.length === 0 || roles.some((role) => !all.has(role))) {
    errors.push({
      pointer: "/roles",
      code: "roles",
      detail: `give some of ${[...all].join(", ")}`,
    });
  }
  if (errors.length > 0) throw new RestError("invalid", "nobody can log in so", { errors });
  return { user, roles };
}
