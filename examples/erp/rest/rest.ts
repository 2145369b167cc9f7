/**
 * The processes over HTTP, for programs: `/rest/bpe` has what the pages show, by the same rules.
 *
 * As the login page asks for no password, neither does `POST /rest/login`: it answers a token, which is good for a day.
 *
 * `sh examples/erp/rest/order.sh` walks an order from its start to its end by curl, by people of three roles; its first lines, one by one:
 *
 * ```sh
 * R=http://localhost:8002/rest J=content-type:application/json
 * # somebody of sales, with a token of theirs
 * curl -s $R/login -H $J -d '{"user":"Olena","roles":["Sales"]}'
 * A="authorization: Bearer n2o_..."
 * # an order is placed: once, though it be sent again
 * curl -s $R/bpe/instances -H "$A" -H $J -H 'idempotency-key: order-17' \
 *   -d '{"process":"order","variables":{"customer":"Kyiv Library","article":"chair","quantity":3,"amount":900}}'
 * # what there is to do for sales, as a page, or as it changes
 * curl -s "$R/bpe/tasks?instance=ID" -H "$A"
 * curl -sN $R/bpe/tasks -H "$A" -H accept:text/event-stream
 * # a task tells what it asks for, is claimed, and only then completed
 * curl -s $R/bpe/tasks/ID/ELEMENT/form -H "$A"
 * curl -s -X POST $R/bpe/tasks/ID/ELEMENT/claim -H "$A"
 * curl -s $R/bpe/tasks/ID/ELEMENT/complete -H "$A" -H $J -d '{"variables":{"discount":0,"addressComplete":true}}'
 * ```
 *
 * @module
 */
import { BPE_ERRORS, processes } from "../../../host/rest/mod.ts";
import type { kvs } from "../../../mod.ts";
import { type Person, rest, type RestApp } from "../../../rest/mod.ts";
import { apiKeys, credentials } from "../../../rest/auth/mod.ts";
import type { Desk } from "../desk.ts";
import type { Roles } from "../login.ts";
import { login, rolesOfKey } from "./login.ts";

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
    who: credentials({ keys, owner: ({ id }) => rolesOfKey(kv, id) }),
  });
}

function rolesOf({ user }: Person): readonly string[] {
  return typeof user === "object" && user !== null && "roles" in user && Array.isArray(user.roles)
    ? user.roles.map(String)
    : [];
}
