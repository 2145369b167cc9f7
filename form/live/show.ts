/**
 * What of a form is shown: all of it, or the panels that are others now. What a person types meanwhile is the client's to keep.
 *
 * @module
 */
import { type Element, update } from "../../nitro/mod.ts";
import type { Cell } from "../state/filled.ts";
import { around } from "../value/path.ts";
import { fieldView } from "../view/draw.ts";
import { errorsView } from "../view/errors.ts";
import type { ViewOptions } from "../view/options.ts";
import { pageAt } from "../view/rows/page.ts";
import { issueOf } from "../view/said.ts";
import { sectionsOf } from "../view/sections.ts";
import { pathsOfStep, stepOf } from "../view/steps.ts";
import { view } from "../view/view.ts";
import type { Filling } from "./filling.ts";
import { pressOf, wiredOf } from "./event/wiring.ts";

/** How a form is drawn; `isLive` where its controls report. */
export function optionsOf(filling: Filling, isLive = true): ViewOptions {
  const { ids, setup: { compiled }, step, pages, isSummed, issues } = filling;
  return {
    step,
    isSummed,
    issues,
    page: (path) => pages.get(path) ?? 1,
    ...isLive &&
      {
        wired: wiredOf(ids.form, compiled, filling.saving !== undefined),
        press: pressOf(ids.form, compiled),
      },
  };
}

/** The form as it stands. */
export function whole(filling: Filling, isLive = true): Element {
  return view(filling.sheet, optionsOf(filling, isLive));
}

/** Shows the form anew. */
export function showWhole(filling: Filling): void {
  update(filling.ids.form, whole(filling));
}

/** The most panels that are shown once more as a page begins. */
const MOST_FOLLOWING = 40;

/**
 * Shows the panels of what is computed by themselves, as a page begins: from then on only what changes in them is sent, from the first
 * key that a person presses.
 */
export function showFollowing(filling: Filling): void {
  const { sheet, ids, setup: { compiled: { document: { rules = {} } } } } = filling;
  const step = stepOf(sheet, filling.step);
  const there = step && new Set(pathsOfStep(sheet, step)), options = optionsOf(filling);
  const following = sheet.cells().filter(({ path, isVisible, node }) =>
    isVisible && there?.has(path) !== false &&
    (node.field.computed !== undefined || rules[path]?.computed !== undefined)
  );
  for (const { path } of following.slice(0, MOST_FOLLOWING)) {
    update(ids.panel(path), fieldView(sheet, path, options));
  }
}

/** How a form stands beside its cells: where it is another one, all is shown anew. */
export function outlineOf({ sheet }: Filling): string {
  return sectionsOf(sheet).filter(({ isVisible }) => isVisible).map(({ id }) => id).join("/");
}

/** How a cell looks, beside what it holds. */
export function lookOf(cell: Cell): string {
  const { isVisible, isRequired, isDisabled, title, min, max, options } = cell;
  const issue = issueOf(cell);
  return JSON.stringify([
    isVisible,
    isRequired,
    isDisabled,
    textOf(title),
    String(min),
    String(max),
    options.map((option) => [option.name, option.disabled]),
    issue && [issue.code, issue.message, textOf(issue.args)],
  ]);
}

/** Shows what changed: `own` is the place that the event was about, and `look` how that looked before. */
export function showChanged(
  filling: Filling,
  changed: ReadonlySet<string>,
  own?: { readonly path: string; readonly look: string; readonly isTyped: boolean },
): void {
  const { sheet, isSummed, ids } = filling, options = optionsOf(filling);
  const paths = new Set(changed), step = stepOf(sheet, filling.step);
  if (own !== undefined) paths.add(own.path);
  // The last page of a wizard has no panels.
  if (step !== undefined && step.section === undefined) return showWhole(filling);
  const there = step && new Set(pathsOfStep(sheet, step));
  for (const path of paths) {
    if (path === "" || isWithin(path, paths) || isElsewhere(filling, path)) continue;
    if (there?.has(path.split("/", 1)[0] ?? "") === false) continue;
    const cell = sheet.cell(path);
    const isOwn = path === own?.path;
    if (isOwn && own !== undefined && lookOf(cell) === own.look) continue;
    update(ids.panel(path), fieldView(sheet, path, options));
  }
  if (isSummed) update(`${ids.form}-errors`, errorsView(sheet, options));
}

/** Whether what is around a path is shown anew as well. */
function isWithin(path: string, paths: ReadonlySet<string>): boolean {
  for (let at = around(path); at !== undefined && at !== ""; at = around(at)) {
    if (paths.has(at)) return true;
  }
  return false;
}

/** Whether a path stands on a page of rows, or in a step, that does not show. */
function isElsewhere({ sheet, pages }: Filling, path: string): boolean {
  const names = path.split("/");
  for (let at = 1; at < names.length; at++) {
    const group = names.slice(0, at).join("/"), key = names[at] ?? "";
    if (!isRepeated(sheet.cell(group))) continue;
    const place = sheet.rows(group).indexOf(key);
    if (place < 0) return true;
    if (pageAt(place) !== (pages.get(group) ?? 1)) return true;
    at++;
  }
  return false;
}

function isRepeated({ node }: Cell): boolean {
  return node.isRepeated;
}

function textOf(value: unknown): string {
  return typeof value === "object" && value !== null
    ? JSON.stringify(value, (_, each) => typeof each === "bigint" ? String(each) : each)
    : String(value);
}
