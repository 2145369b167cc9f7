/**
 * Words of a text, as Python's methods of texts see them.
 *
 * @module
 */

/** Each word begun with a capital, the rest of it in small letters. */
export function titled(text: string): string {
  return text.replace(
    /(\p{L})([\p{L}\p{M}]*)/gu,
    (_, first: string, rest: string) => capital(first) + rest.toLowerCase(),
  );
}

/** The first letter a capital, all others small. */
export function capitalised(text: string): string {
  const [first = "", ...rest] = text;
  return capital(first) + rest.join("").toLowerCase();
}

/** Capitals as small letters, and the other way round. */
export function swapped(text: string): string {
  return [...text].map((sign) =>
    sign === sign.toUpperCase() ? sign.toLowerCase() : sign.toUpperCase()
  )
    .join("");
}

/** The words of a text, between what is white. */
export function wordsOf(text: string): string[] {
  // deno-lint-ignore no-control-regex -- white to Python
  return text.split(/[\s\x1c-\x1f\x85]+/).filter((word) => word !== "");
}

/** A letter at the beginning of a word: of one that becomes two, only the first is a capital. */
function capital(letter: string): string {
  const [first = "", ...rest] = letter.toUpperCase();
  return first + rest.join("").toLowerCase();
}
