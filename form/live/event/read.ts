/**
 * Which fields others follow: what is typed there is heard while it is typed.
 *
 * @module
 */
import { isObject } from "../../../base/mod.ts";
import type { Compiled } from "../../document/compile.ts";

/** How deep a declaration is looked through. */
const DEEPEST = 40;
/** What a name of FEEL is made of, as far as the id of a field can be one. */
const NAMES = /[\p{L}_?$][\p{L}\p{N}_?$]*/gu;

const known = new WeakMap<Compiled, ReadonlySet<string>>();

/** Names in the rules of a document, all fields where some are functions: a field whose id is none of them nobody follows. */
export function namesRead(compiled: Compiled): ReadonlySet<string> {
  const found = known.get(compiled);
  if (found !== undefined) return found;
  const names = new Set<string>(), { fields, sections, rules = {} } = compiled.document;
  collect([fields, sections], names, 0);
  // What a function reads is known when it runs.
  if (Object.keys(rules).length > 0) {
    for (const { field: { id } } of compiled.nodes.values()) names.add(id);
  }
  known.set(compiled, names);
  return names;
}

function collect(declared: unknown, names: Set<string>, depth: number): void {
  if (depth > DEEPEST || !isObject(declared)) return;
  if (typeof declared.feel === "string") {
    for (const [name] of declared.feel.matchAll(NAMES)) names.add(name);
    return;
  }
  for (const each of Object.values(declared)) collect(each, names, depth + 1);
}
