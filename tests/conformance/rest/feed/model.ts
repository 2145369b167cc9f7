/**
 * What feeds must answer: HTTP and entries in their order, written down a second time.
 *
 * @module
 */
import { fieldsOf, isId as isIdOf, merged, Refusal, told } from "../bodies.ts";
import { DECLARED, type Declared, type Told } from "./seeds.ts";
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
} from "../http.ts";

const MOST = 1_000, PAGE = 100;

/** Where a request goes. */
interface At {
  readonly declared: Declared;
  /** The path of the feed. */
  readonly feed: string;
  /** The id of the address; undefined for the feed itself. */
  readonly id: string | undefined;
}

/** The feeds of the sample. */
export class FeedModel {
  readonly #feeds: Map<string, Told[]>;

  /** With the entries of a seed. */
  constructor(feeds: Map<string, Told[]>) {
    this.#feeds = feeds;
  }

  /** The answer to a request, which is carried out. */
  answer(asked: Asked): Wanted {
    const { pathname, search } = new URL(`http://localhost${asked.path}`);
    const parts = segments(pathname);
    if (parts === undefined) return { status: 400 };
    const at = placeOf(parts), { method } = asked;
    if (at === undefined) return { status: 404 };
    const isQuery = method === "QUERY" && at.id === undefined;
    if (!KNOWN.has(method) && !isQuery) return { status: 501 };
    if (method === "OPTIONS") return { status: 204 };
    const taken = at.id === undefined
      ? ["GET", "HEAD", "POST", "QUERY"]
      : ["GET", "HEAD", "PUT", "PATCH", "DELETE"];
    if (!taken.includes(method)) return { status: 405 };
    return at.id === undefined
      ? this.#list(asked, search, at)
      : this.#item(asked, search, { ...at, id: at.id });
  }

  /** What a feed holds, and what those under it hold behind it. */
  #entries(feed: string): readonly Told[] {
    const under = [...this.#feeds.keys()].filter((each) => each.startsWith(`${feed}/`)).sort();
    return [feed, ...under].flatMap((each) => this.#feeds.get(each) ?? []);
  }

  #list(asked: Asked, search: string, { declared, feed }: At): Wanted {
    const { method, headers, body } = asked, from = foreign(method, headers);
    if (from !== undefined) return { status: from };
    const query = new URLSearchParams(search), limit = query.get("limit") ?? String(PAGE);
    const isKnown = [...query.keys()].join() === (search === "" ? "" : "limit") &&
      method !== "POST";
    if (
      search !== "" &&
      !(isKnown && /^\d+$/.test(limit) && Number(limit) > 0 && Number(limit) <= MOST)
    ) {
      return { status: 400 };
    }
    const refused = accepted(headers) ?? typed(asked) ?? held(method, headers, true);
    if (refused !== undefined) return { status: refused };
    if (method === "QUERY") return { status: 200 };
    if (method !== "POST") {
      const json = { [feed]: this.#entries(feed).slice(0, Number(limit)) };
      return { status: 200, ...method === "GET" && { json } };
    }
    const read = fieldsOf(headers, body ?? ""), all = Array.isArray(read) ? read : [read];
    if (all.length === 0) return { status: 422 };
    const made: Told[] = [];
    for (const each of all) {
      const entry = entryOf(declared, each, undefined);
      if (typeof entry === "number") return { status: entry };
      made.push(entry);
    }
    const ids = made.map(idText);
    if (new Set(ids).size < ids.length || ids.some((id) => this.#find(feed, id) !== undefined)) {
      return { status: 409 };
    }
    this.#feeds.set(feed, [...this.#feeds.get(feed) ?? [], ...made]);
    if (Array.isArray(read)) return { status: 201, json: { [feed]: made } };
    return { status: 201, ...!isMinimal(headers) && { json: made[0] } };
  }

  #item(
    asked: Asked,
    search: string,
    { declared, feed, id }: At & { readonly id: string },
  ): Wanted {
    const { method, headers, body } = asked, from = foreign(method, headers);
    if (from !== undefined) return { status: from };
    if (search !== "") return { status: 400 };
    const old = this.#find(feed, id), refused = accepted(headers) ?? typed(asked);
    if (refused !== undefined) return { status: refused };
    const read = ["PUT", "PATCH"].includes(method) ? fieldsOf(headers, body ?? "") : {};
    if (read instanceof Refusal) return { status: read.status };
    if (isFields(read) && !isTyped(read, declared)) return { status: 422 };
    if (old === undefined && !isId(id, declared)) return { status: 400 };
    if (method === "GET" || method === "HEAD") {
      if (old === undefined) return { status: 404 };
      const not = held(method, headers, true);
      return not === undefined
        ? { status: 200, ...method === "GET" && { json: old } }
        : { status: not };
    }
    const not = held(method, headers, old !== undefined);
    if (not !== undefined) return { status: not };
    if (old === undefined && method !== "PUT") return { status: 404 };
    // Of a step all parts but its number are text.
    if (old === undefined && declared.record === "hist" && /^~[nitfb]/.test(id)) {
      return { status: 422 };
    }
    const entries = this.#feeds.get(feed) ?? [], at = entries.findIndex((each) => each === old);
    if (method === "DELETE") {
      this.#feeds.set(feed, entries.toSpliced(at, 1));
      return { status: 204 };
    }
    const entry = entryOf(declared, read, old ?? idOf(declared, id), {
      isPatch: method === "PATCH",
      isNew: old === undefined,
    });
    if (typeof entry === "number") return { status: entry };
    const own = idText(entry), isSame = old !== undefined && own === idText(old);
    const named = idText(stepped(idOf(declared, id), declared.record));
    if (old === undefined && own !== named) return { status: 422 };
    if (old !== undefined && !isSame && this.#find(feed, own) !== undefined) return { status: 409 };
    const others = old === undefined || isSame ? entries : entries.toSpliced(at, 1);
    this.#feeds.set(feed, isSame ? entries.with(at, entry) : [...others, entry]);
    const status = old === undefined ? 201 : 200, json = entry;
    if (!isMinimal(headers)) return { status, json };
    return { status: status === 200 ? 204 : status };
  }

  #find(feed: string, id: string): Told | undefined {
    const entries = this.#feeds.get(feed) ?? [];
    return entries.find((each) => idText(each) === id) ??
      entries.find((each) => idText(each) === bare(id));
  }
}

/** The feed of an address, by segments; a slash at its end is none. */
function placeOf([base, kvs, kind, ...rest]: readonly string[]): At | undefined {
  if (base !== "rest" || kvs !== "kvs" || (kind !== "0" && kind !== "1")) return undefined;
  const isSlash = rest.length > 1 && rest.at(-1) === "", parts = isSlash ? rest.slice(0, -1) : rest;
  const id = kind === "1" ? parts.shift() : undefined, feed = `/${parts.join("/")}`;
  const declared = DECLARED.find(({ prefix, under }) =>
    feed === prefix || under && feed.startsWith(`${prefix}/`)
  );
  const isPath = parts.every((part) => part !== "" && !part.includes("/"));
  if (declared === undefined || !isPath) return undefined;
  if (id === "") return undefined;
  if (isSlash && id !== undefined && !declared.under) return undefined;
  return { declared, feed, id };
}

/** The parts of a tuple that is written in quotes, as text; undefined for a text that is none. */
function bare(id: string): string | undefined {
  if (!id.includes(",") || !id.includes('"')) return undefined;
  const parts = id.split(",").map((part) => {
    const [, quoted, atom, number] =
      /^\s*(?:(?:<<\s*)?"([^"]*)"(?:\s*>>)?|([a-z][\w@]*|'[^']*')|(-?\d+(?:\.\d+(?:e[+-]?\d+)?)?))\s*$/i
        .exec(part) ?? [];
    return quoted ?? atom?.replaceAll("'", "") ?? (number && String(Number(number)));
  });
  return parts.every((part) => part !== undefined) ? parts.join(",") : undefined;
}

function idText({ id, invoice }: Told): string {
  const own = invoice ?? id;
  return isFields(own) ? `step,${own.id},${own.proc}` : String(own);
}

/** Of three parts the second of a step is a number. */
function isId(id: string, { record }: Declared): boolean {
  const parts = id.split(","), [, number = ""] = parts;
  if (record !== "hist" || parts.length !== 3) return isAddress(id);
  return /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/.test(number);
}

/** What an entry begins with that is made at an address. */
function idOf({ record }: Declared, text: string): Told {
  const parts = text.split(","), [, number, proc] = parts, id = parts.length > 1 ? parts : text;
  if (record === "hist" && parts.length === 3) return { id: { id: Number(number), proc } };
  return record === "Payment" ? { invoice: id } : { id };
}

/** The entry that a body means, merged into what is there; the status of a refusal. */
function entryOf(
  { record, fields }: Declared,
  read: unknown,
  old: Told | undefined,
  { isPatch = false, isNew = true }: { readonly isPatch?: boolean; readonly isNew?: boolean } = {},
): Told | number {
  if (read instanceof Refusal) return read.status;
  if (!isFields(read)) return 422;
  const { rec: _, ...given } = read;
  if (!isTyped(read, { record }) || Object.keys(given).some((name) => !fields.includes(name))) {
    return 422;
  }
  const into = (fields: Told | undefined, more: Told): Told => {
    const whole = isPatch ? merged(fields, more) : { ...fields, ...more };
    return told(whole) as Told; // as: a merge of objects is one
  };
  if (record !== "Payment") {
    const entry = into(old, given);
    return isGood(entry.id, record) ? stepped(entry, record) : 422;
  }
  const { id, invoice, ...others } = given;
  const named = [invoice, id].find((each) => each !== undefined && each !== old?.invoice);
  const own = named === undefined || named === null && !isNew ? old?.invoice : named;
  return isGood(own, record) ? { ...into(old, others), invoice: own } : 422;
}

/** Whether a body says nothing of its type, or what it is. */
function isTyped(read: Told, { record }: Pick<Declared, "record">): boolean {
  return !Object.hasOwn(read, "rec") || read.rec === record;
}

/** The id of a row is told by its names. */
function stepped({ id, ...fields }: Told, record: string): Told {
  if (record !== "hist" || !Array.isArray(id)) return { id, ...fields };
  const [, step, proc] = id;
  return {
    id: { ...step !== undefined && { id: step }, ...proc !== undefined && { proc } },
    ...fields,
  };
}

function isGood(id: unknown, record: string): boolean {
  const isStep = isFields(id) && record === "hist" && Object.hasOwn(id, "proc");
  return isStep ? isIdOf(["step", id.id, id.proc]) : isIdOf(id);
}
