/**
 * A large instance that becomes small: what is left of a list may lie in a page that is not its first.
 *
 * @module
 */
import { equal } from "../../../_support/assert.ts";
import { audit } from "../audit.ts";
import { file, list, proc, world } from "../world.ts";

const runs = (tag: string, id: string, count: number) =>
  `<${tag} id="${id}"${
    tag === "receiveTask" ? ' messageRef="m"' : ""
  }><multiInstanceLoopCharacteristics><loopCardinality xsi:type="tFormalExpression">${count}</loopCardinality></multiInstanceLoopCharacteristics></${tag}>`;
const many = file(
  `<message id="m" name="m"/>${
    proc(
      "many",
      `<startEvent id="s"/>${runs("receiveTask", "r", 256)}${
        runs("userTask", "u", 30)
      }<endEvent id="e"/>`,
      "s>r;s>u;r>e;u>e",
    )
  }`,
);

Deno.test("what waits in the last page of a large instance is there once while the instance shrinks, for another engine too", async () => {
  const on = world(), engine = on.open({ manual: true });
  await engine.deploy(many);
  await engine.start("many", { id: "i" });
  for (let left = 256; left > 60; left--) await engine.publish({ name: "m" });
  for (const [done, task] of (await list(engine.tasks({ instance: "i" }))).entries()) {
    await engine.complete(task);
    if (done < 20) continue;
    if (done > 25) await engine.publish({ name: "m" });
    const { state } = await on.open({ manual: true }).instance("i");
    const ids = state.waits.map(({ id }) => id);
    equal(ids.length, 60 - Math.max(0, done - 25));
    equal(new Set(ids).size, ids.length);
  }
  await audit(on.kv);
});
