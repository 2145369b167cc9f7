/**
 * Parameters of the query: read as declared; what is not declared is refused.
 *
 * @module
 */
import { type Flaw, RestError } from "./error.ts";
import type { JsonSchema, Parameter } from "./operation.ts";

/** The most characters of a value. */
const LONGEST = 8_192;

/**
 * The declared parameters of a query, of their types.
 *
 * @throws {RestError} `bad_parameter` with each that is unknown, missing, given twice, or not as its schema says
 */
export function queryOf(
  parameters: readonly Parameter[],
  url: URL,
): Record<string, unknown> {
  const { search } = url;
  if (search === "" && !parameters.some((each) => each.in === "query" && each.required === true)) {
    return {};
  }
  const query = url.searchParams;
  const values: Record<string, unknown> = {}, errors: Flaw[] = [];
  const known = new Map(
    parameters.filter((each) => each.in === "query").map((each) => [each.name, each]),
  );
  for (const name of new Set(query.keys())) {
    const parameter = known.get(name), given = query.getAll(name);
    const flaw = (code: string, detail: string) =>
      void errors.push({ parameter: name.toWellFormed().slice(0, 100), code, detail });
    if (parameter === undefined) {
      flaw(
        "unknown",
        known.size === 0
          ? "this address takes no parameters"
          : `there are ${[...known.keys()].join(", ")}`,
      );
    } else if (given.length > 1 && parameter.many !== true) {
      flaw("twice", "the parameter comes twice");
    } else {
      const read = given.map((each) => valueOf(parameter.schema, each));
      const wrong = read.find((each): each is { wrong: string } => "wrong" in each);
      if (wrong !== undefined) flaw("type", wrong.wrong);
      else {
        const list = read.map((each) => "value" in each ? each.value : undefined);
        values[name] = parameter.many === true ? list : list[0];
      }
    }
  }
  for (const { name, required } of known.values()) {
    if (required === true && !query.has(name)) {
      errors.push({ parameter: name, code: "missing", detail: "the parameter must be there" });
    }
  }
  if (errors.length === 0) return values;
  throw new RestError("bad_parameter", "the query cannot be read: see errors", {
    errors: errors.slice(0, 100),
  });
}

type Read = { readonly value: unknown } | { readonly wrong: string };

function valueOf(schema: JsonSchema, text: string): Read {
  if (text.length > LONGEST) return { wrong: `at most ${LONGEST} characters` };
  if (Array.isArray(schema.enum)) {
    return schema.enum.includes(text)
      ? { value: text }
      : { wrong: `one of ${schema.enum.join(", ")}` };
  }
  switch (schema.type) {
    case "integer":
      return integer(schema, text);
    case "boolean":
      return text === "true" || text === "false"
        ? { value: text === "true" }
        : { wrong: "true or false" };
    default:
      return { value: text };
  }
}

function integer({ minimum = -(2 ** 53), maximum = 2 ** 53 }: JsonSchema, text: string): Read {
  const value = Number(text);
  const isIn = /^-?\d{1,16}$/.test(text) && value >= Number(minimum) && value <= Number(maximum);
  return isIn ? { value } : { wrong: `a whole number from ${minimum} to ${maximum}` };
}
