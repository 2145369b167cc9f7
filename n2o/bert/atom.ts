/**
 * Atoms of the external term format, both ways.
 *
 * @module
 */
import { type Atom, atom, MAX_ATOM_LENGTH } from "../term/atom.ts";
import { ATOM, ATOM_UTF8, SMALL_ATOM, SMALL_ATOM_UTF8 } from "./tag.ts";
import type { Reader, Writer } from "./bytes.ts";

/** Slots of the cache below; a power of two. */
const SLOTS = 1024;
/** Longer names are rare and would make the cache large. */
const CACHED_LENGTH = 64;

// Spares the decoding of names: one slot for each hash of ASCII bytes, overwritten when two names meet in it. It keeps
// at most SLOTS atoms alive.
const cache: (Atom | undefined)[] = new Array(SLOTS).fill(undefined);

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** Whether a tag is one of the four of atoms. */
function isAtomTag(tag: number): boolean {
  return tag === ATOM || tag === SMALL_ATOM_UTF8 || tag === ATOM_UTF8 || tag === SMALL_ATOM;
}

/** Reads the length and name of an atom after its tag. */
export function readAtom(reader: Reader, tag: number): Atom {
  const wide = tag === ATOM || tag === ATOM_UTF8;
  const size = wide ? reader.u16() : reader.u8();
  const at = reader.take(size);
  const slot = slotOf(reader.bytes, at, size);
  const cached = slot < 0 ? undefined : cache[slot];
  if (cached !== undefined && matches(cached.name, reader.bytes, at, size)) {
    check(reader, cached.name);
    return cached;
  }
  const name = nameOf(reader, tag, at, size);
  check(reader, name);
  const made = atom(name);
  if (slot >= 0) cache[slot] = made;
  return made;
}

/** Reads a tag that must be an atom's, and the atom. */
export function readAtomTerm(reader: Reader): Atom {
  const tag = reader.u8();
  if (!isAtomTag(tag)) throw reader.error("value", `Tag ${tag} stands where an atom must`);
  return readAtom(reader, tag);
}

/** Writes an atom: tag 100 below minor version 2 when its name is Latin-1, UTF-8 otherwise. */
export function writeAtom(writer: Writer, name: string): void {
  const size = name.length;
  const latin1 = writer.minor < 2;
  const at = writer.claim((latin1 ? 3 : 2) + size);
  const bytes = writer.bytes;
  const from = latin1 ? at + 3 : at + 2;
  const limit = latin1 ? 0xff : 0x7f;
  for (let index = 0; index < size; index++) {
    const code = name.charCodeAt(index);
    if (code > limit) {
      writer.length = at;
      return writeUtf8(writer, name);
    }
    bytes[from + index] = code;
  }
  if (latin1) {
    bytes[at] = ATOM;
    bytes[at + 1] = 0;
    bytes[at + 2] = size;
  } else {
    bytes[at] = SMALL_ATOM_UTF8;
    bytes[at + 1] = size;
  }
}

function writeUtf8(writer: Writer, name: string): void {
  const encoded = encoder.encode(name);
  if (encoded.length > 255) {
    writer.u8(ATOM_UTF8);
    writer.u16(encoded.length);
  } else {
    writer.u8(SMALL_ATOM_UTF8);
    writer.u8(encoded.length);
  }
  writer.put(encoded);
}

function check(reader: Reader, name: string): void {
  const atoms = reader.known.atoms;
  if (atoms !== undefined && !atoms(name)) {
    throw reader.error("atom", `The atom '${name.slice(0, 64)}' is not known here`);
  }
}

/** Slot of a name in the cache, or -1 when it is not of the kind that is cached. */
function slotOf(bytes: Uint8Array, at: number, size: number): number {
  if (size > CACHED_LENGTH) return -1;
  let hash = size, all = 0;
  for (let index = at; index < at + size; index++) {
    const byte = bytes[index] ?? 0;
    hash = (Math.imul(hash, 31) + byte) | 0;
    all |= byte;
  }
  return all > 127 ? -1 : (hash ^ (hash >>> 10)) & (SLOTS - 1);
}

function matches(name: string, bytes: Uint8Array, at: number, size: number): boolean {
  if (name.length !== size) return false;
  for (let index = 0; index < size; index++) {
    if (name.charCodeAt(index) !== bytes[at + index]) return false;
  }
  return true;
}

function nameOf(reader: Reader, tag: number, at: number, size: number): string {
  const run = reader.bytes.subarray(at, at + size);
  if (tag === ATOM || tag === SMALL_ATOM) {
    if (size > MAX_ATOM_LENGTH) {
      throw reader.error("value", "An atom is longer than 255 characters");
    }
    return String.fromCharCode(...run);
  }
  if (size > 4 * MAX_ATOM_LENGTH) {
    throw reader.error("value", "An atom is longer than 255 characters");
  }
  let name: string;
  try {
    name = strict.decode(run);
  } catch (cause) {
    throw reader.error("value", "The name of an atom is no UTF-8", cause);
  }
  if (name.length > MAX_ATOM_LENGTH && [...name].length > MAX_ATOM_LENGTH) {
    throw reader.error("value", "An atom is longer than 255 characters");
  }
  return name;
}
