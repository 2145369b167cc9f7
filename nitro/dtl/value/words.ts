/**
 * Words of a text, as Python's methods of texts see them.
 *
 * @module
 */

/** Each run of letters that have cases begun with a capital, the rest of it in small letters. */
export function titled(text: string): string {
  const goesOn = /\p{Case_Ignorable}+\p{Cased}/uy;
  return text.replace(/\p{Cased}+/gu, (run, at: number) => {
    goesOn.lastIndex = at + run.length;
    // A sigma is at the end of its word where no letter follows, whatever stands between.
    return goesOn.test(text) ? capitalised(`${run}a`).slice(0, -1) : capitalised(run);
  });
}

/** The first letter a capital, all others small. */
export function capitalised(text: string): string {
  const [first = ""] = text;
  // As a whole: a sigma is another one at the end of a word.
  return capital(first) + text.toLowerCase().slice(first.toLowerCase().length);
}

/** A text in which case says nothing (Unicode, section 5.18): a letter with a capital of several is those in small. */
export function folded(text: string): string {
  return text.replaceAll("ẞ", "ß").replace(/[^ı]/gu, (letter) => {
    const capital = letter.toUpperCase();
    // Cherokee had nothing but capitals for long.
    if (CHEROKEE.test(letter)) return capital;
    return capital === letter ? small(letter) : [...capital].map(small).join("");
  });
}

const CHEROKEE = /[Ꭰ-ᏽꭰ-ꮿ]/;

/** A letter by itself in small: a sigma is not at the end of a word. */
function small(letter: string): string {
  return letter.toLowerCase();
}

/** Capitals as small letters, and the other way round. */
export function swapped(text: string): string {
  return text.replace(
    /(\p{Uppercase})|\p{Lowercase}/gu,
    (letter, isCapital) => isCapital === undefined ? letter.toUpperCase() : small(letter),
  );
}

/** Letters of two that have a form of their own at the beginning of a word, each in its three forms. */
const PAIRS = ["ǄǅǆǇǈǉǊǋǌ", "Ǳǲǳ"].flatMap((forms) => forms.match(/.../gu) ?? []);

/** A letter at the beginning of a word (Unicode, section 5.18): of one that becomes two, only the first is a capital. */
function capital(letter: string): string {
  const pair = PAIRS.find((forms) => letter !== "" && forms.includes(letter));
  if (pair !== undefined) return pair.charAt(1);
  // Georgian has capitals for whole texts only.
  if (/[ა-ჿ]/.test(letter)) return letter;
  const upper = letter.toUpperCase();
  if (/[ᾀ-ῼ]/.test(letter) && /.Ι$/.test(upper)) {
    const bare = upper.slice(0, -1), under = `${bare}\u0345`;
    return bare.length === 1 ? under.normalize("NFC") : under;
  }
  const [first = "", ...rest] = upper;
  return first === "ʼ" ? upper : first + rest.join("").toLowerCase();
}
