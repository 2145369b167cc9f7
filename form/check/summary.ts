/**
 * The errors of a form, together.
 *
 * @module
 */
import type { Body } from "../../nitro/mod.ts";
import type { Issue } from "../issue.ts";
import type { Cell, Filled } from "../state/filled.ts";
import { below } from "../value/path.ts";
import { messageOf } from "./message.ts";

/** An error as the summary has it: a link to its control. */
export interface SummaryEntry {
  /** The path of the value; the empty text is the form. */
  readonly path: string;
  /** What the field is called, with the number of its row behind it: `Quantity (2)`; undefined for the form. */
  readonly title: Body | undefined;
  /** What is said. */
  readonly message: string;
}

/** What is said of a form where errors are there. */
export interface Summary {
  /** How many there are, in words: the one thing that is announced. */
  readonly announcement: string;
  /** The errors in the order of the document, one for each place. */
  readonly entries: readonly SummaryEntry[];
}

/** How many errors a summary lists; the announcement counts all. */
const MOST = 100;

/**
 * The errors of a form that are shown: of places that a person has left, or all where they have sent it; and those of the form itself, which
 * `issues` has. Undefined where there are none.
 */
export function summary(filled: Filled, issues: readonly Issue[] = []): Summary | undefined {
  const { locale, compiled } = filled, entries: SummaryEntry[] = [];
  for (const issue of issues) {
    if (issue.path !== "") continue;
    const message = messageOf(issue, locale, compiled);
    entries.push({ path: "", title: undefined, message });
  }
  for (const { cell, row } of shownCells(filled, "", undefined)) {
    const issue = shownIssue(cell);
    if (issue === undefined) continue;
    const message = messageOf(issue, locale, compiled);
    const title = row === undefined ? cell.title : [cell.title, ` (${row})`];
    entries.push({ path: cell.path, title, message });
  }
  if (entries.length === 0) return undefined;
  const announcement = locale.say("errors", { count: entries.length });
  return { announcement, entries: entries.slice(0, MOST) };
}

/** The issue that is shown at a place: the first, once the person has left it or sent the form. */
export function shownIssue({ isTouched, isVisible, wrong, issues }: Cell): Issue | undefined {
  return isTouched && isVisible ? wrong ?? issues[0] : undefined;
}

interface Shown {
  readonly cell: Cell;
  /** The number of its row, from 1. */
  readonly row: number | undefined;
}

function* shownCells(filled: Filled, at: string, row: number | undefined): Generator<Shown> {
  for (const cell of filled.cells(at)) {
    if (!cell.isVisible) continue;
    yield { cell, row };
    const { path, node } = cell;
    if (node.isRepeated) {
      for (const [count, key] of filled.rows(path).entries()) {
        yield* shownCells(filled, below(path, key), count + 1);
      }
    } else if (node.children.size > 0) yield* shownCells(filled, path, row);
  }
}
