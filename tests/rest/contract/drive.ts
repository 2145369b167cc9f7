/**
 * Drives every operation of a served document: by valid, mutated and chained requests, chosen by a seed.
 *
 * @module
 */
import { type Random, random } from "../../_support/random.ts";
import { broken, type Fault, type Got, read } from "./check.ts";
import { Contract, isTree, type Op } from "./document.ts";
import { ORIGIN, requestOf } from "./request.ts";

/** What is driven. */
export interface Driven {
  /** Where requests go. */
  readonly fetch: (request: Request) => Response | Promise<Response>;
  /** Where its document is. */
  readonly document: string;
  /** Tokens of people; requests without one are made as well. */
  readonly people: readonly string[];
  /** The scopes of those who are limited by some. */
  readonly scopes?: Readonly<Record<string, readonly string[]>>;
}

/** What a drive came to. */
export interface Report {
  readonly faults: readonly (Fault & { readonly request: string })[];
  /** How often each operation was answered with each status: `listUsers 200`. */
  readonly seen: ReadonlyMap<string, number>;
}

/** A record that an answer told of. */
interface Known {
  readonly address: string;
  readonly person: string;
}

/** Makes this many requests, until this many faults are found. */
export async function drive(
  { fetch, document, people, scopes }: Driven,
  seed: number,
  requests: number,
  most = 50,
): Promise<Report> {
  const answer = await fetch(new Request(`${ORIGIN}${document}`));
  const driver = new Driver(new Contract(await answer.json()), fetch, people, random(seed), scopes);
  for (let n = 0; n < requests && driver.faults.length < most; n++) {
    await driver.step();
    if (n % 100 === 99) await driver.lists(); // what is known comes and goes
  }
  if (driver.faults.length < most) await driver.lists();
  return driver;
}

class Driver implements Report {
  readonly faults: (Fault & { readonly request: string })[] = [];
  readonly seen: Map<string, number> = new Map();
  readonly #known: Known[] = [];

  constructor(
    readonly contract: Contract,
    readonly fetch: Driven["fetch"],
    readonly people: readonly string[],
    readonly random: Random,
    readonly scopes: Driven["scopes"],
  ) {}

  /** One request, and those that follow from its answer. */
  async step(): Promise<void> {
    const { operations } = this.contract, { below } = this.random;
    const op = operations[below(operations.length)];
    if (op === undefined) return;
    const person = below(6) === 0 ? "" : this.people[below(this.people.length)] ?? "";
    const known = this.#knownFor(op);
    const made = requestOf({ op, known: known?.address, person }, this.contract, this.random);
    const got = await this.#ask(op, made.request, made.what);
    if (got.status >= 500) return;
    this.#granted(op, got, person, made.what);
    if (made.isRefused && got.status < 400) {
      this.#fault(
        "what is not documented is not taken",
        `${got.status} for ${made.what}`,
        made.what,
      );
    }
    if (op.method === "QUERY" && got.status === 200) {
      await this.#queried(op, made.request, made.body ?? "", got);
    }
    const isTold = op.method !== "HEAD"; // of a body that is not sent nobody knows what it says
    if (isTold && made.isValid && [400, 406, 415].includes(got.status) && !isOneOfTwo(got)) {
      this.#fault("what is documented is taken", `${got.status} ${got.text}`, made.what);
    }
    await this.#follow(op, got, {
      address: made.address,
      person,
      what: made.what,
      bodyIsList: made.bodyIsList,
    });
  }

  /** Who is known by nothing that the document names, or is without a scope that it names, is answered nothing; who has one is not told to have it. */
  #granted({ security }: Op, { status, headers }: Got, person: string, what: string): void {
    if (security.length === 0) return;
    const scopes = this.scopes?.[person];
    const isGranted = security.some(({ bearer, ...more }) => {
      if (bearer === undefined) return Object.keys(more).length === 0;
      if (!Array.isArray(bearer) || person === "") return false;
      return scopes === undefined ||
        bearer.length > 0 && bearer.every((each) => scopes.includes(each));
    });
    if (!isGranted && status < 400) {
      this.#fault("who is not granted it is not answered", `${status} for "${person}"`, what);
    }
    if (isGranted && /insufficient_scope/.test(headers.get("www-authenticate") ?? "")) {
      this.#fault("the scopes that are documented are enough", `${status} for "${person}"`, what);
    }
  }

  /** QUERY answers what GET does, whose parameters its body tells. */
  async #queried(op: Op, request: Request, body: string, got: Got): Promise<void> {
    const listing = this.contract.operations.find(({ method, path }) =>
      method === "GET" && path === op.path
    );
    if (listing === undefined) return this.#fault("QUERY is beside GET", op.id, op.path);
    const url = new URL(request.url), said: unknown = JSON.parse(body);
    for (const [name, value] of Object.entries(isTree(said) ? said : {})) {
      const tests = isTree(value) ? Object.entries(value) : [["", value] as const];
      for (const [test, each] of tests) {
        const key = test === "" ? name : `${name}[${test}]`;
        const values = Array.isArray(each) ? each : [each];
        const param = listing.params.find((param) => param.in === "query" && param.name === key);
        const texts = param?.explode === false ? [values.join(",")] : values.map(String);
        for (const text of texts) url.searchParams.append(key, text);
      }
    }
    const headers = new Headers(request.headers);
    headers.delete("content-type");
    const what = `${op.id} as GET ${url}`;
    const same = await this.#ask(listing, new Request(url, { headers }), what);
    // How long a client waits before it comes again is drawn by lot for each.
    const [one, other] = [got, same].map(({ text }) => text.replace(/^retry: \d+$/m, "retry"));
    if (same.status !== got.status || one !== other) {
      this.#fault(
        "QUERY answers what GET does",
        `${got.status} ${got.text} and ${same.status} ${same.text}`,
        what,
      );
    }
  }

  /** A record that an operation of one may be asked of. */
  #knownFor(op: Op): Known | undefined {
    if (!op.path.includes("{") || this.random.below(4) === 0) return undefined;
    const fit = this.#known.filter(({ address }) =>
      pathPattern(this.contract.base + op.path).test(address)
    );
    return fit[this.random.below(fit.length)];
  }

  /** What must hold of what comes next. */
  async #follow(
    op: Op,
    got: Got,
    at: Known & { readonly what: string; readonly bodyIsList: boolean },
  ): Promise<void> {
    const { status, headers } = got, { person, what } = at;
    if (op.method === "POST" && status === 201 && !at.bodyIsList) {
      const location = headers.get("location");
      if (location === null) this.#fault("what is created has an address", "no location", what);
      else await this.#isThere({ address: location, person }, got, what);
    }
    if (op.method === "PUT" && status < 300 || op.method === "PATCH" && status < 300) {
      const address = headers.get("location") ?? headers.get("content-location") ?? at.address;
      if (address !== at.address && status === 200) this.#forget(at.address);
      await this.#isThere({ address, person }, got, what);
    }
    if (op.method === "DELETE" && status === 204) {
      this.#forget(at.address);
      const known = { address: at.address, person };
      let now = await this.#get(known);
      if (now?.status === 200) {
        // Where nothing says what ids are an address stands for two, a number and its text: then the other is told now.
        await this.#ask(op, this.#bare(known, "DELETE", {}), `${what} again`);
        now = await this.#get(known);
      }
      if (now !== undefined && now.status !== 404) {
        this.#fault("what is deleted is gone", `${now.status}`, what);
      }
    }
    if (op.method === "GET" && status === 200 && headers.get("etag") !== null) {
      await this.#conditions({ address: at.address, person }, got, what);
    }
  }

  /** What was stored is read as it was told, under the tag that was told. */
  async #isThere(known: Known, told: Got, what: string): Promise<void> {
    const now = await this.#get(known);
    if (now === undefined) return;
    if (now.status !== 200) {
      return this.#fault("what is stored is there", `${known.address} ${now.status}`, what);
    }
    if (!this.#known.some(({ address }) => address === known.address)) this.#known.push(known);
    const tag = told.headers.get("etag");
    const isSame = told.json === undefined ||
      JSON.stringify(now.json) === JSON.stringify(told.json);
    if (!isSame) {
      this.#fault("what is stored is what was told", `${told.text} is ${now.text}`, what);
    }
    if (tag !== null && told.json !== undefined && now.headers.get("etag") !== tag) {
      this.#fault(
        "the tag is that of what is stored",
        `${tag} is ${now.headers.get("etag")}`,
        what,
      );
    }
  }

  /** A tag that is held is not told again; one that is old changes nothing. */
  async #conditions(known: Known, got: Got, what: string): Promise<void> {
    const tag = got.headers.get("etag") ?? "";
    const accept = got.headers.get("content-type")?.split(";")[0] ?? "*/*"; // a tag is of one type
    const held = await this.#get(known, { "if-none-match": tag, accept });
    if (held !== undefined && held.status !== 304) {
      this.#fault("what a client has is not told again", `${held.status} for ${tag}`, what);
    }
    const change = this.#at(known.address, "DELETE");
    if (change === undefined || !change.params.some(({ name }) => name === "if-match")) return;
    const request = this.#bare(known, "DELETE", { "if-match": '"another"' });
    const stale = await this.#ask(change, request, `${change.id} with an old tag`);
    if (stale.status < 400) {
      this.#forget(known.address);
      this.#fault("an old tag changes nothing", `${stale.status}`, what);
    }
  }

  /** Every list tells each record that there is once, over all its pages. */
  async lists(): Promise<void> {
    for (const op of this.contract.operations) {
      if (
        op.method !== "GET" || op.path.includes("{") ||
        !op.params.some(({ name }) => name === "limit")
      ) continue;
      for (const person of this.people) await this.#walk(op, person);
    }
  }

  async #walk(op: Op, person: string): Promise<void> {
    const seen: string[] = [];
    let next: string | undefined = `${this.contract.base}${op.path}?limit=2`;
    while (next !== undefined && seen.length < 500) {
      const got: Got = await this.#ask(
        op,
        this.#bare({ address: next, person }, "GET", {}),
        `${op.id}: ${next}`,
      );
      if (got.status !== 200) return;
      const [records] = isTree(got.json) ? Object.values(got.json) : [];
      for (const each of Array.isArray(records) ? records : []) {
        seen.push(keyIn(each));
      }
      next = /<([^>]*)>; rel="next"/.exec(got.headers.get("link") ?? "")?.[1];
    }
    if (new Set(seen).size !== seen.length) {
      this.#fault("a list tells a record once", seen.join(), op.id);
    }
    for (const known of this.#known) {
      if (known.address.slice(0, known.address.lastIndexOf("/")) !== this.contract.base + op.path) {
        continue;
      }
      const now = await this.#get({ ...known, person }); // who may read it finds it in the list
      if (now?.status !== 200 || !isTree(now.json)) continue;
      if (!seen.includes(keyIn(now.json))) {
        this.#fault("a list tells what is there", known.address, op.id);
      }
    }
  }

  async #get(known: Known, headers: Record<string, string> = {}): Promise<Got | undefined> {
    const op = this.#at(known.address, "GET");
    if (op === undefined) return undefined;
    return await this.#ask(
      op,
      this.#bare(known, "GET", headers),
      `${op.id}: GET ${known.address} by ${known.person}`,
    );
  }

  #at(address: string, method: string): Op | undefined {
    return this.contract.operations.find((op) =>
      op.method === method && pathPattern(this.contract.base + op.path).test(address)
    );
  }

  #bare({ address, person }: Known, method: string, headers: Record<string, string>): Request {
    return new Request(`${ORIGIN}${address}`, {
      method,
      headers: { ...headers, ...person !== "" && { authorization: `Bearer ${person}` } },
    });
  }

  async #ask(op: Op, request: Request, what: string): Promise<Got> {
    const got = await read(await this.fetch(request));
    const key = `${op.id} ${got.status}`;
    this.seen.set(key, (this.seen.get(key) ?? 0) + 1);
    for (const fault of broken(this.contract, op, got)) {
      this.faults.push({ ...fault, request: what });
    }
    return got;
  }

  #forget(address: string): void {
    const at = this.#known.findIndex((each) => each.address === address);
    if (at >= 0) this.#known.splice(at, 1);
  }

  #fault(rule: string, detail: string, request: string): void {
    this.faults.push({ rule, detail, request });
  }
}

function pathPattern(path: string): RegExp {
  const parts = path.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join("[^/?]+")}$`);
}

/** What tells one of a list from the others. */
function keyIn(value: unknown): string {
  return JSON.stringify(isTree(value) && "id" in value ? value.id : value);
}

/** Whether a parameter, or a header, was refused for those that it came with, or did not come with: no document says that. */
function isOneOfTwo({ json, status }: Got): boolean {
  // Of which variables there is an index the document does not say: the runtime's settings do.
  if (isTree(json) && json.code === "query") return status === 400;
  const errors = isTree(json) && Array.isArray(json.errors) ? json.errors : [];
  return status === 400 &&
    errors.some((each) =>
      isTree(each) && "parameter" in each && (each.code === "missing" || each.code === "no_index")
    );
}
