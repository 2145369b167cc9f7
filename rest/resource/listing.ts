/**
 * What a resource's list is asked for by: filters, order, fields, pages; declared, and read.
 *
 * @module
 */
import type { KvsRecord } from "../../kvs/mod.ts";
import type { Flaw } from "../error.ts";
import type { Incoming, Operation, Parameter } from "../operation.ts";
import { type Condition, conditionOf, filterOf, filterParameters } from "../list/filter.ts";
import { type Plan, planned } from "../list/plan.ts";
import { fieldsParameter, projection } from "../list/projection.ts";
import { fieldType } from "../list/type.ts";
import { flawed } from "../problem/flawed.ts";
import type { Resource } from "./resource.ts";

const PAGE = 100, MOST = 1_000;

/** What is asked for. */
export interface Listing {
  /** The rows that are read. */
  readonly plan: Plan;
  /** The most records. */
  readonly limit: number;
  /** From the last to the first. */
  readonly reverse: boolean;
  /** The page behind this cursor. */
  readonly after: string | undefined;
  /** The page in front of this one. */
  readonly before: string | undefined;
  /** The fields that are told; all where undefined. */
  readonly only: readonly string[] | undefined;
  /** Whether only records whose id is of one part are meant: among rows by id those of several parts stand behind their first. */
  readonly isPlain: boolean;
}

/** The fields of each index, in their order. */
function indexesOf<T extends KvsRecord>(resource: Resource<T>): readonly (readonly string[])[] {
  return (resource.indexes ?? []).map((each) => typeof each === "string" ? [each] : each);
}

/** The fields that a list is filtered by: those of its indexes, and ids of a table unless they are of several parts. */
function filtered<T extends KvsRecord>(resource: Resource<T>): ReadonlySet<string> {
  const isOne = resource.table !== undefined && typeof resource.id !== "object";
  return new Set([...isOne ? ["id"] : [], ...indexesOf(resource).flat()]);
}

/** The parameters of the pages of a list. */
function pageParameters({ limits }: Pick<Resource, "limits">): readonly Parameter[] {
  const query = { in: "query", schema: { type: "string" } } as const;
  return [
    {
      name: "limit",
      in: "query",
      description: "the most records of the page",
      schema: { type: "integer", minimum: 1, maximum: limits?.most ?? MOST },
    },
    { ...query, name: "after", description: "the page behind this cursor" },
    { ...query, name: "before", description: "the page in front of this cursor" },
    {
      ...query,
      name: "order",
      description: "from the first to the last, or back",
      schema: { type: "string", enum: ["asc", "desc"] },
    },
  ];
}

/** Which of the parameters are of pages and of what is told: filters have other names. */
const OWN: ReadonlySet<string> = new Set(["limit", "after", "before", "order", "by", "fields"]);

/** What the query of a list may have. */
export function listParameters<T extends KvsRecord>(resource: Resource<T>): readonly Parameter[] {
  const indexes = indexesOf(resource);
  const by: Parameter = {
    name: "by",
    in: "query",
    description: "in the order of this index: its field, or its fields with commas between them",
    schema: { type: "string", enum: [...new Set(["id", ...indexes.flatMap(starts)])] },
  };
  return [
    ...pageParameters(resource),
    ...indexes.length > 0 ? [by] : [],
    fieldsParameter(resource.fields),
    ...[...filtered(resource)].flatMap((field) =>
      filterParameters(field, fieldType(field, resource), OWN)
    ),
  ];
}

/** What the index of several fields is in the order of: each of its fields where those in front are filtered by, and all. */
function starts(index: readonly string[]): readonly string[] {
  return index.length === 1 ? index : [...index, index.join(",")];
}

const BY_ID = "a list is filtered by ids where it is a table's and they are of one part";

/** What is said of a parameter that is none: a field without an index is one that a list cannot be filtered by. */
export function undeclared<T extends KvsRecord>(
  resource: Resource<T>,
): NonNullable<Operation["undeclared"]> {
  const known = filtered(resource), fields = new Set<string>(resource.fields ?? []);
  return (name) => {
    const { field } = filterOf(name);
    if (OWN.has(name) || known.has(field) || !fields.has(field)) return undefined;
    if (field === "id") return { code: "no_index", detail: BY_ID };
    const by = known.size === 0 ? "nothing" : [...known].join(", ");
    return { code: "no_index", detail: `${field} has no index: filter by ${by}` };
  };
}

/**
 * What a request asks for.
 *
 * @param hidden the fields that who asks may not read: neither are they told, nor filtered or ordered by
 * @throws {RestError} `bad_parameter`
 */
export function listingOf<T extends KvsRecord>(
  resource: Resource<T>,
  { query }: Incoming,
  hidden: ReadonlySet<string>,
): Listing {
  const { limits, fields } = resource, errors: Flaw[] = [];
  const isHidden = (field: string) => hidden.has(field);
  const said = new Map<string, { name: string; operator: string; given: unknown }[]>();
  for (const [name, given] of Object.entries(query)) {
    if (OWN.has(name)) continue;
    const { field, operator } = filterOf(name);
    said.set(field, [...said.get(field) ?? [], { name, operator, given }]);
  }
  const by = query.by === undefined ? [] : String(query.by).split(",");
  const asked = [...said.values()].flat().filter(({ name }) => isHidden(filterOf(name).field));
  for (const name of [...asked.map((each) => each.name), ...by.some(isHidden) ? ["by"] : []]) {
    errors.push({ parameter: name, code: "unknown", detail: "there is no such field" });
  }
  if (query.after !== undefined && query.before !== undefined) {
    errors.push({ parameter: "before", code: "twice", detail: "give one of after and before" });
  }
  const conditions = [...said].map(([field, all]): Condition =>
    conditionOf(field, fieldType(field, resource), all, errors)
  );
  if (errors.length > 0) throw flawed("bad_parameter", "the list cannot be read", errors);
  const most = limits?.most ?? MOST;
  return {
    plan: planned({
      conditions,
      by,
      parameters: [
        ...[...said.values()].flat().map(({ name }) => name),
        ...by.length > 0 ? ["by"] : [],
      ],
      // A place in an index, which a cursor is, and the order of its rows tell of all of its fields.
    }, indexesOf(resource).filter((index) => !index.some(isHidden))),
    limit: Number(query.limit ?? Math.min(limits?.page ?? PAGE, most)),
    reverse: query.order === "desc",
    after: query.after === undefined ? undefined : String(query.after),
    before: query.before === undefined ? undefined : String(query.before),
    only: projection(query.fields, { fields, hidden }),
    isPlain: said.has("id") && resource.id === undefined,
  };
}
