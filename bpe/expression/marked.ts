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

/** Whether what assigns a task is the name of somebody and not an expression: a word, maybe with dots, hyphens or `@`. */
export function isPersonName(text: string): boolean {
  return /^[\w.@-]+$/.test(text);
}
