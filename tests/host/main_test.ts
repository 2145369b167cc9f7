import { BpeError } from "../../bpe/mod.ts";
import { FeelError } from "../../feel/mod.ts";
import { main } from "../../host/deno/mod.ts";
import { KvsError } from "../../kvs/mod.ts";
import { N2oError } from "../../n2o/mod.ts";
import { NitroError } from "../../nitro/mod.ts";
import { assert, equal } from "../_support/assert.ts";
import { testWith } from "../_support/permission.ts";
import { run } from "../_support/process.ts";

const test = testWith("read", "run");

/** What a program that fails at once may throw. */
const THROWN: Readonly<Record<string, () => unknown>> = {
  n2o: () => new N2oError("config", "port: no such port"),
  nitro: () => new NitroError("config", "routes: no such module"),
  kvs: () => new KvsError("open", "the store cannot be opened"),
  host: () => new KvsError("host", "this host has no store"),
  bpe: () => new BpeError("config", "is 0: give a number of at least 1", { element: "retries" }),
  feel: () => new FeelError("config", "`fuel` is a positive number of steps"),
};

test("a setting that is wrong ends a program with one line, whichever room says so; all else is thrown on", async () => {
  for (const name of Object.keys(THROWN)) {
    const { code, err } = await run(new URL(import.meta.url), [name], {
      flags: ["--quiet", "--no-prompt", "--no-check"],
      env: { NO_COLOR: "1" },
    });
    equal([code, err.split("\n").length], [1, 2], `${name}: ${err}`);
    assert(err.startsWith("error: ") && !err.includes("Error:"), err);
  }
  const own = new TypeError("a mistake");
  equal(await main(() => Promise.reject(own)).catch((error) => error), own);
});

if (import.meta.main) {
  const [name = ""] = Deno.args;
  await main(() => Promise.reject(THROWN[name]?.()));
}
