/**
 * What is wrong with a value, in words.
 *
 * @module
 */
import type { Issue } from "../issue.ts";
import { messageOf } from "../check/message.ts";
import type { Cell, Filled } from "../state/filled.ts";

/** What shows of what is wrong with a cell: the first of it, once the person has left it. */
export function issueOf({ isTouched, isVisible, wrong, issues }: Cell): Issue | undefined {
  return isTouched && isVisible ? wrong ?? issues[0] : undefined;
}

/** What a person is told of it. */
export function said(issue: Issue, { locale, compiled }: Filled): string {
  return messageOf(issue, locale, compiled);
}
