/**
 * The rules of the house, as they hold for this tree.
 *
 * @module
 */
import { equal } from "./_support/assert.ts";
import { circlesOf } from "./_support/house/circles.ts";
import { type House, house } from "./_support/house/house.ts";
import { RULES } from "./_support/house/rules.ts";
import { needs } from "./_support/permission.ts";

needs("read");

const root = new URL("../", import.meta.url);
let tree: Promise<House> | undefined;

for (const { name, find } of RULES) {
  Deno.test(name, async () => {
    tree ??= house(root);
    equal(find(await tree), []);
  });
}

Deno.test("a circle is found, and found once", () => {
  const graph = new Map(
    Object.entries({ a: ["b"], b: ["c", "d"], c: ["a"], d: ["e"], e: ["d", "f"] }),
  );
  const found = circlesOf(new Map([...graph].map(([node, next]) => [node, new Set(next)])));
  equal(found.sort(), [["a", "b", "c"], ["d", "e"]]);
});
