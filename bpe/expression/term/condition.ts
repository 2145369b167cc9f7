/**
 * Conditions of the original BPE, which its diagrams hold as Erlang terms: read as data, never evaluated as code.
 *
 * | Term | Holds where |
 * | --- | --- |
 * | `{compare,Pattern,N,Value}` | field N of the first document that fits the pattern is the value |
 * | `{compare,Pattern,N,{Op,Value}}` | it is in that relation, with an operator of Erlang: `'>'`, `'=<'`, `'/='` ... |
 * | `{service,Name,Value...}` | the service of that name, given the variables and the values, gives true |
 * | a list of these and of `{callback,...}` | the last condition in it holds; a callback is none |
 *
 * Documents are those of the instance; where none of them fits, the variable with the name that the pattern begins
 * with: an object, whose fields are numbered from 2 as those of a record are (1 is its name); a tuple as an array that begins
 * with its name; a list of such, of which the first counts; or a value, which is field 2.
 *
 * @module
 */
import { BpeError } from "../../error.ts";
import { isRecord } from "../../state/data.ts";
import { docsOf, findDocs, placesOf } from "../../state/documents.ts";
import type { Reserved } from "../../state/reserved.ts";
import type { Variables } from "../../state/state.ts";
import { readTerm, type Term, type TermTuple } from "./term.ts";

/** What a condition sees. */
export interface Seen {
  /** The variables by their names: `compare` reads one where no document fits its pattern, a service is given all of them. */
  readonly variables: Variables;
  /** What the instance keeps beside them. */
  readonly reserved: Reserved;
}

/** What a condition calls; it gets the values written behind the name. */
export type Service = (seen: Seen, ...values: readonly unknown[]) => unknown;

/** Finds what a condition calls by its name. */
export type FindService = (name: string) => Service | undefined;

/** Whether a text is such a condition: no FEEL begins like one. */
export function isTerm(text: string): boolean {
  const first = text[0] ?? "";
  // Most expressions begin with a letter: they need no closer look.
  if (first >= "a" && first <= "z") return false;
  return /^\s*\[?\s*\{\s*(?:compare|service|callback)\s*,/.test(text);
}

/**
 * Whether a condition holds.
 *
 * @throws {BpeError} `expression` for a term that is no condition, and for a service that is not known; `limit` for values that nest
 * too deep.
 */
export function termCondition(text: string, seen: Seen, find: FindService): unknown {
  const term = readTerm(text);
  const conditions = (Array.isArray(term) ? term : [term]).filter((each) =>
    nameOf(each) !== "callback"
  );
  const condition = conditions.at(-1);
  if (condition === undefined) return true;
  switch (nameOf(condition)) {
    case "compare":
      return comparison(condition, seen);
    case "service":
      return service(condition, seen, find);
    default:
      throw malformed();
  }
}

function isTuple(term: unknown): term is TermTuple {
  return isRecord(term) && Array.isArray(term.tuple);
}

/** The atom that a tuple begins with. */
function nameOf(term: unknown): string | undefined {
  const [first] = isTuple(term) ? term.tuple : [];
  return isRecord(first) && typeof first.atom === "string" ? first.atom : undefined;
}

function malformed(): BpeError {
  return new BpeError(
    "expression",
    "its term is no condition: write {compare,{Document,[]},Field,Value} or {service,Name}",
  );
}

function comparison(condition: unknown, seen: Seen): boolean {
  try {
    return compare(condition, seen);
  } catch (cause) {
    // The stack is full: documents and variables may be of any depth.
    if (!(cause instanceof RangeError)) throw cause;
    throw new BpeError("limit", "it compares values that nest too deep: split them", { cause });
  }
}

function compare(condition: unknown, { variables, reserved }: Seen): boolean {
  const [, document, field, wanted] = isTuple(condition) ? condition.tuple : [];
  const name = nameOf(document);
  const size = isTuple(condition) ? condition.tuple.length : 0;
  const unfit = size !== 4 || document === undefined || name === undefined;
  if (unfit || typeof field !== "number" || wanted === undefined) {
    throw malformed();
  }
  const { found: [first] } = findDocs(value(document), docsOf(reserved).map(stored));
  const places = first === undefined ? fieldsOf(name, own(variables, name)) : placesOf(first);
  if (places === undefined) return false;
  const given = places[field - 1];
  const operator = isTuple(wanted) && wanted.tuple.length === 2 ? nameOf(wanted) ?? "" : "";
  return isTuple(wanted) && Object.hasOwn(OPERATORS, operator)
    ? OPERATORS[operator]?.(given, wanted.tuple[1]) ?? false
    : same(given, wanted);
}

type Relation = (value: unknown, wanted: Term | undefined) => boolean;

const OPERATORS: Readonly<Record<string, Relation>> = {
  "==": same,
  "=:=": same,
  "/=": (value, wanted) => !same(value, wanted),
  "=/=": (value, wanted) => !same(value, wanted),
  "<": (value, wanted) => isOrdered(value, wanted, (sign) => sign < 0),
  "=<": (value, wanted) => isOrdered(value, wanted, (sign) => sign <= 0),
  ">": (value, wanted) => isOrdered(value, wanted, (sign) => sign > 0),
  ">=": (value, wanted) => isOrdered(value, wanted, (sign) => sign >= 0),
};

/** Whether two numbers or two texts are in a relation: the sign is less than, equal to or greater than zero. */
function isOrdered(value: unknown, term: Term | undefined, holds: (sign: number) => boolean) {
  const left = typeof value === "bigint" ? Number(value) : value, right = plain(term);
  if (typeof left === "number" && typeof right === "number") return holds(left - right);
  return typeof left === "string" && typeof right === "string" &&
    holds(left < right ? -1 : left > right ? 1 : 0);
}

/** The fields of a variable as those of a record, which begins with its name; undefined where there is none. */
function fieldsOf(name: string, variable: unknown): readonly unknown[] | undefined {
  if (variable === undefined || variable === null) return undefined;
  if (Array.isArray(variable)) {
    return same(variable[0], { atom: name }) ? variable : fieldsOf(name, variable[0]);
  }
  return [name, ...isRecord(variable) ? Object.values(variable) : [variable]];
}

/** A document as it is stored, with atoms as texts and tuples as arrays. */
function stored(doc: unknown): unknown {
  if (Array.isArray(doc)) return doc.map(stored);
  if (!isRecord(doc) || Object.keys(doc).length !== 1) return doc;
  return typeof doc.atom === "string"
    ? doc.atom
    : Array.isArray(doc.tuple)
    ? stored(doc.tuple)
    : doc;
}

/** Whether a variable is what a term stands for: an atom is a text, a boolean or null; a tuple is an array. */
function same(value: unknown, term: Term | undefined): boolean {
  if (isTuple(term)) return same(value, term.tuple);
  if (Array.isArray(term)) {
    return Array.isArray(value) && value.length === term.length &&
      term.every((each, index) => same(value[index], each));
  }
  return (isAtom(value) ? value.name : value ?? null) === plain(term);
}

/** An atom as an object with nothing but its name. */
function isAtom(value: unknown): value is { readonly name: string } {
  return isRecord(value) && typeof value.name === "string" && Object.keys(value).length === 1;
}

function plain(term: Term | undefined): unknown {
  if (!isRecord(term)) return term;
  const atom = own(term, "atom");
  if (atom === "true" || atom === "false") return atom === "true";
  return atom === "undefined" || atom === "null" || atom === "nil" ? null : atom;
}

function service(condition: unknown, seen: Seen, find: FindService): unknown {
  const [, first, ...rest] = isTuple(condition) ? condition.tuple : [];
  const name = isRecord(first) ? first.atom : first;
  if (typeof name !== "string") throw malformed();
  const found = find(name);
  if (found === undefined) {
    throw new BpeError("expression", `there is no service ${name}: give it in \`services\``);
  }
  return found(seen, ...rest.map(value));
}

/** A term as a handler or a pattern has it: atoms as texts, tuples as arrays. */
function value(term: Term): unknown {
  if (isTuple(term)) return term.tuple.map(value);
  return Array.isArray(term) ? term.map(value) : plain(term);
}

function own(object: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
