/**
 * The arguments of an event as they come from a client: read strictly, since anybody can send anything.
 *
 * @module
 */
import { isInteger } from "../../base/mod.ts";
import { Atom, atom, type Term, text, Tuple } from "../../n2o/mod.ts";
import type { SourceValue, SourceValues } from "../q.ts";

const DETAIL = "detail";
/** The longest name that is looked at, in characters: the id of an element. */
const LONGEST = 1_024;
const PLAIN = new Map<Atom, SourceValue>([[atom("true"), true], [atom("false"), false], [
  atom("null"),
  null,
]]);

/**
 * The values by source, or `undefined` if the arguments are no list of pairs, name a source twice or one that is not among `sources`, or
 * hold a value that no control has. The pair `{{Target, detail}, _}` of the classic client is passed over.
 */
export function readArguments(
  term: Term,
  sources: readonly string[],
  target: string,
): SourceValues | undefined {
  if (!Array.isArray(term) || term.length > sources.length + 1) return undefined;
  const values = new Map<string, SourceValue>();
  for (const pair of term) {
    if (!(pair instanceof Tuple) || pair.length !== 2) return undefined;
    const [key = [], given = []] = pair.elements;
    if (isDetail(key, target)) continue;
    const source = nameOf(key), value = valueOf(given);
    if (
      source === undefined || value === undefined || !sources.includes(source) || values.has(source)
    ) return undefined;
    values.set(source, value);
  }
  return values;
}

function isDetail(key: Term, target: string): boolean {
  if (!(key instanceof Tuple) || key.length !== 2) return false;
  const [element = [], detail = []] = key.elements;
  return nameOf(element) === target && nameOf(detail) === DETAIL;
}

/** The name that an atom, a binary or a list of characters stands for. */
export function nameOf(term: Term): string | undefined {
  if (term instanceof Atom) return term.name;
  if (Array.isArray(term)) {
    return term.length <= LONGEST && term.every(isCharacter)
      ? String.fromCodePoint(...term)
      : undefined;
  }
  return text(term);
}

function isCharacter(term: Term): term is number {
  return isInteger(term, 0, 0x10ffff);
}

function valueOf(term: Term): SourceValue | undefined {
  if (term instanceof Atom) return PLAIN.get(term);
  if (typeof term === "number") return term;
  if (Array.isArray(term)) return listOf(term);
  return term instanceof Tuple ? dateOf(term) : text(term);
}

function listOf(terms: readonly Term[]): SourceValue | undefined {
  if (terms.length === 0) return null;
  const values = terms.map((term) => text(term));
  return values.every((value) => value !== undefined) ? values : undefined;
}

function dateOf({ elements }: Tuple): SourceValue | undefined {
  const [year, month, day] = elements;
  if (elements.length !== 3 || !isInteger(year, -9_999_999, 9_999_999)) return undefined;
  if (!isInteger(month, 1, 12) || !isInteger(day, 1, 31)) return undefined;
  return { year, month, day };
}
