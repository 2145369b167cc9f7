/**
 * What a form is shown for.
 *
 * @module
 */

/**
 * What a form is shown for: a record is made or changed, looked at whole, in a row or in short, or looked for. `view`, `row` and `compact`
 * show text; in `search` nothing is required and nothing is checked but that it can be read.
 */
export type Mode = "create" | "edit" | "view" | "search" | "row" | "compact";

/** Whether a form shows text and no controls. */
export function isShown(mode: Mode | undefined): boolean {
  return mode === "view" || mode === "row" || mode === "compact";
}
