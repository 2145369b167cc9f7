/**
 * Texts that vendors let be expressions where they are marked so: behind `=`, or in `${}` or `#{}`.
 *
 * @module
 */

/** Whether a text is an expression; else it stands for itself. */
export function isMarked(text: string): boolean {
  return /^\s*(=|[$#]\{)/.test(text);
}

/** The parts of a list with commas, each a text or an expression; a comma inside an expression parts nothing. */
export function listed(text: string): string[] {
  return /^\s*=/.test(text) ? [text] : text.match(/(?:[$#]\{[^}]*\}|[^,])+/g) ?? [];
}

/**
 * Whether what assigns a task is the name of somebody and not an expression: words in any script, maybe with dots, hyphens or `@`,
 * none of which FEEL keeps for itself where there are several.
 */
export function isPersonName(text: string): boolean {
  const words = text.trim().split(/\s+/);
  return words.every((word) => WORD.test(word)) &&
    (words.length === 1 || words.every((word) => /^[\p{L}\p{N}_]/u.test(word) && !KEPT.has(word)));
}

const WORD = /^[\p{L}\p{M}\p{N}_.@-]+$/u;

/** The words between the parts of an expression. */
const KEPT: ReadonlySet<string> = new Set(
  ["if", "then", "else", "for", "in", "return", "some", "every", "satisfies", "and", "or"]
    .concat("between", "instance", "of", "function"),
);
