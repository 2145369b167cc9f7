/**
 * What feeds must answer: HTTP and entries in their order, written down a second time.
 *
 * @module
 */
import { DECLARED, type Declared, type Told } from "./seeds.ts";
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
    const parts = pathname.split("/").slice(1);
    if (parts.some((part) => /%(?![0-9a-f]{2})/i.test(part))) return { status: 400 };
    const at = placeOf(parts.map(plain)), { method } = asked;
    if (at === undefined) return { status: 404 };
    if (!KNOWN.has(method)) return { status: 501 };
    if (method === "OPTIONS") return { status: 204 };
    const taken = at.id === undefined
      ? ["GET", "HEAD", "POST"]
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

  #list({ method, headers, body }: Asked, search: string, { declared, feed }: At): Wanted {
    const query = new URLSearchParams(search), limit = query.get("limit") ?? String(PAGE);
    const isKnown = [...query.keys()].join() === (search === "" ? "" : "limit") &&
      method !== "POST";
    if (search !== "" && !(isKnown && /^[1-9]\d*$/.test(limit) && Number(limit) <= MOST)) {
      return { status: 400 };
    }
    const refused = accepted(headers) ?? (method === "POST" ? typed(method, headers) : undefined) ??
      held(method, headers, true);
    if (refused !== undefined) return { status: refused };
    if (method !== "POST") {
      const json = { [feed]: this.#entries(feed).slice(0, Number(limit)) };
      return { status: 200, ...method === "GET" && { json } };
    }
    const entry = entryOf(declared, fieldsOf(headers, body ?? ""), undefined);
    if (typeof entry === "number") return { status: entry };
    if (this.#find(feed, idText(entry)) !== undefined) return { status: 409 };
    this.#feeds.set(feed, [...this.#feeds.get(feed) ?? [], entry]);
    return { status: 201, json: entry };
  }

  #item(
    { method, headers, body }: Asked,
    search: string,
    { declared, feed, id }: At & { readonly id: string },
  ): Wanted {
    if (search !== "") return { status: 400 };
    const old = this.#find(feed, id), refused = accepted(headers) ?? typed(method, headers);
    if (refused !== undefined) return { status: refused };
    const read = ["PUT", "PATCH"].includes(method) ? fieldsOf(headers, body ?? "") : {};
    if (read instanceof Refusal) return { status: read.status };
    if (isFields(read) && (read.rec ?? declared.record) !== declared.record) return { status: 422 };
    if (id === "") return { status: 404 };
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
    const entries = this.#feeds.get(feed) ?? [], at = entries.findIndex((each) => each === old);
    if (method === "DELETE") {
      this.#feeds.set(feed, entries.toSpliced(at, 1));
      return { status: 204 };
    }
    const entry = entryOf(declared, read, old ?? idOf(declared, id));
    if (typeof entry === "number") return { status: entry };
    const own = idText(entry), isSame = old !== undefined && own === idText(old);
    if (old === undefined && own !== id) return { status: 422 };
    if (old !== undefined && !isSame && this.#find(feed, own) !== undefined) return { status: 409 };
    const others = old === undefined || isSame ? entries : entries.toSpliced(at, 1);
    this.#feeds.set(feed, isSame ? entries.with(at, entry) : [...others, entry]);
    return { status: old === undefined ? 201 : 200, json: entry };
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
  if (declared === undefined || parts.includes("")) return undefined;
  if (isSlash && id !== undefined && !declared.under) return undefined;
  return { declared, feed, id };
}

/** The parts of an id without their quotes. */
function bare(id: string): string {
  return id.split(",").map((part) => /^"[^"]*"$/.test(part) ? part.slice(1, -1) : part).join(",");
}

function idText({ id, invoice }: Told): string {
  const own = invoice ?? id;
  return isFields(own) ? `step,${own.id},${own.proc}` : String(own);
}

/** Of three parts the second of a step is a number. */
function isId(id: string, { record }: Declared): boolean {
  const parts = bare(id).split(",");
  return record !== "hist" || parts.length !== 3 || /^-?(?:0|[1-9]\d*)$/.test(parts[1] ?? "");
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
): Told | number {
  if (read instanceof Refusal) return read.status;
  if (!isFields(read)) return 422;
  const { rec = record, ...given } = read;
  if (rec !== record || Object.keys(given).some((name) => !fields.includes(name))) return 422;
  if (record !== "Payment") return isGood(given.id ?? old?.id, record) ? { ...old, ...given } : 422;
  const { id, invoice, ...others } = given;
  const own = [invoice, id].find((each) => each !== undefined && each !== old?.invoice) ??
    old?.invoice;
  return isGood(own, record) ? { ...old, ...others, invoice: own } : 422;
}

function isGood(id: unknown, record: string): boolean {
  if (Array.isArray(id)) return id.every((part) => isGood(part, record));
  if (isFields(id)) {
    return record === "hist" && typeof id.id === "number" && typeof id.proc === "string" &&
      id.proc !== "";
  }
  return typeof id === "string" ? id !== "" && !id.includes("\0") : typeof id === "number";
}
