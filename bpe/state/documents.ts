/**
 * Documents: the list of records that a process carries along, found by pattern, and the changes of that list.
 *
 * A document is any value that can be stored: an object, or an array of fixed places, as the original's tuples. A pattern is a
 * document in which some fields are left open: absent, undefined, null or `[]`. The documents of an instance stand beside its
 * variables; a change of them is kept as a {@link Splice}, so that a row of history costs what changed and not what is there.
 *
 * @module
 */
import { fields, integer, list, object } from "../argument.ts";
import { isRecord } from "./record.ts";

/** Any value that can be stored; as a pattern, one with places left open. */
export type Doc = unknown;

/** A change of a list: from a place, so many go, and these come. */
export interface Splice {
  /** The place, from 0. */
  readonly at: number;
  /** How many go. */
  readonly cut: number;
  /** The documents that come in the place of those that go, in their order. */
  readonly put: readonly Doc[];
}

/** The documents among what is kept of an instance; none where there is nothing. */
export function docsOf(kept: { readonly docs?: unknown } | undefined): readonly Doc[] {
  if (kept !== undefined) object(kept, "what is kept");
  const found = kept !== undefined && Object.hasOwn(kept, "docs") ? kept.docs : undefined;
  return Array.isArray(found) ? found : [];
}

/** A list after a change. */
export function spliced(docs: readonly Doc[], splice: Splice): readonly Doc[] {
  list(docs, "documents");
  aSplice(splice, "a change of documents");
  const { at, cut, put } = splice;
  return docs.toSpliced(at, cut, ...put);
}

const aSplice = fields({ at: integer, cut: integer, put: list });

/** The change from one list to another; undefined where they are equal. */
export function spliceOf(before: readonly Doc[], after: readonly Doc[]): Splice | undefined {
  list(before, "documents");
  list(after, "documents");
  const most = Math.min(before.length, after.length);
  let at = 0, end = 0;
  while (at < most && equal(before[at], after[at])) at++;
  while (end < most - at && equal(before.at(-1 - end), after.at(-1 - end))) end++;
  const cut = before.length - at - end, put = after.slice(at, after.length - end);
  return cut === 0 && put.length === 0 ? undefined : { at, cut, put };
}

/**
 * The documents that fit a pattern, and the others, both in their order.
 *
 * @example
 * ```ts
 * import { findDocs } from "@n2o/n2o/bpe";
 * const docs = [{ kind: "order", id: 1 }, ["payment", 12], { kind: "order", id: 2 }];
 * if (findDocs({ kind: "order" }, docs).found.length !== 2) throw docs;
 * if (findDocs(["payment", []], docs).found[0] !== docs[1]) throw docs;
 * ```
 */
export function findDocs(
  pattern: Doc,
  docs: readonly Doc[],
): { readonly found: readonly Doc[]; readonly rest: readonly Doc[] } {
  list(docs, "documents");
  const found: Doc[] = [], rest: Doc[] = [];
  for (const doc of docs) (fits(pattern, doc) ? found : rest).push(doc);
  return { found, rest };
}

/** Adds documents one after another: each comes first, before those it fits as a pattern, and then the others. */
export function appendDocs(docs: readonly Doc[], added: readonly Doc[]): readonly Doc[] {
  list(docs, "documents");
  list(added, "documents");
  return added.reduce<readonly Doc[]>((list, doc) => {
    const { found, rest } = findDocs(doc, list);
    return [doc, ...found, ...rest];
  }, docs);
}

/** Takes away the documents that fit any of the patterns. */
export function removeDocs(docs: readonly Doc[], patterns: readonly Doc[]): readonly Doc[] {
  list(docs, "documents");
  list(patterns, "documents");
  return patterns.reduce<readonly Doc[]>((list, each) => findDocs(each, list).rest, docs);
}

/** Whether a document has what a pattern says. */
function fits(pattern: Doc, doc: Doc): boolean {
  const places = placesOf(pattern), own = placesOf(doc);
  if (places !== undefined) {
    return own !== undefined &&
      places.every((each, index) => isOpen(each) || equal(each, own[index]));
  }
  if (!isRecord(pattern)) return equal(pattern, doc);
  return isRecord(doc) &&
    Object.entries(pattern).every(([name, each]) =>
      isOpen(each) || (Object.hasOwn(doc, name) && equal(each, doc[name]))
    );
}

/** The places of a document that has some: an array, or an object whose only field is `tuple`, as terms are kept. */
export function placesOf(doc: Doc): readonly unknown[] | undefined {
  if (Array.isArray(doc)) return doc;
  return isRecord(doc) && Array.isArray(doc.tuple) && Object.keys(doc).length === 1
    ? doc.tuple
    : undefined;
}

/** Whether a place of a pattern says nothing. */
function isOpen(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

/** Whether two values are the same by what they hold. */
export function equal(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (typeof left !== "object" || typeof right !== "object" || !left || !right) return false;
  if (left instanceof Date && right instanceof Date) return left.getTime() === right.getTime();
  if (left instanceof Uint8Array && right instanceof Uint8Array) {
    return left.length === right.length && left.every((byte, index) => byte === right[index]);
  }
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((each, index) => equal(each, right[index]));
  }
  if (left instanceof Map && right instanceof Map) {
    return left.size === right.size && equal([...left], [...right]);
  }
  if (!isRecord(left) || !isRecord(right)) return false;
  const names = Object.keys(left);
  return names.length === Object.keys(right).length &&
    names.every((name) => Object.hasOwn(right, name) && equal(left[name], right[name]));
}
