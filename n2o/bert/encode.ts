/**
 * The encoder of the external term format, without compression.
 *
 * @module
 */
import { Atom } from "../term/atom.ts";
import { writeAtom } from "./atom.ts";
import { writeBinary, writeBits, writeText } from "./binary.ts";
import type { BertError } from "./error.ts";
import { MAX_DEPTH } from "./frame.ts";
import {
  BitString,
  Export,
  Float,
  Fun,
  ImproperList,
  Pid,
  Port,
  Reference,
  type Term,
  Tuple,
} from "../term/term.ts";
import {
  writeExport,
  writeInteger,
  writePid,
  writePort,
  writeReference,
  writeWord,
} from "./identifier.ts";
import { writeBigint, writeFloat, writeNumber } from "./number.ts";
import { isDistinct, OrderError, orders, sortedKeys } from "../term/order.ts";
import * as Tag from "./tag.ts";
import type { Writer } from "./bytes.ts";

/** Erlang keeps maps of up to this size sorted by key, and larger ones in the order of a hash. */
const MAX_SORTED = 32;
const MAX_STRING = 65_535;
const MAX_COUNT = 0xffffffff;
const LIST_END = -1;

/** A container whose elements are being written. */
interface Open {
  readonly items: readonly Term[];
  /** Index of the next element. */
  at: number;
  readonly depth: number;
  readonly up: Open | undefined;
  /** What follows the elements: nothing, the end of a list, or the size of a function to fill in at this position. */
  readonly end: number;
}

/**
 * Writes a term, its tag first.
 *
 * @throws {BertError} `term` for a value that is no term, `range` for a number that the format cannot hold, `depth` for
 * nesting deeper than `maxDepth` (as in an array that holds itself).
 */
export function encodeTerm(writer: Writer, term: Term, maxDepth: number = MAX_DEPTH): void {
  writer.maxDepth = maxDepth;
  try {
    writeTerm(writer, term, 1);
  } catch (error) {
    if (error instanceof OrderError) throw writer.error("depth", error.message, error);
    throw error;
  }
}

/** Recursion serves shallow terms, which nearly all are, at full speed; deeper ones go to {@link writeOpen}. */
const SHALLOW = 64;

function writeTerm(writer: Writer, term: Term | undefined, depth: number): void {
  if (typeof term !== "object") return writePrimitive(writer, term);
  if (term instanceof Tuple) {
    if (depth <= SHALLOW && depth <= writer.maxDepth) {
      const items = openTuple(writer, term.elements);
      return writeAll(writer, items, depth);
    }
  } else if (Array.isArray(term)) {
    if (writeFlatList(writer, term)) return;
    if (depth <= SHALLOW && depth <= writer.maxDepth) {
      writer.tagged(Tag.LIST, checkCount(writer, term.length));
      writeAll(writer, term, depth);
      return writer.u8(Tag.NIL);
    }
  } else if (writeLeaf(writer, term)) {
    return;
  }
  writeOpen(writer, openTerm(writer, term, undefined, depth));
}

function writeAll(writer: Writer, items: readonly Term[], depth: number): void {
  for (let index = 0; index < items.length; index++) {
    writeTerm(writer, items[index], depth + 1);
  }
}

/** Writes the elements of a container, and of those inside of it, on a stack of its own. */
function writeOpen(writer: Writer, root: Open): void {
  let open = root;
  for (;;) {
    while (open.at === open.items.length) {
      if (open.end !== 0) close(writer, open.end);
      if (open.up === undefined) return;
      open = open.up;
    }
    const term: Term | undefined = open.items[open.at++];
    if (typeof term !== "object") writePrimitive(writer, term);
    else if (!writeLeaf(writer, term)) {
      open = openTerm(writer, term, open, open.depth + 1);
    }
  }
}

function writePrimitive(writer: Writer, term: Exclude<Term, object> | undefined): void {
  switch (typeof term) {
    case "string":
      return writeText(writer, term);
    case "number":
      return writeNumber(writer, term);
    case "bigint":
      return writeBigint(writer, term);
    case "boolean":
      return writeAtom(writer, String(term));
    default:
      throw noTerm(writer, term);
  }
}

/** Writes a term that holds no others; false for one that does, and for what is no term. */
function writeLeaf(writer: Writer, term: Term): boolean {
  if (term instanceof Atom) writeAtom(writer, term.name);
  else if (term instanceof Uint8Array) writeBinary(writer, term);
  else if (Array.isArray(term)) return writeFlatList(writer, term);
  else if (term instanceof Tuple || term instanceof Map) return false;
  else if (term instanceof Float) writeFloat(writer, term.value);
  else if (term instanceof BitString) writeBits(writer, term);
  else if (term instanceof Pid) writePid(writer, term);
  else if (term instanceof Port) writePort(writer, term);
  else if (term instanceof Reference) writeReference(writer, term);
  else if (term instanceof Export) writeExport(writer, term);
  else return false;
  return true;
}

/** Writes what comes before the elements of a container. */
function openTerm(
  writer: Writer,
  term: Term,
  up: Open | undefined,
  depth: number,
): Open {
  if (depth > writer.maxDepth) {
    throw writer.error("depth", `Terms are nested more than ${writer.maxDepth} deep`);
  }
  if (term instanceof Tuple) {
    return { items: openTuple(writer, term.elements), at: 0, depth, up, end: 0 };
  }
  if (Array.isArray(term)) {
    writer.tagged(Tag.LIST, checkCount(writer, term.length));
    return { items: term, at: 0, depth, up, end: LIST_END };
  }
  if (term instanceof Map) return { items: openMap(writer, term), at: 0, depth, up, end: 0 };
  if (term instanceof ImproperList) {
    writer.tagged(Tag.LIST, checkCount(writer, term.elements.length));
    return { items: [...term.elements, term.tail], at: 0, depth, up, end: 0 };
  }
  if (term instanceof Fun) {
    const end = writer.size + 1;
    return { items: openFun(writer, term), at: 0, depth, up, end };
  }
  throw noTerm(writer, term);
}

function openTuple(writer: Writer, elements: readonly Term[]): readonly Term[] {
  const size = elements.length;
  if (size < 256) {
    const at = writer.claim(2);
    writer.bytes[at] = Tag.SMALL_TUPLE;
    writer.bytes[at + 1] = size;
  } else {
    writer.tagged(Tag.LARGE_TUPLE, checkCount(writer, size));
  }
  return elements;
}

/** Writes a list that is empty or holds bytes only; false for other lists. */
function writeFlatList(writer: Writer, list: readonly Term[]): boolean {
  if (list.length === 0) writer.u8(Tag.NIL);
  else if (list.length <= MAX_STRING && isString(list)) writeString(writer, list);
  else return false;
  return true;
}

/** A list of bytes goes as two bytes of length and the bytes. */
function writeString(writer: Writer, list: readonly Term[]): void {
  writer.u8(Tag.STRING);
  writer.u16(list.length);
  const at = writer.claim(list.length);
  for (let index = 0; index < list.length; index++) writer.bytes[at + index] = Number(list[index]);
}

function isString(list: readonly Term[]): boolean {
  for (let index = 0; index < list.length; index++) {
    const term = list[index];
    const byte = typeof term === "number"
      ? (term & 255) === term
      : typeof term === "bigint" && term >= 0n && term <= 255n;
    if (!byte) return false;
  }
  return true;
}

function openMap(writer: Writer, map: Map<Term, Term>): readonly Term[] {
  writer.tagged(Tag.MAP, checkCount(writer, map.size));
  const known = writer.orders ??= orders();
  if (!isDistinct(map, known)) throw writer.error("duplicate", "A map has two equal keys");
  const items: Term[] = [];
  if (map.size < 2 || map.size > MAX_SORTED) {
    for (const [key, value] of map) items.push(key, value);
    return items;
  }
  for (const key of sortedKeys(map, known)) {
    const value = map.get(key);
    if (value !== undefined) items.push(key, value);
  }
  return items;
}

function openFun(writer: Writer, fun: Fun): readonly Term[] {
  if (fun.uniq.length !== 16 || fun.arity !== (fun.arity & 255)) {
    throw writer.error("range", "A function has 16 bytes of uniq and up to 255 arguments");
  }
  writer.tagged(Tag.NEW_FUN, 0);
  writer.u8(fun.arity);
  writer.put(fun.uniq);
  writeWord(writer, fun.index);
  writer.u32(checkCount(writer, fun.free.length));
  writeAtom(writer, fun.module.name);
  writeInteger(writer, fun.oldIndex);
  writeInteger(writer, fun.oldUniq);
  writePid(writer, fun.pid);
  return fun.free;
}

/** Ends a list, or fills in the size of a function, which counts itself but not the tag. */
function close(writer: Writer, end: number): void {
  if (end === LIST_END) writer.u8(Tag.NIL);
  else writer.patch(writer.start + end, writer.size - end);
}

function checkCount(writer: Writer, count: number): number {
  if (count > MAX_COUNT) {
    throw writer.error("range", `${count} elements are more than 32 bits count`);
  }
  return count;
}

function noTerm(writer: Writer, value: unknown): BertError {
  const hint = value === undefined || value === null
    ? "use an atom or the empty list"
    : typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype
    ? "use a Map or a tuple"
    : "see the table of terms";
  return writer.error("term", `${describe(value)} is no Erlang term: ${hint}`);
}

function describe(value: unknown): string {
  if (typeof value !== "object" || value === null) {
    return `A value of type ${value === null ? "null" : typeof value}`;
  }
  return `An object of class ${value.constructor?.name ?? "null"}`;
}
