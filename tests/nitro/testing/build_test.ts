import { isFresh } from "../../../nitro/testing/build.ts";
import { assert } from "../../_support/assert.ts";
import { needs } from "../../_support/permission.ts";

needs("read");

Deno.test("the client of the test client is the one that browsers run", async () => {
  assert(await isFresh(), "run deno task client");
});
