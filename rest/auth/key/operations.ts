/**
 * Operations for whoever looks after keys: made, listed, rotated, revoked. The text of a key is told once, by what makes it.
 *
 * @module
 */
import { RestError } from "../../error.ts";
import { links } from "../../list/links.ts";
import type { Answer, Incoming, Operation } from "../../operation.ts";
import { type Grant, isGranted, refusal, scopesOf } from "../../resource/may.ts";
import type { Person } from "../../who.ts";
import {
  AFTER,
  GRACE,
  ID,
  KEY,
  LIMIT,
  LIST,
  MADE,
  NO_STORE,
  OWNER,
  STORED,
  WANTED,
} from "./declared.ts";
import type { Keys, MadeKey } from "./keys.ts";
import type { ApiKey } from "./row.ts";
import { wantedIn } from "./wanted.ts";

/** Who looks after which keys; nobody where both are left out. */
export interface KeyOperationsOptions {
  /** Who looks after all keys, of whomever. */
  readonly all?: Grant;
  /** Who looks after their own: of others' they learn nothing. */
  readonly own?: Grant;
}

/** What a person looks after. */
interface Care {
  readonly person: Person;
  /** Whose keys; undefined: of whomever. */
  readonly owner: string | undefined;
}

/**
 * The operations `/keys` of an API: GET lists, POST makes one, DELETE of `/keys/{id}` revokes it, POST to `/keys/{id}/rotation` gives it another
 * text. Nobody can give a key what they may not themselves: who comes with scopes makes and rotates keys of some of these scopes only, and who
 * comes with a key that ends those that end no later.
 *
 * @throws {RestError} `config` where nobody is granted anything
 *
 * @example
 * ```ts
 * import { memoryKv } from "@n2o/n2o/kvs";
 * import { rest } from "@n2o/n2o/rest";
 * import { apiKeys, credentials, keyOperations } from "@n2o/n2o/rest/auth";
 *
 * using kv = memoryKv();
 * const keys = apiKeys(kv), operations = keyOperations(keys, { own: { scope: "keys" } });
 * const api = rest({ operations, who: credentials({ keys }) });
 *
 * const { text } = await keys.make({ owner: "ann", name: "first" });
 * const made = await api.request("/rest/keys", {
 *   method: "POST",
 *   headers: { "x-api-key": text, "content-type": "application/json" },
 *   body: JSON.stringify({ name: "report", scopes: ["notes:read"] }),
 * });
 * const { id, secret } = await made.json();
 * if (made.status !== 201 || (await keys.verify(secret))?.id !== id) throw made;
 * ```
 */
export function keyOperations(keys: Keys, options: KeyOperationsOptions): readonly Operation[] {
  if (options.all === undefined && options.own === undefined) {
    throw new RestError("config", "keys: say who looks after them by `all` or `own`");
  }
  const common = {
    tag: "keys",
    guarded: true,
    scopes: scopesOf(options.all, options.own),
  };
  return [
    {
      ...common,
      id: "listKeys",
      method: "GET",
      path: "/keys",
      summary: "API keys, without their texts",
      parameters: [OWNER, LIMIT, AFTER],
      responses: {
        200: {
          description: "the keys, in the order of their ids",
          headers: {
            ...STORED,
            link: { description: "what comes next, rel next", schema: { type: "string" } },
          },
          content: { "application/json": LIST },
        },
      },
      async run(incoming) {
        const care = await careOf(incoming, options), { query } = incoming;
        const asked = query.owner === undefined ? undefined : String(query.owner);
        if (care.owner !== undefined && asked !== undefined && asked !== care.owner) {
          throw refusal(options.all, care.person, "you may not see the keys of others");
        }
        const owner = care.owner ?? asked;
        const { keys: found, next } = await keys.list({
          limit: Number(query.limit ?? 100),
          ...owner !== undefined && { owner },
          ...query.after !== undefined && { after: String(query.after) },
        });
        return {
          status: 200,
          headers: { ...NO_STORE, ...links(incoming.url, next === undefined ? {} : { next }) },
          value: { keys: found.map(shown) },
        };
      },
    },
    {
      ...common,
      id: "makeKey",
      method: "POST",
      path: "/keys",
      summary: "Makes an API key, and tells its text, this once",
      parameters: [],
      body: { content: { "application/json": WANTED }, maxBytes: 16_384 },
      responses: {
        201: {
          description: "the key, with its text in `secret`",
          headers: {
            ...STORED,
            location: { description: "the address of the key", schema: { type: "string" } },
          },
          content: { "application/json": MADE },
        },
      },
      async run(incoming) {
        const care = await careOf(incoming, options);
        const wanted = wantedIn(await incoming.body(), care.person.id);
        if (care.owner !== undefined && wanted.owner !== care.owner) {
          throw refusal(options.all, care.person, "you may not make keys for others");
        }
        checkScopes(care.person, wanted.scopes);
        await checkEnd(keys, care.person, wanted.expires);
        const made = await keys.make(wanted), { pathname } = incoming.url;
        return told(201, made, { location: `${pathname.replace(/\/$/, "")}/${made.key.id}` });
      },
    },
    {
      ...common,
      id: "getKey",
      method: "GET",
      path: "/keys/{id}",
      summary: "An API key, without its text",
      parameters: [ID],
      responses: {
        200: { description: "the key", headers: STORED, content: { "application/json": KEY } },
      },
      async run(incoming) {
        const key = await keyOf(keys, incoming, await careOf(incoming, options));
        return { status: 200, headers: NO_STORE, value: shown(key) };
      },
    },
    {
      ...common,
      id: "revokeKey",
      method: "DELETE",
      path: "/keys/{id}",
      summary: "Revokes an API key: nobody takes it any more",
      parameters: [ID],
      responses: { 204: { description: "it is revoked" } },
      async run(incoming) {
        const { id } = await keyOf(keys, incoming, await careOf(incoming, options));
        if (!await keys.revoke(id)) throw missing(incoming);
        return { status: 204 };
      },
    },
    {
      ...common,
      id: "rotateKey",
      method: "POST",
      path: "/keys/{id}/rotation",
      summary: "Gives an API key another text, and tells it, this once",
      parameters: [ID, GRACE],
      responses: {
        200: {
          description: "the key, with its new text in `secret`",
          headers: STORED,
          content: { "application/json": MADE },
        },
      },
      async run(incoming) {
        const care = await careOf(incoming, options), key = await keyOf(keys, incoming, care);
        checkScopes(care.person, key.scopes);
        await checkEnd(keys, care.person, key.expires);
        const made = await keys.rotate(key.id, Number(incoming.query.grace ?? 0));
        if (made === undefined) throw missing(incoming);
        return told(200, made, {});
      },
    },
  ];
}

/** What who asks looks after. */
async function careOf(
  { person }: Incoming,
  { all, own }: KeyOperationsOptions,
): Promise<Care> {
  // A guarded operation has somebody who asks; who serves it otherwise is refused here.
  if (person === undefined) throw new RestError("unauthorized", "say who you are");
  if (await isGranted(all, person)) return { person, owner: undefined };
  if (await isGranted(own, person)) return { person, owner: person.id };
  throw refusal(own ?? all, person, "you may not look after keys");
}

async function keyOf(keys: Keys, incoming: Incoming, { owner }: Care): Promise<ApiKey> {
  const key = await keys.get(incoming.path.id?.slice(0, 100) ?? "");
  if (key === undefined || owner !== undefined && key.owner !== owner) throw missing(incoming);
  return key;
}

/** Who is limited gives no key more than they have. */
function checkScopes(person: Person, scopes: readonly string[] | undefined): void {
  if (person.scopes === undefined) return;
  const beyond = scopes?.find((each) => !person.scopes?.includes(each));
  if (scopes !== undefined && beyond === undefined) return;
  const scope = beyond ?? "every scope";
  throw refusal(undefined, person, `a key cannot be given what you may not yourself: ${scope}`);
}

/** Who comes with a key that ends gets no text that goes on after it. */
async function checkEnd(keys: Keys, person: Person, expires: number | undefined): Promise<void> {
  const own = person.key === undefined ? undefined : (await keys.get(person.key))?.expires;
  if (own === undefined || expires !== undefined && expires <= own) return;
  const end = new Date(own).toISOString();
  throw new RestError("forbidden", `by a key that ends no other goes on after it: until ${end}`);
}

function missing({ path }: Incoming): RestError {
  return new RestError("not_found", `there is no key "${(path.id ?? "").slice(0, 80)}"`);
}

function told(
  status: number,
  { key, text }: MadeKey,
  headers: Readonly<Record<string, string>>,
): Answer {
  return { status, headers: { ...NO_STORE, ...headers }, value: { ...shown(key), secret: text } };
}

/** With times as RFC 3339 has them. */
function shown(key: ApiKey): Record<string, unknown> {
  const times = Object.entries(key).map(([name, value]) => [
    name,
    typeof value === "number" ? new Date(value).toISOString() : value,
  ]);
  return Object.fromEntries(times);
}
