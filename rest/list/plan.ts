/**
 * Which rows of which index a list reads: chosen so that a page costs its size, or refused.
 *
 * @module
 */
import type { IdPart } from "../../kvs/mod.ts";
import { type Flaw, RestError } from "../error.ts";
import type { Condition } from "./filter.ts";
import { type Span, successor } from "./value.ts";

/** Rows that follow one another: with these values in the first fields of the index, and within a stretch of the next. */
export interface Branch extends Span {
  /** The values of the first fields; none for the table's own rows. */
  readonly equal?: readonly IdPart[];
}

/** What is read: one branch after the other. */
export interface Plan {
  /** The fields of the index; undefined for the table's own rows. */
  readonly index?: readonly string[];
  /** In the order of the keys; none where nothing can be meant. */
  readonly branches: readonly Branch[];
  /** The fields, and then the id, in whose order all branches are together; each is behind the one before it unless told. */
  readonly order?: readonly string[];
}

/** The most branches: each is a read of its own. */
const MOST = 50;

/** What is asked of a list. */
export interface Asked {
  /** What holds of its records, a condition for each field. */
  readonly conditions: readonly Condition[];
  /** The fields that it is in the order of; in that of the index that is read where there are none. */
  readonly by: readonly string[];
  /** The parameters that ask for it. */
  readonly parameters: readonly string[];
}

/** The list as it is: in the order of its ids. */
export const WHOLE: Plan = { branches: [{}] };

/**
 * The first index that the conditions and the order are a stretch of: fields with values come first, then at most one with a stretch.
 *
 * @param indexes the fields of each
 * @throws {RestError} `bad_parameter` with `no_index` where there is none, `limit` for too many values
 */
export function planned(asked: Asked, indexes: readonly (readonly string[])[]): Plan {
  const { conditions, parameters } = asked;
  const own = ownRows(asked);
  if (own !== undefined) return own;
  const index = indexes.find((fields) => serves(fields, asked));
  if (index === undefined) {
    throw refused(parameters, "no_index", `no index serves this together: ${shown(indexes)}`);
  }
  const byField = new Map(conditions.map((each) => [each.field, each]));
  let branches: readonly Branch[] = [{ equal: [] }];
  for (const field of index) {
    const condition = byField.get(field);
    if (condition === undefined) break;
    if ("spans" in condition) {
      branches = branches.flatMap((each) => condition.spans.map((span) => ({ ...each, ...span })));
    } else {
      const { values } = condition;
      if (branches.length * values.length > MOST) {
        throw refused(parameters, "limit", `at most ${MOST} values, together`);
      }
      branches = branches.flatMap(({ equal = [] }) =>
        values.map((value) => ({ equal: [...equal, value] }))
      );
    }
  }
  const order = orderOf(index, asked);
  return { index, branches, ...(order !== undefined && branches.length > 1 && { order }) };
}

/**
 * The order of branches that are not behind one another: where it is that of another field than one with one value, of which there are several in the store.
 */
function orderOf(
  index: readonly string[],
  { conditions, by }: Asked,
): readonly string[] | undefined {
  const single = conditions.filter((each) => "values" in each && each.single);
  const one = new Set(single.map(({ field }) => field));
  const isSeveral = single.some((each) => "values" in each && each.values.length > 1);
  const isOther = by.some((field) => !one.has(field));
  return isSeveral && isOther ? index.filter((field) => !one.has(field)) : undefined;
}

/** The table's own rows serve what asks for nothing but ids. */
function ownRows({ conditions, by, parameters }: Asked): Plan | undefined {
  const [only, ...more] = conditions;
  if (more.length > 0 || by.some((each) => each !== "id") || by.length > 1) return undefined;
  if (only === undefined) return WHOLE;
  if (only.field !== "id") return undefined;
  if ("spans" in only) return { branches: only.spans };
  if (only.values.length > MOST) throw refused(parameters, "limit", `at most ${MOST} values`);
  const branches = only.values.map((value) => {
    const to = successor(value);
    return { from: value, ...(to !== undefined && { to }) };
  });
  return { branches };
}

function serves(index: readonly string[], { conditions, by }: Asked): boolean {
  const valued = new Set(conditions.flatMap((each) => "values" in each ? [each.field] : []));
  const one = new Set(
    conditions.flatMap((each) => "values" in each && each.single ? [each.field] : []),
  );
  const [span, ...spans] = conditions.filter((each) => "spans" in each);
  const first = index.slice(0, valued.size);
  if (
    spans.length > 0 || !first.every((field) => valued.has(field)) || first.length < valued.size
  ) {
    return false;
  }
  if (span !== undefined && index[valued.size] !== span.field) return false;
  // What has one value only is in any order.
  const order = [...index.filter((field) => !one.has(field)), "id"];
  return by.filter((field) => !one.has(field)).every((field, at) => order[at] === field);
}

function shown(indexes: readonly (readonly string[])[]): string {
  return `filter and order by ${
    ["id", ...indexes.map((each) => each.join(" and "))].join(", or ")
  }`;
}

function refused(parameters: readonly string[], code: string, detail: string): RestError {
  const errors: Flaw[] = parameters.map((parameter) => ({ parameter, code, detail }));
  return new RestError("bad_parameter", `the list cannot be read so: ${detail}`, { errors });
}

/** A text that two plans share if they read the same rows. */
export function planText({ index, branches, order }: Plan): string {
  const text = (value: IdPart | undefined) =>
    value === undefined ? null : `${typeof value} ${String(value)}`;
  return JSON.stringify([
    index ?? null,
    branches.map(({ equal = [], from, to }) => [equal.map(text), text(from), text(to)]),
    ...order === undefined ? [] : [order],
  ]);
}
