/**
 * What is wrong with a form, as it is filled in and when it is sent.
 *
 * @module
 */
import { isPlainObject } from "../../base/mod.ts";
import { check } from "../check/check.ts";
import { checks } from "../check/checks.ts";
import type { Issue } from "../issue.ts";
import type { Cell, Sheet } from "../state/filled.ts";
import { below } from "../value/path.ts";
import type { Filling } from "./filling.ts";

/** The most choices and files that are asked about. */
const MOST = 1_000;

/** Looks again at what can be told at once; answers which cells are others for that. */
export function recheck({ sheet }: Filling): ReadonlySet<string> {
  return sheet.fault(check(sheet));
}

/** All that is wrong, also what a store is asked: what is unique, whether choices may be made still, whether files are there. */
export async function checkAll(filling: Filling): Promise<readonly Issue[]> {
  const { sheet, setup: { options: { unique } }, id, person: { clock, log } } = filling;
  const found = await checks(sheet, {
    clock,
    log,
    ...unique !== undefined && { unique },
    ...id !== undefined && { record: id },
  });
  return [...found, ...await goneFrom(filling)];
}

/** What was chosen or uploaded, and is not there any more. */
async function goneFrom(filling: Filling): Promise<readonly Issue[]> {
  const { sheet, setup: { options: { options, files } }, mode } = filling, issues: Issue[] = [];
  if (mode === "search" || options?.has === undefined && files === undefined) return [];
  let left = MOST;
  for (const { path, value, node } of cellsIn(sheet, sheet.cells())) {
    const { field, type } = node, held = partsOf(value);
    const isFile = type.name === "file", isLookup = type.name.startsWith("comboLookup");
    if (!isFile && !isLookup) continue;
    for (const part of held) {
      if (left-- <= 0) return issues;
      const isThere = isFile
        ? files === undefined || await files.stat(part.id) !== undefined
        : options?.has === undefined || await options.has(part, field, path);
      if (isThere) continue;
      issues.push({ path, code: isFile ? "files" : "option" });
      break;
    }
  }
  return issues;
}

/** Cells that are there and can be changed, those of groups and rows too. */
function* cellsIn(sheet: Sheet, cells: readonly Cell[]): Generator<Cell> {
  for (const cell of cells) {
    const { path, node, isVisible, isDisabled } = cell;
    if (!isVisible || isDisabled) continue;
    if (node.children.size === 0) yield cell;
    else if (!node.isRepeated) yield* cellsIn(sheet, sheet.cells(path));
    else {
      for (const key of sheet.rows(path)) {
        yield* cellsIn(sheet, sheet.cells(below(path, key)));
      }
    }
  }
}

/** Choices, or files, of a value: what has an id and a text. */
function partsOf(value: unknown): readonly { readonly id: string; readonly text: string }[] {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return all.flatMap((each) => {
    if (!isPlainObject(each) || typeof each.id !== "string") return [];
    return [{ id: each.id, text: typeof each.text === "string" ? each.text : each.id }];
  });
}
