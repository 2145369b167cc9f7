/**
 * Pids, ports, references and functions of the external term format, both ways.
 *
 * @module
 */
import { readAtomTerm, writeAtom } from "./atom.ts";
import { type Atom, Export, type Integer, Pid, Port, Reference } from "../term/term.ts";
import { readBig, writeBigint, writeNumber } from "./number.ts";
import type { Reader, Writer } from "./bytes.ts";
import {
  EXPORT,
  INTEGER,
  NEW_PID,
  NEW_PORT,
  NEWER_REFERENCE,
  SMALL_BIG,
  SMALL_INTEGER,
  V4_PORT,
} from "./tag.ts";

// What a runtime without distribution calls itself; its own identifiers have narrower ranges than those of others.
const LOCAL = "nonode@nohost";
const MAX_LOCAL_PID = 0x7fff;
const MAX_LOCAL_SERIAL = 0x1fff;
const MAX_NEW_PORT = 0x0fffffff;
const MAX_FIRST_WORD = 0x3ffff;
const MAX_OLD_CREATION = 3;
const LOCAL_WORDS = 3;
const MAX_WORDS = 5;

/** Reads a pid after its tag; `wide` is whether its creation has 32 bits. */
export function readPid(reader: Reader, wide: boolean): Pid {
  const node = readAtomTerm(reader), id = reader.u32(), serial = reader.u32();
  const creation = readCreation(reader, wide);
  if (isLocal(node, creation) && (id > MAX_LOCAL_PID || serial > MAX_LOCAL_SERIAL)) {
    throw reader.error("value", `<0.${id}.${serial}> is out of the range of local pids`);
  }
  return new Pid(node, id, serial, creation);
}

/** Writes a pid. */
export function writePid(writer: Writer, { node, id, serial, creation }: Pid): void {
  writer.u8(NEW_PID);
  writeAtom(writer, node.name);
  writeWord(writer, id);
  writeWord(writer, serial);
  writeWord(writer, creation);
}

/** Reads a port after its tag; `wide` is whether its creation has 32 bits, `long` whether its id has 64. */
export function readPort(reader: Reader, wide: boolean, long: boolean): Port {
  const node = readAtomTerm(reader);
  const high = long ? reader.u32() : 0, low = reader.u32();
  const creation = readCreation(reader, wide);
  const id = high < 0x200000 ? high * 0x100000000 + low : (BigInt(high) << 32n) | BigInt(low);
  if (isLocal(node, creation) && id > MAX_NEW_PORT) {
    throw reader.error("value", `#Port<0.${id}> is out of the range of local ports`);
  }
  return new Port(node, id, creation);
}

/** Writes a port, with a 64-bit id where 28 bits do not hold it. */
export function writePort(writer: Writer, { node, id, creation }: Port): void {
  const long = id > MAX_NEW_PORT;
  writer.u8(long ? V4_PORT : NEW_PORT);
  writeAtom(writer, node.name);
  const wide = integerOf(writer, id);
  if (long) writeWord(writer, Number(wide >> 32n));
  writeWord(writer, long ? Number(wide & 0xffffffffn) : Number(wide));
  writeWord(writer, creation);
}

/** Reads a reference of the oldest kind after its tag. */
export function readOldReference(reader: Reader): Reference {
  const node = readAtomTerm(reader), word = reader.u32(), creation = readCreation(reader, false);
  return reference(reader, { node, creation, words: [word] }, true);
}

/** Reads a reference after its tag; `wide` is whether its creation has 32 bits. */
export function readReference(reader: Reader, wide: boolean): Reference {
  const size = reader.u16();
  if (size > MAX_WORDS || (size === 0 && !wide)) {
    throw reader.error("value", `A reference cannot have ${size} words`);
  }
  const node = readAtomTerm(reader), creation = readCreation(reader, wide);
  const words = Array.from({ length: size }, () => reader.u32());
  return reference(reader, { node, creation, words }, !wide);
}

function reference(
  reader: Reader,
  { node, creation, words }: { node: Atom; creation: number; words: number[] },
  old: boolean,
): Reference {
  const local = isLocal(node, creation);
  if (local && (words.length === 0 || words.length > LOCAL_WORDS)) {
    throw reader.error("value", `A local reference has ${words.length} words, not 1 to 3`);
  }
  if ((local || old) && (words[0] ?? 0) > MAX_FIRST_WORD) {
    throw reader.error("value", "The first word of a reference has more than 18 bits");
  }
  while (local && words.length < LOCAL_WORDS) words.push(0);
  return new Reference(node, creation, words);
}

/** Writes a reference. */
export function writeReference(writer: Writer, { node, creation, words }: Reference): void {
  if (words.length > MAX_WORDS) {
    throw writer.error("range", `A reference has ${words.length} words, not up to 5`);
  }
  writer.u8(NEWER_REFERENCE);
  writer.u16(words.length);
  writeAtom(writer, node.name);
  writeWord(writer, creation);
  for (const word of words) writeWord(writer, word);
}

/** Reads a function's name after its tag. */
export function readExport(reader: Reader): Export {
  const module = readAtomTerm(reader), name = readAtomTerm(reader), arity = readInteger(reader);
  if (typeof arity !== "number" || arity < 0) {
    throw reader.error("value", `A function cannot have ${arity} arguments`);
  }
  const { exports } = reader.known;
  if (exports !== undefined && !exports(module.name, name.name, arity)) {
    throw reader.error("atom", `${module}:${name}/${arity} is not known here`);
  }
  return new Export(module, name, arity);
}

/** Writes a function's name. */
export function writeExport(writer: Writer, { module, name, arity }: Export): void {
  if (!Number.isSafeInteger(arity) || arity < 0) {
    throw writer.error("range", `A function cannot have ${arity} arguments`);
  }
  writer.u8(EXPORT);
  writeAtom(writer, module.name);
  writeAtom(writer, name.name);
  writeNumber(writer, arity);
}

/** Reads a tag that must be an integer's, and the integer; for fields that are no large ones. */
function readInteger(reader: Reader): Integer {
  const tag = reader.u8();
  if (tag === SMALL_INTEGER) return reader.u8();
  if (tag === INTEGER) return reader.i32();
  if (tag === SMALL_BIG) return readBig(reader, reader.u8());
  throw reader.error("value", `Tag ${tag} stands where a small integer must`);
}

/** Writes an integer field of a function. */
export function writeInteger(writer: Writer, value: Integer): void {
  writeBigint(writer, integerOf(writer, value));
}

/** Writes four bytes; throws `range` when the value does not fit. */
export function writeWord(writer: Writer, value: number): void {
  if (value !== value >>> 0) throw writer.error("range", `${value} is no unsigned 32-bit integer`);
  writer.u32(value);
}

function integerOf(writer: Writer, value: Integer): bigint {
  if (typeof value === "number" && !Number.isSafeInteger(value)) {
    throw writer.error("range", `${value} is no integer`);
  }
  return BigInt(value);
}

function readCreation(reader: Reader, wide: boolean): number {
  if (wide) return reader.u32();
  const creation = reader.u8();
  if (creation > MAX_OLD_CREATION) {
    throw reader.error("value", `Creation ${creation} has more than 2 bits`);
  }
  return creation;
}

function isLocal(node: Atom, creation: number): boolean {
  return creation === 0 && node.name === LOCAL;
}
