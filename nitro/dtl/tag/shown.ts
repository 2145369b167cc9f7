/**
 * What a tag writes, or keeps under a name.
 *
 * @module
 */
import type { Context } from "../run/context.ts";
import { escape, Safe } from "../value/safe.ts";
import { written } from "../value/written.ts";

/** A value as text, escaped where text is. */
export function asText(value: unknown, cx: Context): string {
  const text = typeof value === "string" && cx.autoescape
    ? escape(value)
    : written(value, cx.autoescape);
  cx.spend(0, text.length);
  return text;
}

/** Writes a value, or keeps what would be written under `name`. */
export function shown(value: unknown, name: string | undefined, cx: Context): string {
  const text = asText(value, cx);
  if (name === undefined) return text;
  cx.set(name, cx.autoescape || value instanceof Safe ? new Safe(text) : text);
  return "";
}
