/**
 * Filters of lists: `city=Kyiv`, `age[gt]=18`, `name[starts]=An`, `city[in]=Kyiv&city[in]=Lviv`.
 *
 * The operator stands with the name, as in the APIs of Stripe and of others that follow `deepObject` of OpenAPI, so a value is never looked
 * into: `name=gt.5`, `name=a,b` and `name=*` are equal to what they say.
 *
 * @module
 */
import type { IdPart } from "../../kvs/mod.ts";
import type { Flaw } from "../error.ts";
import type { Parameter } from "../operation.ts";
import { isKeySize } from "../value/id.ts";
import { type FieldType, parameterSchema, valuesOf } from "./type.ts";
import {
  behind,
  compareSpans,
  compareValues,
  isWithin,
  shared,
  since,
  type Span,
  starting,
  through,
  until,
} from "./value.ts";

/**
 * What holds of a field: it has one of these values, or one within the stretches, both in the order of keys. `single` where one value was asked
 * for, though several are looked up: zero is two, and of an unknown type what looks like a number may be text; so there may be two stretches.
 */
export type Condition =
  | { readonly field: string; readonly values: readonly IdPart[]; readonly single: boolean }
  | { readonly field: string; readonly spans: readonly Span[] };

/** What a filter compares by, and what that is in words. */
const OPERATORS = {
  eq: "equal to this",
  in: "equal to one of these: given several times",
  gt: "greater than this",
  gte: "this, or greater",
  lt: "less than this",
  lte: "this, or less",
  starts: "beginning with this",
} as const;

type Operator = keyof typeof OPERATORS;

const ALWAYS: readonly Operator[] = ["eq", "in"];
const ORDERED: readonly Operator[] = ["gt", "gte", "lt", "lte"];

function operatorsOf(type: FieldType): readonly Operator[] {
  if (type === "boolean" || type === "bytes") return ALWAYS;
  const isText = type === "text" || type === "any";
  return [...ALWAYS, ...ORDERED, ...isText ? ["starts"] as const : []];
}

/** The parameters that filter by a field; where its bare name is another parameter of lists, `[eq]` stands for it. */
export function filterParameters(
  field: string,
  type: FieldType,
  taken: ReadonlySet<string>,
): readonly Parameter[] {
  const schema = parameterSchema(type);
  const named = operatorsOf(type).map((operator): Parameter => ({
    name: `${field}[${operator}]`,
    in: "query",
    description: `those whose ${field} is ${OPERATORS[operator]}`,
    schema: operator === "starts" ? { type: "string", minLength: 1 } : schema,
    ...(operator === "in" && { many: true }),
  }));
  if (taken.has(field)) return named;
  const description = `those whose ${field} is ${OPERATORS.eq}`;
  return [{ name: field, in: "query", description, schema }, ...named];
}

/** The field and the operator of a parameter. */
export function filterOf(name: string): { readonly field: string; readonly operator: string } {
  const [, field = name, operator = "eq"] = /^(.*)\[(\w+)\]$/s.exec(name) ?? [];
  return { field, operator };
}

/** What a parameter says of a field. */
interface Said {
  readonly name: string;
  readonly operator: string;
  readonly given: unknown;
}

/**
 * What parameters of one field ask for together.
 *
 * @param flaws is told what is no value of the field
 */
export function conditionOf(
  field: string,
  type: FieldType,
  said: readonly Said[],
  flaws: Flaw[],
): Condition {
  let spans: readonly Span[] = [{}], values: readonly IdPart[] | undefined, single = false;
  for (const { name, operator, given } of said) {
    const own = operator === "starts" ? "text" : type;
    const asked = (Array.isArray(given) ? given : [given]).map((each) => valuesOf(each, own));
    const detail = wrong(asked);
    if (detail !== undefined) {
      flaws.push({ parameter: name, code: "type", detail });
    } else if (operator === "eq" || operator === "in") {
      single ||= asked.length === 1;
      const these = asked.flat().flatMap((each) => each === 0 ? [-0, 0] : [each]);
      values = values === undefined ? these : values.filter((each) => has(these, each));
    } else {
      const these = (asked[0] ?? []).flatMap((value) => spanOf(operator, value) ?? []);
      spans = spans.flatMap((span) => these.flatMap((each) => shared(span, each) ?? []));
    }
  }
  if (values === undefined) {
    const [first] = spans;
    if (first === undefined) return { field, values: [], single };
    return { field, spans: [...spans].sort(compareSpans) };
  }
  const within = values.filter((each) => spans.some((span) => isWithin(each, span)));
  const inOrder = [...within].sort(compareValues);
  return {
    field,
    values: inOrder.filter((each, at) =>
      at === 0 || compareValues(each, inOrder[at - 1] ?? "") !== 0
    ),
    single,
  };
}

function has(values: readonly IdPart[], value: IdPart): boolean {
  return values.some((each) => compareValues(each, value) === 0);
}

function wrong(asked: readonly (readonly IdPart[])[]): string | undefined {
  if (asked.some((each) => each.length === 0)) return "give base64 (RFC 4648, section 4)";
  const isLong = asked.flat().some((each) => typeof each === "string" && !isKeySize(each));
  return isLong ? "longer than any value of an index: at most 1,000 bytes" : undefined;
}

function spanOf(operator: string, value: IdPart): Span | undefined {
  switch (operator) {
    case "gt":
      return behind(value);
    case "gte":
      return since(value);
    case "lt":
      return until(value);
    case "lte":
      return through(value);
    default:
      return starting(String(value));
  }
}
