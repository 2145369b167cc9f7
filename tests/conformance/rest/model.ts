/**
 * What the sample's resource must answer: HTTP and four fields, written down a second time.
 *
 * @module
 */
import type { User } from "./seeds.ts";

/** A request. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What is to be answered; `json` where there is a body that is no problem. */
export interface Wanted {
  readonly status: number;
  readonly json?: unknown;
}

const FIELDS = new Set(["id", "cn", "name", "type"]);
const KNOWN = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);
const TAKEN: Readonly<Record<string, RegExp>> = {
  POST: /^application\/(?:json|x-www-form-urlencoded)\s*(?:;|$)/i,
  PUT: /^application\/(?:json|x-www-form-urlencoded)\s*(?:;|$)/i,
  PATCH: /^application\/(?:merge-patch\+json|json-patch\+json|json)\s*(?:;|$)/i,
};

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

/** A segment; one whose bytes are no text is the id of nothing. */
function plain(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "\ufffd";
  }
}

/** The status of an Accept that JSON does not meet. */
function accepted({ accept = "" }: Readonly<Record<string, string>>): number | undefined {
  if (accept.trim() === "") return undefined;
  const ranges = accept.split(",").map((each) =>
    each.split(";").map((part) => part.trim().toLowerCase())
  );
  if (!ranges.some(([type = ""]) => /^[^\s/]+\/[^\s/]+$/.test(type))) return 400;
  const weight = ([, ...parameters]: string[]) =>
    Number(parameters.find((each) => each.startsWith("q="))?.slice(2) ?? 1);
  for (const name of ["application/json", "application/*", "*/*"]) {
    const found = ranges.find(([type]) => type === name);
    if (found !== undefined) return weight(found) > 0 ? undefined : 406;
  }
  return 406;
}

function typed(method: string, headers: Readonly<Record<string, string>>): number | undefined {
  const taken = TAKEN[method], type = headers["content-type"];
  if (taken === undefined) return type === undefined ? undefined : 415;
  return taken.test(type ?? "") ? undefined : 415;
}

/** What is there has no tag that the recorded requests name. */
function held(
  method: string,
  headers: Readonly<Record<string, string>>,
  isThere: boolean,
): number | undefined {
  const match = headers["if-match"], none = headers["if-none-match"];
  if (match !== undefined && !(match === "*" && isThere)) return 412;
  if (none !== "*" || !isThere) return undefined;
  return method === "GET" || method === "HEAD" ? 304 : 412;
}

/** A body that cannot be read. */
class Refusal {
  readonly status: number;

  constructor(status: number) {
    this.status = status;
  }
}

/** The fields of a body, or why it cannot be read. */
function fieldsOf(headers: Readonly<Record<string, string>>, body: string): unknown {
  return /json/i.test(headers["content-type"] ?? "") ? jsonOf(body) : formOf(body);
}

function formOf(body: string): unknown {
  const pairs = body.split("&").filter((pair) => pair !== "");
  if (pairs.some((pair) => /%(?![0-9a-f]{2})/i.test(pair))) return new Refusal(400);
  const names = [...new URLSearchParams(body).keys()];
  if (new Set(names).size < names.length || names.includes("__proto__")) return new Refusal(400);
  return Object.fromEntries(new URLSearchParams(body));
}

/** JSON that every reader reads alike. */
function jsonOf(body: string): unknown {
  try {
    const value: unknown = JSON.parse(body), depth = Math.max(0, ...depths(body));
    if (depth > 64) return new Refusal(413);
    if (/"__proto__"\s*:/.test(body) || /\d{17,}/.test(body)) return new Refusal(400);
    const names = [...body.matchAll(/"(\w+)"\s*:/g)].map(([, name]) => name);
    if (
      isFields(value) && new Set(names).size < names.length &&
      Object.keys(value).length < names.length && depth === 1
    ) return new Refusal(400);
    return JSON.stringify(value).includes("\\ud") ? new Refusal(400) : value;
  } catch {
    return new Refusal(400);
  }
}

function* depths(body: string): Generator<number> {
  let depth = 0;
  for (const mark of body) {
    if (mark === "[" || mark === "{") yield ++depth;
    if (mark === "]" || mark === "}") depth--;
  }
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The status of fields that cannot be stored. */
function flaw(fields: unknown): number | undefined {
  if (!isFields(fields)) return 422;
  if (Object.keys(fields).some((name) => !FIELDS.has(name))) return 422;
  const { id } = fields;
  return typeof id === "string" && id !== "" ? undefined : typeof id === "number" ? undefined : 422;
}
