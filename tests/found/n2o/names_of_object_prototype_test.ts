import { state } from "../../../nitro/mod.ts";
import { equal } from "../../_support/assert.ts";
import { scene } from "../../n2o/page.ts";

Deno.test("names_of_object_prototype: state knows what every object inherits (should: only what was put there)", async () => {
  const seen: unknown[] = [];
  const event = () => void seen.push(state("constructor"), state("toString"));
  await scene(event).greeted();
  equal(seen, [Object, Object.prototype.toString]);
  // should: equal(seen, [undefined, undefined]);
});
