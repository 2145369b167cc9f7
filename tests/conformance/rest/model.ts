/**
 * What the sample's resource must answer: HTTP and four fields, written down a second time.
 *
 * @module
 */
import {
  accepted,
  type Asked,
  fieldsOf,
  held,
  isFields,
  KNOWN,
  plain,
  Refusal,
  typed,
  type Wanted,
} from "./http.ts";
import type { User } from "./seeds.ts";

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
      parts = pathname.split("/").slice(1);
    if (parts.some((part) => /%(?![0-9a-f]{2})/i.test(part))) return { status: 400 };
    const [base, name, id, ...more] = parts.map(plain);
    if (base !== "rest" || name !== "users" || more.length > 0) return { status: 404 };
    return id === undefined || id === "" ? this.#list(asked, search) : this.#item(asked, id);
  }

  #list({ method, headers, body }: Asked, search: string): Wanted {
    if (method === "QUERY") return { status: typed(method, headers) ?? 200 };
    if (!KNOWN.has(method)) return { status: 501 };
    if (method === "OPTIONS") return { status: 204 };
    if (!["GET", "HEAD", "POST"].includes(method)) return { status: 405 };
    if (search !== "") return { status: 400 };
    const refused = accepted(headers) ?? (method === "POST" ? typed(method, headers) : undefined) ??
      held(method, headers, true);
    if (refused !== undefined) return { status: refused };
    if (method !== "POST") {
      return { status: 200, ...method === "GET" && { json: { users: [...this.#users.values()] } } };
    }
    const read = fieldsOf(headers, body ?? "");
    if (read instanceof Refusal) return { status: read.status };
    const wrong = flaw(read);
    if (wrong !== undefined) return { status: wrong };
    const user = read as User; // as: flaw has looked at its id
    if (this.#users.has(user.id)) return { status: 409 };
    this.#users.set(user.id, user);
    return { status: 201, json: user };
  }

  #item({ method, headers, body }: Asked, id: string): Wanted {
    if (!KNOWN.has(method)) return { status: 501 };
    if (method === "OPTIONS") return { status: 204 };
    if (method === "POST") return { status: 405 };
    const old = this.#users.get(id);
    const refused = accepted(headers) ?? typed(method, headers);
    if (refused !== undefined) return { status: refused };
    if (method === "GET" || method === "HEAD") {
      if (old === undefined) return { status: 404 };
      const not = held(method, headers, true);
      return not === undefined
        ? { status: 200, ...method === "GET" && { json: old } }
        : { status: not };
    }
    if (method === "DELETE") {
      return { status: this.#users.delete(id) ? 204 : 404 };
    }
    const read = fieldsOf(headers, body ?? "");
    if (read instanceof Refusal) return { status: read.status };
    if (method === "PATCH" && old === undefined) return { status: 404 };
    const merged = isFields(read) ? { id, ...old, ...read } : read, wrong = flaw(merged);
    if (wrong !== undefined) return { status: wrong };
    const user = merged as User; // as: flaw has looked at its id
    if (old === undefined && user.id !== id) return { status: 422 };
    if (user.id !== id && this.#users.has(user.id)) return { status: 409 };
    this.#users.delete(id);
    this.#users.set(user.id, user);
    return { status: old === undefined ? 201 : 200, json: user };
  }
}

/** The status of fields that cannot be stored. */
function flaw(fields: unknown): number | undefined {
  if (!isFields(fields)) return 422;
  if (Object.keys(fields).some((name) => !FIELDS.has(name))) return 422;
  const { id } = fields;
  return typeof id === "string" && id !== "" ? undefined : typeof id === "number" ? undefined : 422;
}
