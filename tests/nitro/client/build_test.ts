import { assert } from "../../_support/assert.ts";
import { bundle, gzipSize, isFresh, LIMIT, PART_LIMIT } from "../../../nitro/client/build.ts";
import { testWith } from "../../_support/permission.ts";

const test = testWith("run");

test("client.gen.ts is what the client's sources give, within 4 MSS under gzip -9, its parts within a quarter of that", async () => {
  const bundles = await bundle();
  assert(await isFresh(bundles), "client.gen.ts is not fresh: run deno task client");
  const size = gzipSize(bundles.client);
  assert(size <= LIMIT, `the client weighs ${size} bytes under gzip -9`);
  for (const [name, text] of Object.entries(bundles.parts)) {
    const size = gzipSize(text);
    assert(size <= PART_LIMIT, `${name} weighs ${size} bytes under gzip -9`);
  }
  for (const text of [bundles.client, ...Object.values(bundles.parts)]) {
    assert(
      !/\beval\b|\bFunction\(|["'`](data|blob):/.test(text),
      "nothing needs a looser security policy",
    );
  }
});
