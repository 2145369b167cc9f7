/**
 * Objects with fields, told from all other values.
 *
 * @module
 */

/** Whether a value is an object of plain fields, to be merged into variables. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) &&
    !(value instanceof Date) && !ArrayBuffer.isView(value) && !(value instanceof Map) &&
    !(value instanceof Set);
}
