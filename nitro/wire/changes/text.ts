/**
 * Texts within HTML, as bytes and as what they say.
 *
 * @module
 */
import { encode, toTerm } from "../../../n2o/mod.ts";
import type { EventAction } from "../../event.ts";

const utf8 = new TextEncoder();

/** A number of 32 bits for a name (FNV-1a): names that share one are taken for each other where that costs no more than bytes. */
export function numberOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let at = from; at < to; at++) {
    // As: callers stay within.
    hash = Math.imul(hash ^ bytes[at] as number, 0x01000193);
  }
  return hash >>> 0;
}

/** The number of a name as a text. */
export function numberOfText(name: string): number {
  const bytes = utf8.encode(name);
  return numberOf(bytes, 0, bytes.length);
}

/** What text of HTML says; undefined where that takes the whole table of references, or a parser would make another text of it. */
export function decoded(html: string): string | undefined {
  if (!/[&\r\0]/.test(html)) return html;
  if (/[\r\0]|&(?!(?:amp|lt|gt|quot|#39);)/.test(html)) return undefined;
  return html.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => REFERENCES[name] ?? "");
}

const REFERENCES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  "#39": "'",
};

/** All that an event says but for what its element is, as text. */
export function saidBy({ postback, source, delegate = "", options }: EventAction): string {
  if (typeof postback === "string") {
    return JSON.stringify([postback, source, delegate, options]);
  }
  // JSON has no bigints, and numbers that are none are `null` there: what has one is told by its term.
  const said = isLarge(postback) ? "null" : JSON.stringify([postback, source, delegate, options]);
  return said.includes("null")
    ? `${encode(toTerm(postback))} ${JSON.stringify([source, delegate, options])}`
    : said;
}

/** Whether a value has a bigint, or may have one. */
function isLarge(value: EventAction["postback"]): boolean {
  return typeof value === "bigint" ||
    typeof value === "object" && value !== null && Object.values(value).some(isLarge);
}

/** The same, as bytes. */
export function contentOf(event: EventAction): Uint8Array {
  return utf8.encode(saidBy(event));
}
