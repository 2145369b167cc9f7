/**
 * The method QUERY (draft-ietf-httpbis-safe-method-w-body): a list that is asked for by a body, for what is too long or too private for an address.
 *
 * @module
 */
import { isRecord } from "../../base/mod.ts";
import { type Flaw, RestError } from "../error.ts";
import type { Incoming, JsonSchema, Operation, Parameter } from "../operation.ts";
import { queryReader } from "../parameter.ts";
import { handling } from "../prefer.ts";
import { pointerOf } from "../problem/pointer.ts";

/** The most names and values of a body. */
const MOST = 1_000;

/**
 * The operation QUERY beside one of GET: its body is an object of JSON that says what the parameters of the address do. `{ "limit": 10 }` is
 * `limit=10`, `{ "age": { "gt": 18 } }` is `age[gt]=18`, a list is a parameter that comes several times, and what an address joins by commas is a list, too.
 * The parameters of the address are none of its; links of its answer are addresses for GET.
 *
 * Its `run` throws {@linkcode RestError} `bad_parameter` for a body that says no parameters, `too_large` for more than 1,000 names and values.
 *
 * @param listing an operation of GET
 * @param id the name of the new one
 *
 * @example
 * ```ts
 * import { type Operation, queried, serve } from "@n2o/n2o/rest";
 *
 * const list: Operation = {
 *   id: "listNumbers",
 *   method: "GET",
 *   path: "/numbers",
 *   summary: "Numbers from 0 on",
 *   tag: "numbers",
 *   parameters: [{ name: "limit", in: "query", description: "how many", schema: { type: "integer" } }],
 *   responses: { 200: { description: "they", content: { "application/json": { type: "array" } } } },
 *   guarded: false,
 *   run: ({ query }) => Promise.resolve({ status: 200, value: [...Array(query.limit).keys()] }),
 * };
 * const api = serve([list, queried(list, "queryNumbers")]);
 * const headers = { "content-type": "application/json" };
 * const told = await api.request("/rest/numbers", { method: "QUERY", headers, body: '{"limit":2}' });
 * if (JSON.stringify(await told.json()) !== "[0,1]") throw told;
 * ```
 */
export function queried(listing: Operation, id: string): Operation {
  const { parameters } = listing, read = queryReader(listing);
  const ofQuery = parameters.filter((each) => each.in === "query");
  const known = new Map(ofQuery.map((each) => [each.name, each]));
  return {
    ...listing,
    id,
    method: "QUERY",
    summary: `${listing.summary}, asked for by a body`,
    parameters: parameters.filter((each) => each.in !== "query"),
    body: { content: { "application/json": schemaOf(ofQuery) } },
    async run(incoming) {
      const url = new URL(incoming.url);
      const isLenient = handling(incoming.request) === "lenient";
      const undeclared = (name: string) =>
        isLenient ? undefined : listing.undeclared?.(name)?.detail ?? "there is no such parameter";
      url.search = String(searchOf(await incoming.body(), { known, undeclared }));
      const query = read(url.search, isLenient);
      return await listing.run({ ...incoming, url, query } satisfies Incoming);
    },
  };
}

/** The parameters that a body means, as an address would have them. */
function searchOf(
  body: unknown,
  { known, undeclared }: {
    readonly known: ReadonlyMap<string, Parameter>;
    readonly undeclared: (name: string) => string | undefined;
  },
): URLSearchParams {
  if (!isRecord(body)) throw bad([], "give an object of parameters");
  const search = new URLSearchParams();
  const read = (name: string, value: unknown, keys: readonly PropertyKey[]) => {
    const types = typesOf(inBody(known.get(name)?.schema ?? {}));
    if (!types.some((type) => isOf(value, type))) throw bad(keys, `give ${types.join(" or ")}`);
    return String(value);
  };
  const add = (name: string, text: string) => {
    if (search.size >= MOST) {
      throw new RestError("too_large", `a query has at most ${MOST} names and values`);
    }
    search.append(name, text);
  };
  const addAll = (name: string, value: unknown, keys: readonly PropertyKey[]) => {
    const { many } = known.get(name) ?? {};
    if (!Array.isArray(value)) return add(name, read(name, value, keys));
    // By none of several values nothing is found, which no address says; of too many the reader tells.
    if (value.length < (many ? 1 : 2)) throw bad(keys, "give a value");
    const each = value.map((one, at) => read(name, one, [...keys, at]));
    if (many === "commas") return add(name, each.join(","));
    for (const text of each) add(name, text);
  };
  for (const [name, value] of Object.entries(body)) {
    const tests = isRecord(value) ? Object.entries(value) : undefined;
    if (tests?.length === 0 && ![...known.keys()].some((each) => each.startsWith(`${name}[`))) {
      const detail = undeclared(name);
      if (detail !== undefined) throw bad([name], detail);
    }
    if (tests === undefined) addAll(name, value, [name]);
    else for (const [inner, each] of tests) addAll(`${name}[${inner}]`, each, [name, inner]);
  }
  return search;
}

const SCALARS = ["string", "number", "boolean"];
/** Numbers in texts, for those that JSON does not hold exactly. */
const TEXTS: Readonly<Record<string, JsonSchema>> = {
  integer: { type: "string", pattern: "^-?[0-9]{1,15}$" },
  number: { type: "string", pattern: "^-?(?:0|[1-9][0-9]{0,20})(?:\\.[0-9]{1,30})?$" },
};

/** What a parameter is in a body: of JSON, or the text that an address would have where no bounds are said of it. */
function inBody(schema: JsonSchema): JsonSchema {
  const { type, minimum, maximum } = schema;
  if (type === "boolean") return { anyOf: [schema, { type: "string", enum: ["true", "false"] }] };
  const text = typeof type === "string" ? TEXTS[type] : undefined;
  const isFree = minimum === undefined && maximum === undefined;
  return isFree && text !== undefined ? { anyOf: [schema, text] } : schema;
}

/** The types of JSON that a schema takes; all that an address can say where it names none. */
function typesOf({ type, enum: choices, anyOf }: JsonSchema): readonly string[] {
  if (Array.isArray(choices)) return choices.map((each) => typeof each);
  if (Array.isArray(anyOf)) return anyOf.flatMap((each) => isRecord(each) ? typesOf(each) : []);
  return type === undefined ? SCALARS : [type].flat().map(String);
}

function isOf(value: unknown, type: string): boolean {
  const own = typeof value;
  return type === "integer" ? Number.isInteger(value) : own === type;
}

function bad(keys: readonly PropertyKey[], detail: string): RestError {
  const pointer = pointerOf(keys), flaw: Flaw = { pointer, code: "type", detail };
  return new RestError("bad_parameter", `the query cannot be read at "${pointer}": ${detail}`, {
    errors: [flaw],
  });
}

/** What a body may be: names with brackets are objects of what stands in these. */
function schemaOf(parameters: readonly Parameter[]): JsonSchema {
  const own = new Map<string, JsonSchema>(), inner = new Map<string, Map<string, JsonSchema>>();
  for (const { name, schema: said, many } of parameters) {
    const schema = inBody(said);
    const [, field, operator] = /^(.*)\[(\w+)\]$/s.exec(name) ?? [];
    const made = many !== undefined && many !== false
      ? { anyOf: [schema, { type: "array", items: schema, minItems: 1 }] }
      : schema;
    if (field === undefined || operator === undefined) own.set(name, made);
    else inner.set(field, (inner.get(field) ?? new Map<string, JsonSchema>()).set(operator, made));
  }
  for (const [field, operators] of inner) {
    const filter = {
      type: "object",
      properties: Object.fromEntries(operators),
      additionalProperties: false,
    };
    const bare = own.get(field);
    own.set(field, bare === undefined ? filter : { anyOf: [bare, filter] });
  }
  return { type: "object", properties: Object.fromEntries(own), additionalProperties: false };
}
