import { bundle, missing, type Running, start } from "../../_support/store/miniflare.ts";
import { assert, equal } from "../../_support/assert.ts";
import { asking } from "./ask.ts";
import { CASES } from "./cases.ts";

Deno.test({
  name: "in workerd, over the store of an object",
  ignore: missing,
  // The runtime is a process that miniflare ends as it sees fit.
  sanitizeOps: false,
  sanitizeResources: false,
  async fn(t) {
    const folder = await Deno.makeTempDir({ prefix: "rest-" }), script = `${folder}/worker.js`;
    let running: Running | undefined;
    try {
      await bundle(new URL("./worker.ts", import.meta.url), script);
      const text = await Deno.readTextFile(script);
      assert(!/\beval\(|new Function\(/.test(text), "the bundle evaluates text");
      const worker = running = start(script, `${folder}/objects`);
      for (const [at, { name, run }] of CASES.entries()) {
        await t.step(name, async () => {
          await run(
            asking((url, init) =>
              worker.dispatchFetch(url.replace("/rest/", `/case-${at}/rest/`), init)
            ),
          );
          const told = await worker.dispatchFetch(`http://api.example/case-${at}/failures`);
          equal(JSON.parse(await told.text()), []);
        });
      }
      await t.step("an export that is packed is packed once", async () => {
        const notes = "http://api.example/packed/rest/notes", ids = ["a", "b", "c"];
        for (const id of ids) {
          const body = JSON.stringify({ id, text: "tea ".repeat(500) });
          const headers = { "content-type": "application/json" };
          equal((await worker.dispatchFetch(notes, { method: "POST", headers, body })).status, 201);
        }
        const headers = { accept: "application/x-ndjson", "accept-encoding": "gzip" };
        const told = await worker.dispatchFetch(notes, { headers });
        const lines = (await told.text()).trimEnd().split("\n");
        equal(lines.map((line) => JSON.parse(line).id), ids);
      });
    } finally {
      await running?.dispose();
      await Deno.remove(folder, { recursive: true });
    }
  },
});
