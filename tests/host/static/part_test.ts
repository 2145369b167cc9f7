import { clientParts } from "../../../nitro/client.gen.ts";
import { equal } from "../../_support/assert.ts";
import { made } from "../made.ts";

Deno.test("parts of the client are served beside it as modules, compressed, and not again to who has them", async () => {
  const { app } = await made();
  equal(Object.keys(clientParts).length >= 2, true);
  for (const [name, { text, hash }] of Object.entries(clientParts)) {
    const get = (headers: Record<string, string>) => app.request(`/n2o/${name}.js`, { headers });
    const plain = await get({}), coded = await get({ "accept-encoding": "gzip" });
    equal([plain.status, await plain.text()], [200, text]);
    equal(plain.headers.get("content-type"), "text/javascript; charset=utf-8");
    equal(plain.headers.get("etag"), `"${hash}"`);
    // What fits into one packet anyhow is not compressed.
    const coding = text.length >= 1_024 ? "gzip" : null;
    equal(coded.headers.get("content-encoding"), coding);
    const body = coding === null
      ? coded.body
      : coded.body?.pipeThrough(new DecompressionStream("gzip"));
    equal(await new Response(body).text(), text);
    equal((await get({ "if-none-match": `"${hash}"` })).status, 304);
  }
  equal((await app.request("/n2o/none.js")).status, 404);
});
