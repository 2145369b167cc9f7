import { type Cell, sheet } from "../../../form/mod.ts";
import { assert, equal } from "../../_support/assert.ts";
import { allCells, randomDocument, randomEdit, randomRecord } from "../../_support/form/random.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { random } from "../../_support/random.ts";

/** What of a cell is compared: all that shows. */
function seen(cell: Cell): unknown {
  const { node, path, value, options, ...rest } = { ...cell, value: cell.value };
  return {
    ...rest,
    path,
    value: node.children.size > 0 ? null : value,
    options: options.map(({ name }) => name),
  };
}

function shown(cells: ReadonlyMap<string, Cell>): Map<string, unknown> {
  return new Map([...cells].map(([path, cell]) => [path, seen(cell)]));
}

Deno.test("what rules make of a change is what they make of the whole from nothing, and only what changed is told", () => {
  for (let seed = SEED; seed < SEED + rounds(20, 1_500); seed++) {
    const from = random(seed), document = randomDocument(from), record = randomRecord(from);
    const mode = from.pick(["edit", "create"] as const);
    const under = sheet(document, { record, mode });
    const done: string[] = [];
    for (let left = 12; left > 0; left--) {
      const rows = under.rows("t"), before = shown(allCells(under));
      const { did, changed } = randomEdit(from, under);
      done.push(did);
      const after = shown(allCells(under));
      const anew = sheet(document, { record, mode, dump: under.dump() });
      const about = `seed ${seed}: ${done.join("; ")}`;
      equal(after, shown(allCells(anew)), about);
      equal(under.values(), anew.values(), about);
      equal(under.record(), anew.record(), about);
      const others = new Set(
        [...after.keys()].filter((path) =>
          before.has(path) &&
          JSON.stringify(before.get(path)) !== JSON.stringify(after.get(path))
        ),
      );
      if (rows.join() !== under.rows("t").join()) others.add("t");
      for (const path of others) assert(changed.has(path), `${about}: ${path} is not told`);
      for (const path of changed) {
        assert(others.has(path) || !before.has(path), `${about}: ${path} is told, and the same`);
      }
    }
  }
});
