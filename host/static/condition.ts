/**
 * Conditional requests (RFC 9110, section 13), and ranges of bytes (section 14).
 *
 * @module
 */
import type { Content } from "./content.ts";

/**
 * What the conditions of a GET or HEAD come to, in the order of section 13.2.2: 412 where the client wants another state, 304 where it
 * has this one already, undefined where the answer goes its way.
 */
export function conditionOf(headers: Headers, content: Content): 304 | 412 | undefined {
  const ifMatch = headers.get("if-match"), ifNoneMatch = headers.get("if-none-match");
  if (ifMatch !== null) {
    if (!isNamed(ifMatch, content.tag, "strong")) return 412;
  } else if (isOlder(headers.get("if-unmodified-since"), content)) return 412;
  if (ifNoneMatch !== null) return isNamed(ifNoneMatch, content.tag, "weak") ? 304 : undefined;
  const since = headers.get("if-modified-since");
  return content.modified !== undefined && isDate(since) && !isOlder(since, content)
    ? 304
    : undefined;
}

/** Whether a range may be answered: `If-Range` is absent or names this very state. A date proves none, for it has whole seconds. */
export function isSameState(headers: Headers, content: Content): boolean {
  const ifRange = headers.get("if-range");
  return ifRange === null || ifRange.trim() === `"${content.tag}"`;
}

/** Whether a list of entity tags has this one. A tag marked weak is no proof of equal bytes. */
function isNamed(list: string, tag: string, comparison: "strong" | "weak"): boolean {
  if (list.trim() === "*") return true;
  for (const [, weak, opaque] of list.matchAll(/(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"/g)) {
    if (opaque === tag && (comparison === "weak" || weak === undefined)) return true;
  }
  return false;
}

/** Whether a date is before the content's last change, which HTTP knows to the second. */
function isOlder(date: string | null, { modified }: Content): boolean {
  return modified !== undefined && isDate(date) && Date.parse(date) < wholeSeconds(modified);
}

/** HTTP's preferred form only (RFC 9110, section 5.6.7): what else a host reads as a date is none. */
function isDate(date: string | null): date is string {
  return date !== null &&
    /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(date);
}

function wholeSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1_000) * 1_000;
}

/** A part of a content: positions of its first byte, and of the one behind its last. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * The part that a `Range` header asks for of so many bytes; `unsatisfiable` where nothing of it is there.
 *
 * Undefined, which means everything, for what is malformed, for other units, and for several ranges at once, which a server may
 * ignore (section 14.2): they are how a small request asks for many answers.
 */
export function rangeOf(header: string | null, size: number): Range | "unsatisfiable" | undefined {
  const [, first = "", last = ""] = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i.exec(header ?? "") ?? [];
  if (first === "" && last === "") return undefined;
  if (first === "") {
    const from = Math.max(0, size - Number(last));
    return from < size ? { from, to: size } : "unsatisfiable";
  }
  const from = Number(first), to = last === "" ? size : Math.min(size, Number(last) + 1);
  if (last !== "" && Number(last) < from) return undefined;
  return from < size ? { from, to } : "unsatisfiable";
}
