import { assert } from "../../_support/assert.ts";
import { bundle, gzipSize, isFresh, LIMIT } from "../../../nitro/client/build.ts";
import { testWith } from "../../_support/permission.ts";

const test = testWith("run");

test("client.gen.ts is what the client's sources give, within 4 MSS under gzip -9", async () => {
  const client = await bundle();
  assert(await isFresh(client), "client.gen.ts is not fresh: run deno task client");
  const size = gzipSize(client);
  assert(size <= LIMIT, `the client weighs ${size} bytes under gzip -9`);
  assert(
    !/\beval\b|\bFunction\(|["'`](data|blob):/.test(client),
    "nothing needs a looser security policy",
  );
});
