/**
 * The decoder of the external term format, without compression.
 *
 * @module
 */
import { readAtom } from "./atom.ts";
import { readBits } from "./binary.ts";
import { close, Frame, FUN_FIELDS, MAX_DEPTH } from "./frame.ts";
import { readExport, readOldReference, readPid, readPort, readReference } from "./identifier.ts";
import { readBig, readFloat, readFloatText } from "./number.ts";
import { OrderError } from "../term/order.ts";
import { type Known, Reader } from "./bytes.ts";
import * as Tag from "./tag.ts";
import { type Term, Tuple } from "../term/term.ts";

/** Limits of {@link decodeTerm}. */
export interface DecodeLimits extends Known {
  /** Deepest nesting of containers; 100,000 when left out. */
  readonly maxDepth?: number | undefined;
}

/**
 * Decodes the term whose tag is at `start`; what follows the term is ignored, as Erlang does.
 *
 * @throws {BertError} for anything that is no term.
 */
export function decodeTerm(bytes: Uint8Array, start: number, limits: DecodeLimits = {}): Term {
  const reader = new Reader(bytes, limits);
  reader.position = start;
  reader.maxDepth = limits.maxDepth ?? MAX_DEPTH;
  try {
    return readTerm(reader, 1);
  } catch (error) {
    if (error instanceof OrderError) throw reader.error("depth", error.message, error);
    throw error;
  }
}

/** Recursion serves shallow terms, which nearly all are, at full speed; deeper ones go to {@link build}. */
const SHALLOW = 64;

function readTerm(reader: Reader, depth: number): Term {
  const tag = reader.u8();
  if (tag === Tag.BINARY) return reader.view(reader.u32());
  const leaf = readLeaf(reader, tag);
  if (leaf !== undefined) return leaf;
  if (depth <= SHALLOW && depth <= reader.maxDepth) {
    if (tag === Tag.SMALL_TUPLE) return readTuple(reader, depth);
    if (tag === Tag.LIST) return readList(reader, depth);
  }
  return build(reader, openFrame(reader, tag, undefined, depth));
}

function readTuple(reader: Reader, depth: number): Tuple {
  const size = reader.u8();
  reader.owe(size);
  const items: Term[] = new Array(size);
  for (let index = 0; index < size; index++) {
    reader.end++;
    items[index] = readTerm(reader, depth + 1);
  }
  return new Tuple(items);
}

/** A list whose tail is not simply the empty list is finished by {@link build}. */
function readList(reader: Reader, depth: number): Term {
  const frame = openFrame(reader, Tag.LIST, undefined, depth);
  const { items, size } = frame;
  for (let index = 0; index < size; index++) {
    reader.end++;
    items[index] = readTerm(reader, depth + 1);
  }
  frame.filled = size;
  return close(reader, frame) ?? build(reader, frame);
}

/** Completes a container on a stack of frames. */
function build(reader: Reader, root: Frame): Term {
  let frame = root, value: Term | undefined;
  for (;;) {
    while (frame.filled === frame.size) {
      value = close(reader, frame);
      if (value === undefined) break;
      if (frame.up === undefined) return value;
      frame = frame.up;
      frame.items[frame.filled++] = value;
    }
    reader.end++;
    const tag = reader.u8();
    value = readLeaf(reader, tag);
    if (value !== undefined) frame.items[frame.filled++] = value;
    else frame = openFrame(reader, tag, frame, frame.depth + 1);
  }
}

/** The term of a tag that holds no other terms; undefined for tags that do. */
function readLeaf(reader: Reader, tag: number): Term | undefined {
  switch (tag) {
    case Tag.SMALL_INTEGER:
      return reader.u8();
    case Tag.INTEGER:
      return reader.i32();
    case Tag.BINARY:
      return reader.view(reader.u32());
    case Tag.ATOM:
    case Tag.SMALL_ATOM_UTF8:
    case Tag.ATOM_UTF8:
    case Tag.SMALL_ATOM:
      return readAtom(reader, tag);
    case Tag.NIL:
      return [];
    case Tag.SMALL_TUPLE:
    case Tag.LARGE_TUPLE:
    case Tag.LIST:
    case Tag.MAP:
    case Tag.NEW_FUN:
      return undefined;
    case Tag.STRING:
      return Array.from(reader.view(reader.u16()));
    case Tag.SMALL_BIG:
      return readBig(reader, reader.u8());
    case Tag.LARGE_BIG:
      return readBig(reader, reader.u32());
    case Tag.NEW_FLOAT:
      return readFloat(reader);
    case Tag.FLOAT:
      return readFloatText(reader);
    case Tag.BIT_BINARY:
      return readBits(reader);
    default:
      return readIdentifier(reader, tag);
  }
}

function readIdentifier(reader: Reader, tag: number): Term {
  switch (tag) {
    case Tag.NEW_PID:
      return readPid(reader, true);
    case Tag.PID:
      return readPid(reader, false);
    case Tag.V4_PORT:
      return readPort(reader, true, true);
    case Tag.NEW_PORT:
      return readPort(reader, true, false);
    case Tag.PORT:
      return readPort(reader, false, false);
    case Tag.NEWER_REFERENCE:
      return readReference(reader, true);
    case Tag.NEW_REFERENCE:
      return readReference(reader, false);
    case Tag.REFERENCE:
      return readOldReference(reader);
    case Tag.EXPORT:
      return readExport(reader);
    default:
      reader.position--;
      throw reader.error("tag", `${tag} is no tag of a term`);
  }
}

function openFrame(
  reader: Reader,
  tag: number,
  up: Frame | undefined,
  depth: number,
): Frame {
  if (depth > reader.maxDepth) {
    throw reader.error("depth", `Terms are nested more than ${reader.maxDepth} deep`);
  }
  if (tag === Tag.NEW_FUN) return openFun(reader, up, depth);
  const count = tag === Tag.SMALL_TUPLE ? reader.u8() : reader.u32();
  const size = tag === Tag.MAP ? 2 * count : count;
  // A list's tail owns a byte as well.
  reader.owe(tag === Tag.LIST ? size + 1 : size);
  return new Frame(tag, size, up, depth);
}

/** The size that a function claims for itself is ignored, as Erlang does: it follows from the content. */
function openFun(reader: Reader, up: Frame | undefined, depth: number): Frame {
  reader.u32();
  const arity = reader.u8(), uniq = reader.view(16).slice(), index = reader.u32();
  const size = FUN_FIELDS + reader.u32();
  reader.owe(size);
  const frame = new Frame(Tag.NEW_FUN, size, up, depth);
  frame.head = { arity, uniq, index };
  return frame;
}
