/**
 * What is known of the rows of a group as they are drawn.
 *
 * @module
 */
import type { Cell } from "../../state/filled.ts";
import type { Drawing } from "../options.ts";
import type { RowsPage } from "./page.ts";

/** See the module. */
export interface Rows {
  /** The group whose rows they are. */
  readonly cell: Cell;
  /** Those that show. */
  readonly shown: RowsPage;
  /** How many there are. */
  readonly count: number;
  /** Whether they can be added, moved and taken away. */
  readonly isOpen: boolean;
}

/** What a row is called, by its place from 0. */
export function rowName({ filled: { locale } }: Drawing, cell: Cell, at: number): string {
  const { subtitle } = cell.node.field;
  const title = typeof subtitle === "string"
    ? subtitle
    : typeof cell.title === "string"
    ? cell.title
    : cell.node.field.id;
  return locale.say("rows.name", { title, n: at + 1 });
}
