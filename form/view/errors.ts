/**
 * The summary of what is wrong: how many errors there are, said once, and links to their fields.
 *
 * @module
 */
import { type Body, button, type Element, h3, li, link, p, panel, ul } from "../../nitro/mod.ts";
import { lastOf } from "../value/path.ts";
import type { Cell, Filled } from "../state/filled.ts";
import { isGroup } from "./fixed.ts";
import { drawing } from "./draw.ts";
import type { Drawing, ViewOptions } from "./options.ts";
import { pageAt, pageOf } from "./rows/page.ts";
import { rowName } from "./rows/rows.ts";
import { issueOf, said } from "./said.ts";
import { pathsOfStep, stepOf, stepsOf } from "./steps.ts";

/** The most errors that are listed: nobody reads more. */
const MOST = 20;

/** An error that shows. */
export interface Fault {
  /** Where it stands. */
  readonly cell: Cell;
  /** What is said. */
  readonly message: string;
  /** The names of the rows around it, from the outermost. */
  readonly rows: readonly string[];
  /** The page of a long group that it stands on, where that does not show. */
  readonly page: { readonly path: string; readonly to: number } | undefined;
  /** The step of a wizard where it is put right, where the last page shows. */
  readonly step: number | undefined;
}

/** The errors that show, in the order of the document: of the step that shows where the form is a wizard. */
export function faultsOf(filled: Filled, options: ViewOptions = {}): readonly Fault[] {
  const on = drawing(filled, options), current = stepOf(filled, options.step);
  const found: Fault[] = [], cells = filled.cells(), none = { rows: [], page: undefined };
  if (current === undefined) collect(on, cells, { ...none, step: undefined }, found);
  const isLast = current?.section === undefined;
  for (const each of stepsOf(filled)) {
    if (each.section === undefined || !isLast && each.step !== current.step) continue;
    const paths = new Set(pathsOfStep(filled, each)), step = isLast ? each.step : undefined;
    collect(on, cells.filter(({ path }) => paths.has(path)), { ...none, step }, found);
  }
  return found;
}

function collect(
  on: Drawing,
  cells: readonly Cell[],
  around: Pick<Fault, "rows" | "page" | "step">,
  found: Fault[],
): void {
  const { filled, options } = on;
  for (const cell of cells) {
    if (!cell.isVisible || cell.node.field.hidden === true) continue;
    const issue = issueOf(cell), { path, node } = cell;
    if (issue !== undefined) {
      found.push({ ...around, cell, message: said(issue, filled) });
    }
    if (!isGroup(node)) continue;
    if (!node.isRepeated) collect(on, filled.cells(path), around, found);
    else {
      const keys = filled.rows(path), { page } = pageOf(keys, options.page?.(path));
      keys.forEach((key, at) => {
        const own = pageAt(at), rows = [...around.rows, rowName(on, cell, at)];
        collect(on, filled.cells(`${path}/${key}`), {
          ...around,
          rows,
          page: around.page ?? (own === page ? undefined : { path, to: own }),
        }, found);
      });
    }
  }
}

/**
 * The summary alone: empty until the form was sent with something wrong, which `isSummed` says.
 *
 * @example
 * ```ts
 * import { compiled, document, errorsView, locale, sheet } from "@n2o/n2o/form";
 * import { renderBody } from "@n2o/n2o/nitro";
 *
 * const tea = compiled(document({ name: "tea", fields: [{ id: "kind", title: "Kind" }] }));
 * const filled = sheet(tea, { locale: locale("en") });
 * filled.touch();
 * filled.fault([{ path: "kind", code: "required" }]);
 * const { html } = renderBody(errorsView(filled, { isSummed: true }));
 * if (!html.includes('<a href="#kind_tea_create">Kind: Fill this in.</a>')) throw new Error(html);
 * ```
 */
export function errorsView(filled: Filled, options: ViewOptions = {}): Element {
  return errorsOf(drawing(filled, options));
}

/** The summary. It is there before anything is wrong, or nobody would hear of it. */
export function errorsOf(on: Drawing): Element {
  const { ids, filled, options } = on;
  return panel({
    id: `${ids.form}-errors`,
    class: "n2o-errors",
    role: "status",
    tabindex: -1,
    body: options.isSummed === true ? summed(on, faultsOf(filled, options)) : null,
  });
}

function summed(on: Drawing, faults: readonly Fault[]): Body {
  const { filled, options } = on, { locale } = filled;
  const issues = [...filled.faults, ...options.issues ?? []];
  const count = faults.length + issues.length;
  if (count === 0) return null;
  const rest = faults.length - MOST;
  return [
    h3({ body: locale.say("errors.count", { count }) }),
    ul({
      body: [
        issues.map((issue) => li({ body: said(issue, filled) })),
        faults.slice(0, MOST).map((fault) => li({ body: linkTo(on, fault) })),
      ],
    }),
    rest > 0 ? p({ body: locale.say("errors.more", { count: rest }) }) : null,
  ];
}

function linkTo({ ids, options: { press } }: Drawing, fault: Fault): Element {
  const { cell, message, rows, page, step } = fault, id = ids.control(cell.path);
  const { node: { type }, title } = cell;
  const body = [rows.map((row) => `${row}, `), title ?? lastOf(cell.path), ": ", message];
  if (press !== undefined && (step !== undefined || page !== undefined)) {
    const wired = step !== undefined
      ? press({ press: "step", to: step, isChecked: false })
      : page && press({ press: "page", ...page });
    return button({ id: `${id}-fault`, class: "n2o-link", body, ...wired });
  }
  const target = isGroup(cell.node) ? id : type.labelFor?.(id) ?? id;
  return link({ href: `#${encodeURI(target)}`, body });
}
