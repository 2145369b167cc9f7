/**
 * Random documents with rules, and random edits of them.
 *
 * @module
 */
import {
  type AnyDocument,
  type Cell,
  type Compiled,
  compiled,
  rule,
  type Sheet,
  type WhenHidden,
} from "../../../form/mod.ts";
import type { AnyField } from "../../../form/mod.ts";
import type { Random } from "../random.ts";
import { TYPES } from "./types.ts";

/** Names of fields of the form, of a row of its table and of its group. */
const OUTER = ["a", "b", "c", "d", "e", "f", "g"], ROW = ["x", "y", "z"], GROUP = ["p", "q"];

/** An expression over the fields that can be seen from a place; some read each other in circles. */
function expression(random: Random, names: readonly string[]): string {
  const name = () => random.pick(["a", ...names]), number = () => String(random.below(5));
  return random.pick<() => string>([
    () => `${name()} + ${name()}`,
    () => `if ${name()} > ${number()} then ${name()} else ${name()}`,
    () => `sum(root.t.${random.pick(["x", "y", "z"])})`,
    () => `count(root.t[x > ${number()}])`,
    () => `sum(for row in t return if row.y = null then 0 else row.y)`,
    () => `root.h.p + parent.${name()}`,
    () => `root.t[${1 + random.below(3)}].${random.pick(["x", "y", "z"])}`,
    number,
  ])();
}

function condition(random: Random, names: readonly string[]): string {
  const value = expression(random, names);
  return random.pick([
    `${value} > ${random.below(4)}`,
    `(${value}) = null`,
    `this = null or this < 3`,
  ]);
}

function field(random: Random, id: string, names: readonly string[]): AnyField {
  const likes = (n: number) => random.below(n) === 0;
  const hidden: readonly [WhenHidden, ...WhenHidden[]] = ["omit", "keep", "clear", { value: 4 }];
  return {
    id,
    type: "amount",
    ...likes(3) && {
      visible: rule(condition(random, names)),
      whenHidden: random.pick(hidden),
    },
    ...likes(4) && { required: rule(condition(random, names)) },
    ...likes(5) && { disabled: rule(condition(random, names)) },
    ...likes(3) && { computed: rule(expression(random, names)) },
    ...likes(4) && { default: rule(expression(random, names)) },
    ...likes(6) && { max: rule(expression(random, names)) },
    ...likes(6) && { title: rule(`"Title " + string(${expression(random, names)})`) },
    ...likes(6) && {
      options: ["1", "2", "3"].map((name) => ({
        name,
        title: name,
        visible: rule(condition(random, names)),
      })),
      offered: rule(`if ${condition(random, names)} then ["1", "2"] else ["2", "3"]`),
    },
  };
}

/** A document with a table and a group, whose rules read anything of each other. */
export function randomDocument(random: Random): Compiled {
  const likes = (n: number) => random.below(n) === 0;
  const fields: readonly AnyField[] = [
    ...OUTER.map((id) => ({ ...field(random, id, OUTER), sec: 1 + random.below(2) })),
    {
      id: "t",
      type: "rows",
      vector: true,
      fields: ROW.map((id) => field(random, id, [...ROW, ...OUTER])),
      ...likes(4) && { visible: rule(condition(random, OUTER)) },
    },
    {
      id: "h",
      type: "rows",
      fields: GROUP.map((id) => field(random, id, [...GROUP, ...OUTER])),
      ...likes(3) && { visible: rule(condition(random, OUTER)) },
      ...likes(3) && { disabled: rule(condition(random, OUTER)) },
    },
  ];
  const document: AnyDocument = {
    name: "random",
    sections: [{ name: "One" }, {
      name: "Two",
      ...likes(2) && { visible: rule(condition(random, OUTER)) },
    }],
    fields,
  };
  return compiled(document, TYPES);
}

/** A record for such a document. */
export function randomRecord(random: Random): Record<string, unknown> {
  const some = (names: readonly string[]) =>
    Object.fromEntries(
      names.flatMap((name) => random.below(3) > 0 ? [[name, random.below(6)]] : []),
    );
  return {
    ...some(OUTER),
    h: some(GROUP),
    t: Array.from({ length: random.below(4) }, () => some(ROW)),
    beside: "unknown",
  };
}

/** All cells of a form, by their paths. */
export function allCells(filled: Pick<Sheet, "cells">, path = ""): Map<string, Cell> {
  const found = new Map<string, Cell>();
  for (const cell of filled.cells(path)) {
    found.set(cell.path, cell);
    if (cell.node.children.size === 0) continue;
    for (const [path, each] of allCells(filled, cell.path)) found.set(path, each);
  }
  return found;
}

/** Changes a form in some way that is not refused. */
export function randomEdit(
  random: Random,
  sheet: Sheet,
): { readonly did: string; readonly changed: ReadonlySet<string> } {
  const cells = [...allCells(sheet).values()];
  const leaves = cells.filter(({ node, isVisible, isDisabled }) =>
    node.children.size === 0 && isVisible && !isDisabled
  );
  const keys = sheet.rows("t"), table = sheet.cell("t");
  const canArrange = table.isVisible && !table.isDisabled;
  const key = keys[random.below(keys.length)] ?? "";
  const what = random.below(8);
  if (canArrange && what === 0) {
    const { key, changed } = sheet.add("t", random.below(4), { x: random.below(5) });
    return { did: `add ${key}`, changed };
  }
  if (canArrange && keys.length > 0 && what === 1) {
    return { did: `remove ${key}`, changed: sheet.remove("t", key) };
  }
  if (canArrange && keys.length > 0 && what === 2) {
    const to = random.below(4);
    return { did: `move ${key} to ${to}`, changed: sheet.move("t", key, to) };
  }
  if (canArrange && keys.length > 0 && what === 3) {
    return { did: `copy ${key}`, changed: sheet.copy("t", key).changed };
  }
  const cell = leaves[random.below(leaves.length)];
  if (cell === undefined) return { did: "touch", changed: sheet.touch() };
  if (what === 4) return { did: `touch ${cell.path}`, changed: sheet.touch(cell.path) };
  if (what === 5) {
    const value = random.below(3) === 0 ? undefined : random.below(6);
    return { did: `put ${cell.path} ${value}`, changed: sheet.put(cell.path, value) };
  }
  const given = random.pick(["", "1", "2.50", "5", "none"]);
  return { did: `enter ${cell.path} ${given}`, changed: sheet.enter(cell.path, given) };
}
