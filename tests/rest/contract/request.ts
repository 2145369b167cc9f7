/**
 * Requests of an operation: valid, or changed so that they are not.
 *
 * @module
 */
import type { Random } from "../../_support/random.ts";
import { type Contract, isTree, type Op } from "./document.ts";
import { BROKEN, mutated, valueOf } from "./generate.ts";

/** A request, and what is known of it by the document. */
export interface Asked {
  readonly request: Request;
  /** The request as text. */
  readonly what: string;
  /** Whether the document says that it is taken. */
  readonly isValid: boolean;
  /** Whether the document says that it is not. */
  readonly isRefused: boolean;
  readonly address: string;
  readonly body: string | undefined;
  readonly bodyIsList: boolean;
}

/** Where the server is, as far as addresses need it. */
export const ORIGIN = "http://api.test";

/** A request of an operation: of a record that is known, or of one made up. */
export function requestOf(
  { op, known, person }: {
    readonly op: Op;
    readonly known: string | undefined;
    readonly person: string;
  },
  contract: Contract,
  random: Random,
): Asked {
  const { below } = random, headers = new Headers(), query = new URLSearchParams();
  let isValid = true, isRefused = false, body: string | undefined, bodyIsList = false;
  if (person !== "") headers.set("authorization", `Bearer ${person}`);
  for (const param of op.params) {
    if (param.in === "query" && (param.required === true || below(4) === 0)) {
      if (["after", "before"].includes(param.name)) isValid = false; // cursors are opaque: one that is made up is refused
      const value = valueOf(param.schema, contract, random);
      const all = Array.isArray(value) ? value.map(String) : [String(value)];
      if (Array.isArray(value) && all.length === 0) continue;
      for (const each of param.explode === false ? [all.join(",")] : all) {
        query.append(param.name, each);
      }
    }
    if (param.in === "header" && below(4) === 0) {
      const value = headerOf(param.name, random);
      if (value !== undefined) headers.set(param.name, value);
    }
  }
  // A key is of one commit, and each by itself is several: the one excludes the other.
  if (headers.has("idempotency-key") && query.get("each") === "true") isValid = false;
  if (below(12) === 0) {
    query.append("no such", "1");
    isRefused = op.method !== "OPTIONS";
    isValid = false;
  }
  const types = Object.keys(op.bodies), type = types[below(types.length)];
  if (type !== undefined) {
    headers.set("content-type", type);
    const schema = op.bodies[type] ?? {}, value = valueOf(schema, contract, random);
    const isForm = type === "application/x-www-form-urlencoded";
    const sent = !isForm && below(2) === 0 ? mutated(value, random) : value;
    bodyIsList = Array.isArray(sent);
    // Cursors are opaque in a body, too.
    if (op.method === "QUERY" && isTree(sent) && ("after" in sent || "before" in sent)) {
      isValid = false;
    }
    // Each line of an import is told of by itself, whatever it is.
    const isImport = type === "application/x-ndjson" || type === "text/csv";
    if (isImport) {
      body = linesOf(type, op, contract, random);
      // A first line that names no fields is refused, and a key is of what is told at once.
      isValid &&= type !== "text/csv" && !headers.has("idempotency-key");
    } else if (below(15) === 0 && (isForm || type.endsWith("json"))) {
      body = isForm ? "a=%zz" : random.pick(BROKEN);
      isRefused = true;
      isValid = false;
    } else if (isForm) {
      const pairs = Object.entries(isTree(sent) ? sent : {});
      body = String(new URLSearchParams(pairs.map(([name, each]) => [name, String(each)])));
    } else if (!type.endsWith("json")) {
      body = String(value);
      isValid = false; // a schema says no more of it than that it is text
    } else {
      body = JSON.stringify(sent);
      const wrong = contract.wrong(schema, JSON.parse(body));
      if (wrong !== undefined) {
        isValid = false;
        // Each by itself they are told of each by itself.
        isRefused = query.get("each") !== "true" || !bodyIsList;
      }
      // Of the numbers of JSON only those that are exact are taken, whatever the schema says.
      if (body.includes(String(2 ** 53))) isValid = false;
    }
  }
  const offered = Object.keys(op.told[200]?.content ?? {});
  if (offered.length > 1 && below(3) === 0) {
    const accept = random.pick([offered[0] ?? "*/*", ...offered]);
    headers.set("accept", accept);
    // What is streamed has neither pages nor, as events, anything else that is asked for.
    if (accept !== offered[0]) isValid = false;
  } else if (below(15) === 0) {
    headers.set(
      "accept",
      random.pick(["image/png", "nonsense", "text/csv;q=0.1", "*/*;q=0"]),
    );
    isValid = false;
  }
  const address = known ??
    contract.base +
      op.path.replace(/\{(\w+)\}/g, (_, name: string) => placeOf(op, name, contract, random));
  const search = query.size > 0 ? `?${query}` : "";
  const request = new Request(`${ORIGIN}${address}${search}`, {
    method: op.method,
    headers,
    ...body !== undefined && { body },
  });
  const what = `${op.id}: ${op.method} ${address}${search} ${
    JSON.stringify(Object.fromEntries(headers))
  } ${body ?? ""}`;
  return { request, what, isValid, isRefused, address, body, bodyIsList };
}

/** A few lines of an import: records as they are made one by one, and what is none. */
function linesOf(type: string, op: Op, contract: Contract, random: Random): string {
  const schema = op.bodies["application/json"] ?? {};
  const made = Array.from({ length: random.below(5) }, () => {
    const value = valueOf(schema, contract, random);
    return random.below(3) === 0 ? mutated(value, random) : value;
  }).flat();
  if (type !== "text/csv") {
    const lines = made.map((each) => JSON.stringify(each));
    return [...lines, ...random.below(5) === 0 ? [random.pick(BROKEN)] : []].join("\n");
  }
  const rows = made.filter(isTree), names = [...new Set(rows.flatMap((each) => Object.keys(each)))];
  const cell = (value: unknown) =>
    value === undefined ? "" : `"${String(value).replaceAll('"', '""')}"`;
  const line = (cells: readonly unknown[]) => cells.map(cell).join(",");
  const cut = random.below(5) === 0 ? '\n"' : "\n";
  return [line(names), ...rows.map((row) => line(names.map((name) => row[name])))].join("\n") + cut;
}

function placeOf({ params }: Op, name: string, contract: Contract, random: Random): string {
  const schema = params.find((each) => each.in === "path" && each.name === name)?.schema ?? {};
  const text = String(valueOf(schema, contract, random));
  // An address with dots is another address (RFC 3986); a tilde marks a part of another kind.
  return encodeURIComponent(/^\.\.?$/.test(text) ? "dots" : text.replaceAll("~", ""));
}

function headerOf(name: string, random: Random): string | undefined {
  switch (name) {
    case "if-match":
    case "if-none-match":
      return random.pick(["*", '"1"', 'W/"1"', '"no-such", "other"', '"no-such;csv"']);
    case "prefer":
      return random.pick([
        "return=minimal",
        "return=representation",
        "count=exact",
        "nonsense; a=b",
      ]);
    case "idempotency-key":
      return `k${random.below(1e6)}`;
    default:
      return undefined;
  }
}
