/**
 * Schemas of other libraries: what they find, by the paths of the form.
 *
 * @module
 */
import { isThenable } from "../../base/mod.ts";
import type { StandardIssue, StandardResult, StandardSchema } from "../../base/standard.ts";
import type { Issue } from "../issue.ts";
import type { Filled } from "../state/filled.ts";
import { below } from "../value/path.ts";
import { placeAt } from "./walk.ts";

/** How many issues of one schema are told. */
const MOST = 1_000;

/** What a schema finds in a value that stands at a path, at once or later. */
export function validated(
  filled: Filled,
  schema: StandardSchema,
  value: unknown,
  at: string,
): readonly Issue[] | Promise<readonly Issue[]> {
  const result = schema["~standard"].validate(value);
  const issuesOf = ({ issues = [] }: StandardResult) =>
    issues.slice(0, MOST).map((issue) => issueOf(filled, issue, at));
  return isThenable(result) ? Promise.resolve(result).then(issuesOf) : issuesOf(result);
}

function issueOf(filled: Filled, { message, path = [] }: StandardIssue, at: string): Issue {
  const keys = path.map((each) => typeof each === "object" ? each.key : each);
  return { path: pathOf(filled, keys, at), code: "schema", message: String(message) };
}

/** The path that keys lead to from another; where they lead out of the form, as far as they lead in it. */
export function pathOf(filled: Filled, keys: readonly PropertyKey[], from: string): string {
  let path = from;
  for (const key of keys) {
    const { node, isRow } = placeAt(filled.compiled, path);
    const isRows = node?.isRepeated === true && !isRow;
    const name = isRows ? rowOf(filled.rows(path), key) : String(key);
    if (name === undefined) break;
    const next = below(path, name);
    if (!isRows && placeAt(filled.compiled, next).node === undefined) break;
    path = next;
  }
  return path;
}

/** The key of the row that is meant: by its key, or by its place from 0. */
function rowOf(keys: readonly string[], key: PropertyKey): string | undefined {
  if (typeof key === "string" && keys.includes(key)) return key;
  const at = Number(typeof key === "symbol" ? NaN : key);
  return keys[at];
}
