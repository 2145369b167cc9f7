/**
 * Ranges of bytes (RFC 9110, section 14).
 *
 * @module
 */

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
