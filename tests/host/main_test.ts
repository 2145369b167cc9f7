import { main } from "../../host/deno/mod.ts";
import { assert, equal } from "../_support/assert.ts";
import { testWith } from "../_support/permission.ts";
import { run } from "../_support/process.ts";

const test = testWith("read", "run");

const script = new URL("./worker/failing.ts", import.meta.url);

test("a setting that is wrong ends a program with one line, whichever room says so; all else is thrown on", async () => {
  for (const name of ["n2o", "nitro", "kvs", "host", "bpe", "feel"]) {
    const { code, err } = await run(script, [name], {
      flags: ["--quiet", "--no-prompt", "--no-check"],
      env: { NO_COLOR: "1" },
    });
    equal([code, err.split("\n").length], [1, 2], `${name}: ${err}`);
    assert(err.startsWith("error: ") && !err.includes("Error:"), err);
  }
  const own = new TypeError("a mistake");
  equal(await main(() => Promise.reject(own)).catch((error) => error), own);
});
