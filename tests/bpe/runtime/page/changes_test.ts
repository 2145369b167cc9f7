/**
 * What a step has changed is found among few entries and among many.
 *
 * @module
 */
import { equal } from "../../../_support/assert.ts";
import { random } from "../../../_support/random.ts";
import { changes } from "../../../../bpe/state/difference.ts";
import { Table } from "../../../../bpe/state/table.ts";

interface Entry {
  readonly id: number;
  readonly value: number;
}

/** The same by looking for each entry. */
function expected(before: readonly Entry[], after: readonly Entry[]) {
  return {
    gone: before.filter((each) => !after.includes(each)),
    come: after.filter((each) => !before.includes(each)),
  };
}

Deno.test("what has gone and come from a table to its fork is what looking for each entry finds", () => {
  for (let seed = 1; seed <= 300; seed++) {
    const { next, below } = random(seed);
    const size = below(seed % 3 === 0 ? 300 : 8);
    const before = Table.of<Entry>(Array.from({ length: size }, (_, id) => ({ id, value: 0 })));
    const after = before.fork(), was = [...before];
    for (let left = below(12); left > 0; left--) {
      const id = below(size + 4);
      if (next() < 0.4) after.delete(id);
      else after.set(was[id] !== undefined && next() < 0.3 ? was[id] : { id, value: below(3) });
    }
    equal(changes(before, after), expected(was, [...after]), `seed ${seed}`);
    const same = (one: Entry, other: Entry) => one.value === other.value;
    const alike = changes(before, after, same);
    equal(
      alike.come,
      [...after].filter((each) => before.get(each.id)?.value !== each.value),
      `seed ${seed}`,
    );
  }
});
