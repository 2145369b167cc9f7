/**
 * Values as text of JSON, which has integers of any length where the host's own writer refuses a bigint.
 *
 * @module
 */

/** The text of a value; a bigint in an object stands in quotes, elsewhere with its digits. Null for what JSON has no text for. */
export function json(value: unknown): string {
  if (typeof value === "bigint") return String(value);
  if (Array.isArray(value)) return `[${value.map(json).join()}]`;
  return JSON.stringify(value, (_, each) => typeof each === "bigint" ? String(each) : each) ??
    "null";
}
