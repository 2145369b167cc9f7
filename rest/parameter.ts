/**
 * Parameters of the query: read as declared; what is not declared is refused.
 *
 * @module
 */
import type { Flaw } from "./error.ts";
import type { JsonSchema, Operation, Parameter } from "./operation.ts";
import { flawed } from "./problem/flawed.ts";
import { isExact } from "./value/exact.ts";

/** The most characters of a value. */
const LONGEST = 8_192;
/** As JSON writes one. */
const NUMBER = /^-?(?:0|[1-9]\d{0,20})(?:\.\d{1,30})?(?:[eE][+-]?\d{1,3})?$/;

/** Reads the query of an address, from its question mark on. */
export type QueryReader = (search: string, isLenient?: boolean) => Record<string, unknown>;

/**
 * What reads the declared parameters of an operation's queries, of their types.
 *
 * The reader throws `RestError` `bad_parameter` with each that is unknown, missing, given twice, no percent-encoded UTF-8, or not as its schema says; where it is
 * lenient it leaves out what is unknown.
 */
export function queryReader(
  { parameters, undeclared }: Pick<Operation, "parameters" | "undeclared">,
): QueryReader {
  const declared = parameters.filter((each) => each.in === "query");
  const known = new Map(declared.map((each) => [each.name, each]));
  const required = declared.filter((each) => each.required === true).map(({ name }) => name);
  const unknown = known.size === 0
    ? "this address takes no parameters"
    : `there are ${[...known.keys()].join(", ").slice(0, 1_000)}`;
  return (search, isLenient = false) => {
    if (search === "" && required.length === 0) return {};
    const values: Record<string, unknown> = {}, errors: Flaw[] = [];
    const query = new URLSearchParams(search), broken = brokenIn(search);
    for (const name of new Set(query.keys())) {
      const parameter = known.get(name);
      if (parameter === undefined && isLenient) continue;
      const read = parameter === undefined
        ? undeclared?.(name) ?? { code: "unknown", detail: unknown }
        : broken.has(name)
        ? ENCODING
        : valueOf(parameter, query.getAll(name));
      if ("value" in read) values[name] = read.value;
      else errors.push({ parameter: name.toWellFormed().slice(0, 100), ...read });
    }
    for (const name of required) {
      if (query.has(name)) continue;
      errors.push({ parameter: name, code: "missing", detail: "the parameter must be there" });
    }
    if (errors.length === 0) return values;
    throw flawed("bad_parameter", "the query cannot be read", errors);
  };
}

const ENCODING = { code: "encoding", detail: "not percent-encoded UTF-8" } as const;

/** The names of what is no percent-encoding of UTF-8: the URL standard reads it as other text, which nobody asked for. */
function brokenIn(search: string): ReadonlySet<string> {
  if (!search.includes("%") || isReadable(search)) return new Set();
  const pairs = search.slice(1).split("&").filter((pair) => !isReadable(pair));
  return new Set(pairs.flatMap((pair) => [...new URLSearchParams(pair).keys()]));
}

function isReadable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

type Read = { readonly value: unknown } | Pick<Flaw, "code" | "detail">;

function valueOf({ schema, many }: Parameter, given: readonly string[]): Read {
  if (given.length > 1 && many !== true) {
    return { code: "twice", detail: "the parameter comes twice" };
  }
  const list: unknown[] = [];
  for (const text of given) {
    // Which of the values is none is told by whoever reads them.
    const read = many === "commas" ? { value: text.split(",") } : oneOf(schema, text);
    if (!("value" in read)) return read;
    list.push(read.value);
  }
  return { value: many === true ? list : list[0] };
}

function oneOf(schema: JsonSchema, text: string): Read {
  if (text.length > LONGEST) return wrong(`at most ${LONGEST} characters`);
  if (Array.isArray(schema.enum)) {
    return schema.enum.includes(text) ? { value: text } : wrong(`one of ${schema.enum.join(", ")}`);
  }
  switch (schema.type) {
    case "integer":
      return integer(schema, text);
    case "number":
      if (!NUMBER.test(text) || !Number.isFinite(Number(text))) return wrong("a number");
      return isExact(text)
        ? { value: Number(text) }
        : wrong("a number that stays the same beyond 2^53");
    case "boolean":
      return text === "true" || text === "false"
        ? { value: text === "true" }
        : wrong("true or false");
    default:
      return ofText(schema, text);
  }
}

/** A text of the length that its schema has, in characters of Unicode as JSON Schema counts, and of its pattern. */
function ofText({ minLength = 0, maxLength = LONGEST, pattern }: JsonSchema, text: string): Read {
  const length = [...text].length;
  if (length < Number(minLength) || length > Number(maxLength)) {
    return wrong(`a text of ${minLength} to ${maxLength} characters`);
  }
  const isOf = typeof pattern !== "string" || new RegExp(pattern, "u").test(text);
  return isOf ? { value: text } : wrong(`text as ${pattern}`);
}

function integer({ minimum = -(2 ** 53), maximum = 2 ** 53 }: JsonSchema, text: string): Read {
  const value = Number(text);
  const isIn = /^-?\d{1,16}$/.test(text) && value >= Number(minimum) && value <= Number(maximum);
  return isIn ? { value } : wrong(`a whole number from ${minimum} to ${maximum}`);
}

function wrong(detail: string): Read {
  return { code: "type", detail };
}
