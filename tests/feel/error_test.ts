import { equal, throws } from "../_support/assert.ts";
import { CodedError } from "../../base/mod.ts";
import { feel, FeelError, type FeelErrorCode } from "../../feel/mod.ts";
import { testWith } from "../_support/permission.ts";

const test = testWith("read");

const CODES: Readonly<Record<FeelErrorCode, true>> = {
  expression: true,
  limit: true,
  config: true,
};

async function sources(folder: URL): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) found.push(...await sources(new URL(`${name}/`, folder)));
    else if (name.endsWith(".ts")) found.push(await Deno.readTextFile(new URL(name, folder)));
  }
  return found;
}

test("every code of the union is thrown somewhere, and no other", async () => {
  const texts = await sources(new URL("../../feel/", import.meta.url));
  const thrown = texts.flatMap((text) =>
    [...text.matchAll(/new FeelError\(\s*"(\w+)"/g)].map(([, code]) => code)
  );
  equal([...new Set(thrown)].sort(), Object.keys(CODES).sort());
});

Deno.test("errors are known by class, code and name", () => {
  const error = throws(() => feel({ fuel: 0 }), FeelError, "config");
  equal([FeelError.is(error), FeelError.is(error, "limit"), CodedError.is(error)], [
    true,
    false,
    true,
  ]);
  equal(String(error), "FeelError: `fuel` is a positive number of steps");
});
