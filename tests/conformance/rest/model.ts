/**
 * What the sample's resource must answer: HTTP and four fields, written down a second time.
 *
 * @module
 */
import { fieldsOf, idText, isId, isKeySize, merged, Refusal, told } from "./bodies.ts";
import {
  accepted,
  type Asked,
  foreign,
  held,
  isAddress,
  isFields,
  isMinimal,
  KNOWN,
  segments,
  typed,
  type Wanted,
} from "./http.ts";
import type { User } from "./seeds.ts";

const MOST = 1_000;
const FIELDS = new Set(["id", "cn", "name", "type"]);

/** The sample's resource. */
export class Model {
  readonly #users: Map<string, User>;

  /** With the records of a seed. */
  constructor(users: Map<string, User>) {
    this.#users = users;
  }

  /** The answer to a request, which is carried out. */
  answer(asked: Asked): Wanted {
    const { pathname, search } = new URL(`http://localhost${asked.path}`),
      parts = segments(pathname);
    if (parts === undefined) return { status: 400 };
    const [base, name, id, ...more] = parts;
    if (base !== "rest" || name !== "users" || more.length > 0) return { status: 404 };
    return id === undefined || id === ""
      ? this.#list(asked, search)
      : this.#item(asked, search, id);
  }

  #list(asked: Asked, search: string): Wanted {
    const { method, headers, body } = asked, taken = ["GET", "HEAD", "POST", "QUERY"];
    const isRead = method === "GET" || method === "HEAD",
      asks = isRead ? listed(search) : undefined;
    const refused = refusal(asked, asks === undefined ? search : "", taken) ??
      held(method, headers, true);
    if (refused !== undefined) return { status: refused };
    if (method === "QUERY") return { status: 200 };
    if (method !== "POST") {
      return {
        status: 200,
        ...method === "GET" && { json: { users: asks?.([...this.#users.values()]) } },
      };
    }
    const read = fieldsOf(headers, body ?? "");
    if (read instanceof Refusal) return { status: read.status };
    if ("idempotency-key" in headers) return { status: 400 };
    const wrong = flaw(read);
    if (wrong !== undefined) return { status: wrong };
    const user = told(read) as User; // as: flaw has looked at its id
    if (this.#users.has(idText(user.id))) return { status: 409 };
    this.#users.set(idText(user.id), user);
    return { status: 201, ...!isMinimal(headers) && { json: user } };
  }

  #item(asked: Asked, search: string, id: string): Wanted {
    const { method, headers, body } = asked, taken = ["GET", "HEAD", "PUT", "PATCH", "DELETE"];
    const refused = refusal(asked, search, taken);
    if (refused !== undefined) return { status: refused };
    if (!isKeySize(id)) return { status: 404 };
    if (!isAddress(id)) return { status: 400 };
    const own = textOf(id),
      old = own === undefined ? undefined : this.#users.get(own),
      isRead = method === "GET" || method === "HEAD";
    if (isRead && old === undefined) return { status: 404 };
    const read = isRead || method === "DELETE" ? {} : fieldsOf(headers, body ?? "");
    if (read instanceof Refusal) return { status: read.status };
    const not = held(method, headers, old !== undefined);
    if (not !== undefined) return { status: not };
    if (isRead) return { status: 200, ...method === "GET" && { json: old } };
    if (method === "DELETE") {
      return { status: own !== undefined && this.#users.delete(own) ? 204 : 404 };
    }
    if (method === "PATCH" && old === undefined) return { status: 404 };
    if (/json-patch/i.test(headers["content-type"] ?? "") && !Array.isArray(read)) {
      return { status: 400 };
    }
    return own === undefined ? { status: 422 } : this.#put(asked, { id: own, old, read });
  }

  #put(
    { method, headers }: Asked,
    { id, old, read }: {
      readonly id: string;
      readonly old: User | undefined;
      readonly read: unknown;
    },
  ): Wanted {
    if (method === "PATCH" && isFields(read) && !areKnown(read)) return { status: 422 };
    const put = isFields(read) ? { id, ...old, ...read } : read;
    const record = method === "PATCH" ? merged(old, read) : put, wrong = flaw(record);
    if (wrong !== undefined) return { status: wrong };
    const user = told(record) as User, own = idText(user.id); // as: flaw has looked at its id
    if (old === undefined && own !== id) return { status: 422 };
    if (own !== id && this.#users.has(own)) return { status: 409 };
    this.#users.delete(id);
    this.#users.set(own, user);
    if (old === undefined) return { status: 201, ...!isMinimal(headers) && { json: user } };
    return isMinimal(headers) ? { status: 204 } : { status: 200, json: user };
  }
}

/** The status of what is not looked at any further, by what stands in front of a body. */
function refusal(
  asked: Asked,
  search: string,
  taken: readonly string[],
): number | undefined {
  const { method, headers } = asked, isTaken = taken.includes(method);
  if (method === "OPTIONS") return 204;
  if (!isTaken) return KNOWN.has(method) ? 405 : 501;
  return foreign(method, headers) ?? (search === "" ? undefined : 400) ?? accepted(headers) ??
    typed(asked);
}

function areKnown(fields: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(fields).every((name) => FIELDS.has(name));
}

/** What the parameters of a list make of its records; undefined for those that mean nothing. */
function listed(search: string): ((users: readonly User[]) => readonly User[]) | undefined {
  const query = new URLSearchParams(search), names = [...query.keys()];
  const { limit = "1000", fields, order = "asc" } = Object.fromEntries(query);
  const only = fields?.split(",") ?? [...FIELDS];
  const isKnown = names.every((name) => ["limit", "fields", "order"].includes(name)) &&
    new Set(names).size === names.length && /^[1-9]\d*$/.test(limit) && Number(limit) <= MOST &&
    only.every((name) => FIELDS.has(name)) && ["asc", "desc"].includes(order);
  if (!isKnown) return undefined;
  return (users) =>
    (order === "desc" ? users.toReversed() : users).slice(0, Number(limit)).map((user) => {
      const told = Object.entries(user).filter(([name]) => only.includes(name));
      return Object.fromEntries(told) as User; // as: it is compared, and read no further
    });
}

/** The text that an address names, by its marks; undefined for an id of another kind, or of several parts. */
function textOf(address: string): string | undefined {
  if (/^~[nitfb]/.test(address) || address.includes(",")) return undefined;
  return address.replace(/^~s/, "").replace(/~[~c]/g, (mark) => mark === "~c" ? "," : "~");
}

/** The status of fields that cannot be stored. */
function flaw(fields: unknown): number | undefined {
  const isText = isFields(fields) && typeof fields.id === "string" && isId(fields.id);
  return isText && areKnown(fields) ? undefined : 422;
}
