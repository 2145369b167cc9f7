import { assert } from "../../../_support/assert.ts";
import { bundle, missing, type Running, start } from "../../../_support/store/miniflare.ts";
import { ENTRY_CASES } from "./cases.ts";

Deno.test({
  name: "in an application in workerd, in an object",
  ignore: missing,
  // The runtime is a process that miniflare ends as it sees fit.
  sanitizeOps: false,
  sanitizeResources: false,
  async fn(t) {
    const folder = await Deno.makeTempDir({ prefix: "entry-" }), script = `${folder}/worker.js`;
    let running: Running | undefined;
    try {
      await bundle(new URL("./worker.ts", import.meta.url), script);
      const text = await Deno.readTextFile(script);
      assert(!/\beval\(|new Function\(/.test(text), "the bundle evaluates text");
      running = start(script, `${folder}/objects`);
      const { port } = await running.ready;
      for (const { name, run } of ENTRY_CASES) {
        await t.step(name, () => run(`http://127.0.0.1:${port}`));
      }
    } finally {
      await running?.dispose();
      await Deno.remove(folder, { recursive: true });
    }
  },
});
