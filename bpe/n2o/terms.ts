/**
 * Terms of clients as documents, and documents as terms.
 *
 * @module
 */
import { Atom, atom, Float, type Term, text, Tuple, tuple } from "../../n2o/mod.ts";
import { BpeError, type BpeErrorCode } from "../error.ts";
import type { BpeLimits } from "../process/limits.ts";
import { isRecord } from "../state/data.ts";
import type { Doc } from "../state/documents.ts";

/** What a client is told of. */
export function refusal(code: BpeErrorCode, message: string): BpeError {
  return new BpeError(code, message);
}

/** The id of a process, as it stands in feeds and keys. */
export function idOf(term: Term | undefined): string {
  const id = text(term ?? []);
  if (id !== undefined && /^[^/\0]{1,200}$/u.test(id)) return id;
  throw refusal("bad_arguments", "an id is a binary of 1 to 200 characters");
}

/** The documents of a message: a list of tuples or maps, or one. */
export function docsOf(term: Term | undefined, { docs, terms, depth }: BpeLimits): readonly Doc[] {
  const list = Array.isArray(term) ? term : term === undefined ? [] : [term];
  if (list.length > docs) throw refusal("limit", `at most ${docs} documents at a time`);
  let left = terms;
  const read = (each: Term, deep: number): Doc => {
    if (left-- <= 0) throw refusal("limit", `documents have at most ${terms} terms`);
    if (deep > depth) throw refusal("limit", `documents are at most ${depth} deep`);
    if (each instanceof Atom) return { atom: each.name };
    if (each instanceof Tuple) return { tuple: each.elements.map((one) => read(one, deep + 1)) };
    if (Array.isArray(each)) return each.map((one) => read(one, deep + 1));
    if (each instanceof Float) return { float: each.value };
    if (each instanceof Uint8Array) return text(each) ?? each.slice();
    if (each instanceof Map) {
      return new Map([...each].map(([key, one]) => [read(key, deep + 1), read(one, deep + 1)]));
    }
    if (["number", "bigint", "string"].includes(typeof each)) return each;
    throw refusal("bad_arguments", "a document has no pids, ports, references, funs or bits");
  };
  return list.map((each) => {
    const isWhole = each instanceof Tuple && each.length > 0 || each instanceof Map;
    if (isWhole) return read(each, 1);
    throw refusal("bad_arguments", "a document is a tuple that is not empty, or a map");
  });
}

/**
 * The term of a document or of a record. A text is a binary; objects that are no `{ atom }`, `{ tuple }` or `{ float }` are maps
 * with binaries as keys; nothing is `[]`.
 */
export function termOf(doc: Doc): Term {
  if (doc === undefined || doc === null) return [];
  if (typeof doc === "string" || typeof doc === "number" || typeof doc === "bigint") return doc;
  if (typeof doc === "boolean") return atom(String(doc));
  if (doc instanceof Uint8Array) return doc;
  if (Array.isArray(doc)) return doc.map(termOf);
  if (doc instanceof Map) return new Map([...doc].map(([key, one]) => [termOf(key), termOf(one)]));
  if (doc instanceof Date) return doc.toISOString();
  if (!isRecord(doc)) return String(doc);
  const [name, ...more] = Object.keys(doc);
  if (more.length === 0) {
    if (name === "atom" && typeof doc.atom === "string") return nameOf(doc.atom);
    if (name === "float" && typeof doc.float === "number") return new Float(doc.float);
    if (name === "tuple" && Array.isArray(doc.tuple)) return tuple(...doc.tuple.map(termOf));
  }
  return new Map(Object.entries(doc).map(([key, one]) => [key, termOf(one)]));
}

/** An atom; a name that is too long for one is a binary. */
function nameOf(name: string): Term {
  return name.length <= 255 ? atom(name) : name;
}
