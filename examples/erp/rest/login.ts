/**
 * Logging in for programs: a token for somebody, with the roles of today.
 *
 * @module
 */
import { kvs } from "../../../mod.ts";
import { type Operation, RestError } from "../../../rest/mod.ts";
import type { Keys } from "../../../rest/auth/mod.ts";

/** How long a token is good, in milliseconds. */
const DAY = 86_400_000;
/** The roles of whoever has a token, by the id of its key. */
const TOKENS = "erp_token";

interface Token extends kvs.KvsRecord {
  readonly id: string;
  readonly roles: readonly string[];
}

/** The roles that came with a token. */
export function rolesOfKey(kv: kvs.Kv, id: string): Promise<Token | undefined> {
  return kvs.get<Token>(kv, TOKENS, id);
}

const text = { type: "string" }, texts = { type: "array", items: text };

/** A token for who says who they are. */
export function login(kv: kvs.Kv, keys: Keys, all: ReadonlySet<string>): Operation {
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
        headers: {
          "cache-control": { description: "that nobody keeps it", schema: { const: "no-store" } },
        },
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
      // A token is nothing to keep on the way (RFC 6750, section 5.3).
      return {
        status: 201,
        headers: { "cache-control": "no-store" },
        value: { user, roles, token },
      };
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
