/**
 * Records: plain objects with an `id`.
 *
 * @module
 */
import { KvsError } from "../error.ts";
import { genuine, isBytes, shownBy, viewOf } from "../value/builtin.ts";
import { compareBytes, toBinary } from "../value/bytes.ts";
import { encodeKey } from "../value/key.ts";

/** One part of an id. */
export type IdPart = string | number | bigint | boolean | Uint8Array;

/**
 * What identifies a record in its table or feed: one part, or two and more (as a tuple key of the
 * originals). Two are the same where they are the same key: 0 and -0 are two, and a lone surrogate is
 * U+FFFD.
 */
export type Id = IdPart | readonly [IdPart, IdPart, ...IdPart[]];

/** A record: a plain object with an `id`, of values that structured clone takes. */
export interface KvsRecord {
  /** Unique within its table or feed. */
  readonly id: Id;
}

/**
 * The parts of an id as they stand in keys: the caller's no more.
 *
 * @param where the table or feed, for the message
 * @throws {KvsError} `bad_id` for anything that is not an {@linkcode Id}
 */
export function idParts(id: Id, where: string): readonly IdPart[] {
  if (typeof id === "string") return [id];
  if (!isList(id)) return [part(id, where)];
  const length = genuine(() => id.length) ?? 0;
  if (!(length >= 2 && length <= MAX_PARTS)) throw bad(where, `an array of ${length} parts`);
  return Array.from({ length }, (_, i) => part(genuine(() => id[i]), where));
}

/** What no key has room for. */
const MAX_PARTS = 2048, MAX_BIGINT = 1n << 2040n;

/**
 * The id of a record, read once: the caller's no more.
 *
 * @param where the table or feed, for the message
 * @throws {KvsError} `bad_record` for what is no object, `bad_id` for one without a usable id
 */
export function idOf(record: KvsRecord, where: string): Id {
  if (typeof record !== "object" || record === null || isList(record)) {
    throw new KvsError("bad_record", `${where}: a record must be an object with an id`);
  }
  // An inherited id, such as a getter of a class, would not be stored.
  return ownId(genuine(() => Object.hasOwn(record, "id") ? record.id : NONE) ?? NONE, where);
}

const NONE = undefined as unknown as Id; // as: to be refused like an id that is missing

/** A record's id or the record itself, as `remove` and others take it; the caller's no more. */
export function toId(of: Id | KvsRecord, where: string): Id {
  return isRecord(of) ? idOf(of, where) : ownId(of, where);
}

function ownId(id: Id, where: string): Id {
  if (typeof id === "string") return id;
  const [first, second, ...rest] = idParts(id, where);
  if (first === undefined) throw bad(where, "missing");
  return second === undefined ? first : [first, second, ...rest];
}

/** A text that two ids share if and only if they are the same key. */
export function idText(id: Id): string {
  // Most are text, which begins with no tag of a key.
  if (typeof id === "string") return `s${id.toWellFormed()}`;
  return toBinary(encodeKey(idParts(id, "record")));
}

/** True where two values are the same part of a key. */
export function samePart(a: IdPart, b: IdPart): boolean {
  if (typeof a !== typeof b) return false;
  if (a === b) return a !== 0 || Object.is(a, b);
  if (typeof a === "bigint" || typeof a === "boolean") return false;
  if (typeof a === "number" && !(Number.isNaN(a) && Number.isNaN(b))) return false;
  return compareBytes(encodeKey([a]), encodeKey([b])) === 0;
}

function isRecord(of: Id | KvsRecord): of is KvsRecord {
  return typeof of === "object" && of !== null && !isList(of) && !ArrayBuffer.isView(of);
}

/** What of a proxy that was revoked cannot be told. */
function isList(of: unknown): of is readonly unknown[] {
  return genuine(() => Array.isArray(of)) ?? false;
}

/** True for a value that can stand in a key: a bigint of more than 255 bytes cannot. */
export function isIdPart(part: unknown): part is IdPart {
  switch (typeof part) {
    case "string":
    case "number":
    case "boolean":
      return true;
    case "bigint":
      return part < MAX_BIGINT && part > -MAX_BIGINT;
    default:
      return bytesOf(part) !== undefined;
  }
}

/** The bytes of a genuine `Uint8Array` that no other thread can change. */
function bytesOf(part: unknown): Uint8Array | undefined {
  return genuine(() => isBytes(part) ? shownBy(viewOf(part)) : undefined);
}

function part(value: unknown, where: string): IdPart {
  if (typeof value === "number") return Number.isNaN(value) ? NaN : value; // its sign cannot be read back
  const bytes = bytesOf(value);
  if (bytes !== undefined) return bytes.slice();
  if (isIdPart(value)) return value;
  throw bad(
    where,
    value === undefined ? "missing" : `of type ${value === null ? "null" : typeof value}`,
  );
}

function bad(where: string, what: string): KvsError {
  return new KvsError(
    "bad_id",
    `${where}: the record's id is ${what}; give a string, number, bigint, boolean, Uint8Array or a tuple of them`,
  );
}
