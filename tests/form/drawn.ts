/**
 * Fields and what is entered in them, drawn from a seed.
 *
 * @module
 */
import type { AnyField } from "../../form/mod.ts";
import type { Random } from "../_support/random.ts";

const TYPES = [
  "string",
  "string",
  "string",
  "textarea",
  "email",
  "url",
  "phone",
  "password",
  "number",
  "integer",
  "select",
  "bool",
  "date",
  "time",
  "range",
] as const;
const PATTERNS = ["[A-Z]{2}\\d+", "\\d{3}", "[a-c]*", "(a|b)c?", "\\w+ \\w+"] as const;

/** So many fields, of any type, each with constraints of its kind. */
export function drawnFields(from: Random, count: number): readonly AnyField[] {
  return Array.from({ length: count }, (_, at) => ({ id: `f${at}`, ...drawn(from) }));
}

function drawn(from: Random): Omit<AnyField, "id"> {
  const type = from.pick(TYPES), has = () => from.below(2) === 0;
  const required = has() ? { required: true } : {};
  if (type === "bool") return { type, ...required };
  if (type === "select") {
    const options = ["a", "b", "c"].map((name) => ({ name, title: name.toUpperCase() }));
    return { type, options, ...required };
  }
  if (type === "date") {
    return {
      type,
      ...required,
      ...has() && { min: "2024-02-01" },
      ...has() && { max: "2024-03-31" },
    };
  }
  if (type === "time") return { type, ...required };
  if (type === "range") return { type, min: 0, max: 10, step: from.pick([1, 0.5]) };
  if (type === "number" || type === "integer") {
    return {
      type,
      ...required,
      ...has() && { min: from.below(5) },
      ...has() && { max: 5 + from.below(5) },
      ...has() && { step: from.pick(type === "integer" ? [1, 2] : [0.5, 0.1, 2]) },
    };
  }
  const isLine = type === "string";
  return {
    type,
    ...required,
    ...has() && { min: 1 + from.below(4) },
    ...has() && { length: 4 + from.below(8) },
    ...isLine && has() && { pattern: from.pick(PATTERNS) },
  };
}

const WORDS = [
  "",
  " ",
  "a",
  "AB1",
  "12",
  "123",
  "abc",
  "abcdef",
  "ac",
  "tea milk",
  "😀😀😀",
  "a@b.c",
  "https://example.com",
  "+380501234567",
  "x".repeat(12),
] as const;
const NUMBERS = ["", "0", "1", "2.5", "-3", "7", "0.3", "9.99", "10", "x"] as const;
const DAYS = ["", "2024-01-31", "2024-02-29", "2024-03-15", "2024-04-01"] as const;

/** What may be entered in a field, right or wrong. */
export function drawnText(from: Random, { type }: Pick<AnyField, "type">): string | boolean {
  switch (type) {
    case "bool":
      return from.below(2) === 0;
    case "select":
      return from.pick(["", "a", "b"]);
    case "date":
      return from.pick(DAYS);
    case "time":
      // The control has no place for seconds where its step is a minute.
      return from.pick(["", "10:30", "23:59"]);
    case "range":
      return from.pick(["0", "2.5", "10"]);
    case "number":
    case "integer":
      return from.pick(NUMBERS);
    default:
      return from.below(4) === 0 ? ` ${from.pick(WORDS)} ` : from.pick(WORDS);
  }
}
