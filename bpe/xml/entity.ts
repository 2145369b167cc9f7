/**
 * Character references and the five entities of XML.
 *
 * @module
 */
import { BpeError } from "../error.ts";

const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
};

/**
 * Text with its references replaced. Nothing is replaced twice, so the result is never longer than the input.
 *
 * @throws {BpeError} `xml` on any other entity, on a bare `&` and on a character outside Unicode.
 */
export function decode(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&(#[xX][0-9a-fA-F]{1,6};|#[0-9]{1,7};|[^\s;&]{1,32};)?/g, (whole) => {
    const name = whole.slice(1, -1);
    const point = name[0] !== "#"
      ? undefined
      : name[1] === "x" || name[1] === "X"
      ? Number.parseInt(name.slice(2), 16)
      : Number.parseInt(name.slice(1), 10);
    const character = point === undefined
      ? (Object.hasOwn(NAMED, name) ? NAMED[name] : undefined)
      : point > 0 && point <= 0x10ffff
      ? String.fromCodePoint(point)
      : undefined;
    if (character === undefined) {
      throw new BpeError("xml", `${whole}: only the five entities of XML are accepted`);
    }
    return character;
  });
}
