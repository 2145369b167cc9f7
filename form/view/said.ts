/**
 * What is wrong with a value, in words.
 *
 * @module
 */
import type { Issue } from "../issue.ts";
import type { Locale } from "../locale/locale.ts";
import type { Cell } from "../state/filled.ts";

/** What shows of what is wrong with a cell: the first of it, once the person has left it. */
export function issueOf({ isTouched, isVisible, wrong, issues }: Cell): Issue | undefined {
  return isTouched && isVisible ? wrong ?? issues[0] : undefined;
}

/** An issue in the words of whoever found it, else in those of the language. */
export function said({ message, code, args }: Issue, locale: Locale): string {
  return message ?? locale.say(code, args);
}
