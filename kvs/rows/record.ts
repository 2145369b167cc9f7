/**
 * Records: plain objects with an `id`.
 *
 * @module
 */
import { KvsError } from "../error.ts";

/** One part of an id. */
export type IdPart = string | number | bigint | boolean | Uint8Array;

/**
 * What identifies a record in its table or feed: one part, or two and more (as a tuple key of the
 * originals).
 */
export type Id = IdPart | readonly [IdPart, IdPart, ...IdPart[]];

/** A record: a plain object with an `id`, of values that structured clone takes. */
export interface KvsRecord {
  /** Unique within its table or feed. */
  readonly id: Id;
}

/**
 * The parts of an id as they stand in keys.
 *
 * @param where the table or feed, for the message
 * @throws {KvsError} `bad_id` for anything that is not an {@linkcode Id}
 */
export function idParts(id: Id, where: string): readonly IdPart[] {
  const parts: readonly unknown[] = Array.isArray(id) ? id : [id];
  if (Array.isArray(id) && id.length < 2) throw bad(where, "an array of fewer than two parts");
  return parts.map((part) => {
    if (isIdPart(part)) return part;
    throw bad(
      where,
      part === undefined ? "missing" : `of type ${part === null ? "null" : typeof part}`,
    );
  });
}

/**
 * The id of a record.
 *
 * @param where the table or feed, for the message
 * @throws {KvsError} `bad_record` for what is no object, `bad_id` for one without a usable id
 */
export function idOf(record: KvsRecord, where: string): Id {
  if (typeof record !== "object" || record === null || Array.isArray(record)) {
    throw new KvsError("bad_record", `${where}: a record must be an object with an id`);
  }
  // An inherited id, such as a getter of a class, would not be stored.
  idParts(Object.hasOwn(record, "id") ? record.id : NONE, where);
  return record.id;
}

const NONE = undefined as unknown as Id; // as: to be refused like an id that is missing

/** A record's id or the record itself, as `remove` and others take it. */
export function toId(of: Id | KvsRecord, where: string): Id {
  return isRecord(of) ? idOf(of, where) : (idParts(of, where), of);
}

/** A string that two ids share only if they are the same key. */
export function idText(id: Id): string {
  const parts: readonly unknown[] = Array.isArray(id) ? id : [id];
  return parts.map((part) =>
    part instanceof Uint8Array
      ? `u${part.join()}`
      : `${(typeof part)[0]}${JSON.stringify(String(part))}`
  ).join();
}

function isRecord(of: Id | KvsRecord): of is KvsRecord {
  return typeof of === "object" && of !== null && !Array.isArray(of) && !(of instanceof Uint8Array);
}

/** True for a value that can stand in a key. */
export function isIdPart(part: unknown): part is IdPart {
  return part instanceof Uint8Array ||
    ["string", "number", "bigint", "boolean"].includes(typeof part);
}

function bad(where: string, what: string): KvsError {
  return new KvsError(
    "bad_id",
    `${where}: the record's id is ${what}; give a string, number, bigint, boolean, Uint8Array or a tuple of them`,
  );
}
