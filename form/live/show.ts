/**
 * What of a form is shown: all of it, or the panels that are others now.
 *
 * A control that a person has typed into is left alone where the server makes nothing else of its value: an answer that is older than
 * what was typed since would put back what is no more.
 *
 * @module
 */
import { type Body, type Element, hte, raw, renderBody, setAttr, update } from "../../nitro/mod.ts";
import type { Cell } from "../state/filled.ts";
import { around } from "../value/path.ts";
import { fieldView } from "../view/draw.ts";
import { errorsView } from "../view/errors.ts";
import { fixedOf } from "../view/fixed.ts";
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
  const { sheet, absent } = filling;
  absent.clear();
  const note = (cells: readonly Cell[]) => {
    for (const { path, isVisible, node } of cells) {
      if (!isVisible) absent.add(path);
      else if (node.children.size > 0 && !node.isRepeated) note(sheet.cells(path));
    }
  };
  note(sheet.cells());
  return view(sheet, optionsOf(filling, isLive));
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
    panel(filling, cell, options);
  }
  if (isSummed) update(`${ids.form}-errors`, errorsView(sheet, options));
}

function panel(filling: Filling, cell: Cell, options: ViewOptions): void {
  const { sheet, ids, absent } = filling, { path, isVisible } = cell, id = ids.control(path);
  const isKept = isVisible && !absent.has(path) && cell.edits > 0 && isPlain(cell);
  if (isVisible) absent.delete(path);
  else absent.add(path);
  const shown = fieldView(sheet, path, options);
  if (!isKept) return update(ids.panel(path), shown);
  setAttr(id, "data-n2o-keep", true);
  update(ids.panel(path), kept(shown, id));
  const isInvalid = issueOf(cell) !== undefined;
  setAttr(id, "aria-invalid", isInvalid ? "true" : false);
  setAttr(id, "aria-describedby", describedBy(id, fixedOf(cell.node).hint, isInvalid));
  setAttr(id, "required", cell.isRequired);
  setAttr(id, "data-n2o-keep", false);
}

/** A panel whose control stays as it is, with what it is bound to. */
function kept(shown: Element, id: string): Body {
  const { html } = renderBody(shown), own = ` id="${hte(id)}"`;
  return raw(html.replace(own, () => `${own} data-n2o-keep=""`));
}

/** Ids of what describes a control, as its panel has them. */
function describedBy(id: string, hint: unknown, isInvalid: boolean): string | false {
  const ids = [...hint === undefined ? [] : [`${id}-hint`], ...isInvalid ? [`${id}-error`] : []];
  return ids.length === 0 ? false : ids.join(" ");
}

/** Whether a control is one that a person types into, and nothing else. */
function isPlain({ isDisabled, node: { type, field, children } }: Cell): boolean {
  return !isDisabled && field.computed === undefined && children.size === 0 &&
    type.sources === undefined && (type.label ?? "for") === "for" &&
    type.labelFor === undefined && field.options === undefined;
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
