/** Checks of what comes from outside: each answers the value with its type, or throws a TypeError. */

/** Fields of an object that are not known yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** An object with fields. */
export function fields(value: unknown): Fields {
  if (typeof value !== "object" || value === null) throw new TypeError("expected an object");
  return value as Fields; // whose fields are all unknown
}

/** Bytes, at most so many. */
export function bytes(value: unknown, most: number): Uint8Array {
  if (value instanceof Uint8Array && value.length <= most) return value;
  throw new TypeError(`expected at most ${most} bytes`);
}

/** An integer within bounds, these included. */
export function integer(value: unknown, least: number, most: number): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= most) {
    return value;
  }
  throw new TypeError(`expected an integer from ${least} to ${most}`);
}

/** A value that is true or false. */
export function flag(value: unknown): boolean {
  if (typeof value === "boolean") return value;
  throw new TypeError("expected true or false");
}

/** An array of at most so many, each checked. */
export function list<T>(value: unknown, most: number, one: (value: unknown) => T): T[] {
  if (!Array.isArray(value)) throw new TypeError("expected an array");
  if (value.length > most) {
    throw new TypeError(`expected at most ${most}: received ${value.length}`);
  }
  return Array.from(value, one);
}
