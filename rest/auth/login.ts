/**
 * Operations that begin and end sessions, and tell who one is.
 *
 * @module
 */
import { isRecord } from "../../base/mod.ts";
import { FORM } from "../body/body.ts";
import { type Flaw, RestError } from "../error.ts";
import type { Answer, Incoming, JsonSchema, Operation } from "../operation.ts";
import { flawed } from "../problem/flawed.ts";
import { attempts, type AttemptsOptions } from "./attempts.ts";

/** Who has logged in. */
export interface LoggedIn {
  /** The user, as sessions know them. */
  readonly id: string;
  /** Their roles; none where it is left out. */
  readonly roles?: readonly string[];
}

/** What begins and ends the sessions of cookies: `visitorSessions` of `host/rest`, or another. */
export interface LoginSessions {
  /** Logs somebody in, under an id of the session that nobody knew before. */
  begin(found: LoggedIn): void | Promise<void>;
  /** Ends the session of who asks; nothing where there is none. */
  end(): void | Promise<void>;
}

/** What logging in goes by. */
export interface LoginOptions extends AttemptsOptions {
  /** Begins and ends sessions. */
  readonly sessions: LoginSessions;
  /**
   * Whose credentials these are, or undefined. What takes as long for a user who is not there as for a wrong password tells nobody who is
   * there: {@linkcode passwordCheck} has a password of nobody checked.
   */
  readonly check: (
    given: Readonly<Record<string, string>>,
    request: Request,
  ) => LoggedIn | undefined | Promise<LoggedIn | undefined>;
  /** The fields of the credentials, the one that names the user first; `user` and `password` unless told. */
  readonly fields?: readonly string[];
}

/** The longest value, in characters. */
const LONGEST = 1_024;

/**
 * The operations `/login`, `/logout` and `/session`.
 *
 * POST to `/login` takes the credentials as JSON or as a form, and answers who one is now, with the cookie that the session gets; what is wrong
 * with them is not told, and each try counts, for its network, for its name in it, and for its name from all networks that it has not logged in from
 * before, whether there is such a user or not. POST to `/logout` ends
 * the session. GET of `/session` tells who one is, however that is known. Nothing leads elsewhere: there is no address to return to.
 *
 * @throws {RestError} `config` without fields
 *
 * @example
 * ```ts
 * import { rest } from "@n2o/n2o/rest";
 * import { loginOperations } from "@n2o/n2o/rest/auth";
 *
 * let user = "";
 * const operations = loginOperations({
 *   sessions: { begin: ({ id }) => void (user = id), end: () => void (user = "") },
 *   check: ({ user, password }) => user === "ann" && password === "tea" ? { id: "ann" } : undefined,
 * });
 * const api = rest({ operations, who: () => user === "" ? undefined : { id: user, by: "cookie" } });
 *
 * const log = (password: string) =>
 *   api.request("/rest/login", { method: "POST", body: new URLSearchParams({ user: "ann", password }) });
 * if ((await log("oil")).status !== 401) throw new Error("a wrong password");
 * if ((await log("tea")).status !== 200) throw new Error("the right one");
 * if ((await (await api.request("/rest/session")).json()).id !== "ann") throw new Error("logged in");
 * ```
 */
export function loginOperations(options: LoginOptions): readonly Operation[] {
  const { sessions, check, fields = ["user", "password"] } = options;
  if (fields.length === 0) throw new RestError("config", "login: fields: name one at least");
  const tries = attempts(options);
  const common = { tag: "session", parameters: [], guarded: false };
  const given = credentialsSchema(fields);
  return [
    {
      ...common,
      id: "login",
      method: "POST",
      path: "/login",
      summary: "Begins a session: its cookie comes with the answer",
      session: true,
      body: { content: { "application/json": given, [FORM]: given }, maxBytes: 16_384 },
      responses: {
        200: {
          description: "who one is now",
          headers: {
            ...STORED,
            "set-cookie": { description: "the cookie of the session", schema: { type: "string" } },
          },
          content: { "application/json": WHO },
        },
        401: {
          description: "the credentials are nobody's",
          content: { "application/problem+json": {} },
        },
      },
      async run(incoming) {
        const { request } = incoming;
        await tries.from(request);
        const given = credentialsIn(await incoming.body(), fields);
        const name = given[fields[0] ?? ""] ?? "";
        await tries.under(name, request);
        const found = await check(given, request);
        if (found === undefined) throw nobody();
        await tries.succeeded(name, request);
        await sessions.begin(found);
        return { status: 200, headers: NO_STORE, value: { id: found.id, by: "cookie" } };
      },
    },
    {
      ...common,
      id: "logout",
      method: "POST",
      path: "/logout",
      summary: "Ends the session of the cookie",
      session: true,
      responses: { 204: { description: "there is no session any more" } },
      async run() {
        await sessions.end();
        return { status: 204, headers: NO_STORE };
      },
    },
    {
      ...common,
      id: "getSession",
      method: "GET",
      path: "/session",
      summary: "Tells who one is, and how that is known",
      responses: {
        200: {
          description: "who asks; null where nobody is known",
          headers: STORED,
          content: { "application/json": WHO },
        },
      },
      run: (incoming) => Promise.resolve(told(incoming)),
    },
  ];
}

function told({ person }: Incoming): Answer {
  const { id = null, by = null, scopes } = person ?? {};
  return {
    status: 200,
    headers: NO_STORE,
    value: { id, by, ...scopes !== undefined && { scopes } },
  };
}

/** One error for a user who is not there and for a password that is wrong. */
function nobody(): RestError {
  return new RestError("unauthorized", "these are nobody's credentials: try others", {
    headers: { "www-authenticate": "Session" },
  });
}

/** @throws {RestError} `invalid` with each field that is missing, unknown, or no text */
function credentialsIn(
  body: unknown,
  fields: readonly string[],
): Readonly<Record<string, string>> {
  const errors: Flaw[] = [], given = isRecord(body) ? body : {};
  for (const name of Object.keys(given)) {
    if (fields.includes(name)) continue;
    errors.push({ pointer: "", code: "unknown", detail: `there are ${fields.join(", ")}` });
    break;
  }
  const pairs = fields.map((name) => {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    const isText = typeof value === "string" && value !== "" && value.length <= LONGEST;
    if (!isText) {
      errors.push({ pointer: `/${name}`, code: "type", detail: `a text of 1 to ${LONGEST}` });
    }
    return [name, String(value)] as const;
  });
  if (errors.length === 0) return Object.fromEntries(pairs);
  // What was given is not repeated: it may be a password.
  throw flawed("invalid", "the credentials cannot be read", errors);
}

function credentialsSchema(fields: readonly string[]): JsonSchema {
  const text = { type: "string", minLength: 1, maxLength: LONGEST };
  return {
    type: "object",
    required: [...fields],
    properties: Object.fromEntries(fields.map((name) => [name, text])),
    additionalProperties: false,
  };
}

const NO_STORE = { "cache-control": "no-store" };
const STORED = {
  "cache-control": { description: "that nobody keeps it", schema: { const: "no-store" } },
};
const WHO: JsonSchema = {
  type: "object",
  required: ["id", "by"],
  properties: {
    id: { type: ["string", "null"] },
    by: { enum: ["cookie", "key", "token", null] },
    scopes: { type: "array", items: { type: "string" } },
  },
  additionalProperties: false,
};
