import { BertError, N2oError } from "../../n2o/mod.ts";
import { NitroError } from "../../nitro/mod.ts";
import { equal } from "../_support/assert.ts";
import { testWith } from "../_support/permission.ts";

const test = testWith("read");

const root = new URL("../../", import.meta.url);

/** The sources of a folder, comments taken out. */
async function sources(folder: string): Promise<string> {
  const texts: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(new URL(folder, root))) {
    if (isDirectory) texts.push(await sources(`${folder}${name}/`));
    else if (name.endsWith(".ts") && !name.endsWith(".gen.ts")) {
      const text = await Deno.readTextFile(new URL(folder + name, root));
      texts.push(text.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*/g, ""));
    }
  }
  return texts.join("\n");
}

/** The codes that a text throws by these constructors, and those that its union lists. */
function codes(text: string, name: string, makers: string): { thrown: string[]; listed: string[] } {
  const thrown = text.matchAll(new RegExp(`(?:new ${name}|${makers})\\(\\s*"([^"]+)"`, "g"));
  const union = text.match(new RegExp(`type ${name}Code =([^;]*);`))?.[1] ?? "";
  return {
    thrown: [...new Set(Array.from(thrown, ([, code = ""]) => code))].sort(),
    listed: Array.from(union.matchAll(/"([^"]+)"/g), ([, code = ""]) => code).sort(),
  };
}

for (
  const [name, folder, makers] of [
    ["N2oError", "n2o/", "no other"],
    ["BertError", "n2o/bert/", "(?:reader|writer)\\.error"],
    ["NitroError", "nitro/", "no other"],
  ] as const
) {
  test(`the codes of ${name} that are thrown are those of its union`, async () => {
    const { thrown, listed } = codes(await sources(folder), name, makers);
    equal(thrown, listed);
    equal(listed.length > 2, true, "the sources were not read");
  });
}

Deno.test("an error tells its class, its code and what led to it; one of another copy is known by its name", () => {
  const cause = new Error("first");
  const errors = [
    new N2oError("config", "x", { cause }),
    new BertError("size", "x", 7, { cause }),
    new NitroError("url", "x", { cause }),
  ];
  equal(errors.map(({ name, code }) => [name, code]), [
    ["N2oError", "config"],
    ["BertError", "size"],
    ["NitroError", "url"],
  ]);
  equal(errors.map((error) => error.cause), [cause, cause, cause]);
  equal(errors.map((error) => N2oError.is(error, "config")), [true, false, false]);
  equal(errors.map((error) => BertError.is(error)), [false, true, false]);
  equal([NitroError.is(errors[2], "render"), NitroError.is(cause)], [false, false]);
  equal(errors[1]?.message, "x (size at byte 7)");
});
