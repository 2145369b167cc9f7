/**
 * What `deno task test` runs is what `deno test --doc` runs, in fewer isolates.
 *
 * @module
 */
import { assert, equal } from "./_support/assert.ts";
import { temporaryFolder } from "./_support/folder.ts";
import { long } from "./_support/long.ts";
import { testWith } from "./_support/permission.ts";

const test = testWith("run", "read", "write", "env");
const RUNNER = new URL("./_support/run/main.ts", import.meta.url).pathname;
const ROOT = new URL("../", import.meta.url).pathname;

/** Runs Deno; answers its code and what it printed. */
async function deno(args: readonly string[], temporary: string): Promise<[number, string]> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd: ROOT,
    env: { NO_COLOR: "1", TMPDIR: temporary },
  }).output();
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return [code, `${out}${err}`];
}

const runner = (args: readonly string[], temporary: string) =>
  deno(["run", "-A", "--no-check", RUNNER, ...args], temporary);

async function written(folder: string, files: Record<string, string>): Promise<void> {
  await Deno.mkdir(`${folder}/tree/inner`, { recursive: true });
  await Deno.mkdir(`${folder}/temporary`);
  for (const [path, text] of Object.entries(files)) {
    await Deno.writeTextFile(`${folder}/tree/${path}`, text);
  }
}

/** Examples of every kind that there is, with those that are none. `'''` stands for a fence. */
const EXAMPLES: Record<string, string> = {
  "GUIDE.md": `# Guide

'''js
if (1 + 1 !== 2) throw new Error("arithmetic");
'''

'''ts ignore
throw new Error("not run");
'''

'''sh
exit 1
'''

'''tsx
const text: string = "a page";
if (text !== "a page") throw new Error(text);
'''
`,
  "own.ts": `/**
 * '''ts
 * // new and delete are no names
 * if (either(double(WIDTH)) !== 8 || new Box().side !== 1 || renamed !== 4) throw new Error("own exports");
 * '''
 *
 * @module
 */
export const WIDTH = 4;
const inner = 4;
export { inner as delete, inner as renamed };
/** Both ways. */
export function either(value: string): string;
/** Both ways. */
export function either(value: number): number;
export function either(value: number | string): number | string {
  return value;
}
// '''ts
// throw new Error("a comment for who reads the source");
// '''
/* '''ts
 * throw new Error("nor is this one of docs");
 * ''' */
/** What is measured. */
export interface Measure {
  /**
   * Its side.
   *
   * '''ts
   * const measure: Measure = { side: WIDTH };
   * if (measure.side !== 4) throw new Error("types too");
   * '''
   */
  readonly side: number;
}
/**
 * A box.
 *
 * '''typescript
 * const WIDTH = 5;
 * if (WIDTH !== 5) throw new Error("a name of its own stands before an export");
 * '''
 */
export class Box implements Measure {
  readonly side: number = 1;
}
/**
 * Twice.
 *
 * '''ts
 * import { double as twice } from "./own.ts";
 * import {
 *   deep,
 * } from "./inner/deep.ts";
 *
 * if (twice(deep) !== 6) throw new Error("relative to the file");
 * const { deep: later } = await import("./inner/deep.ts");
 * if (later !== deep) throw new Error("when it is reached, too");
 * '''
 *
 * '''ts
 * throw new Error("fails in both");
 * '''
 */
export function double(n: number): number {
  return 2 * n;
}
`,
  "inner/deep.ts": `/**
 * '''ts
 * export default { deep };
 * export const used: number = deep;
 * '''
 */
export const deep = 3;
`,
};

/** Which examples were run, and how each ended. */
function outcomes(output: string): string[] {
  const lines = output.matchAll(/^(ok|not ok) \d+ - (?:.* )?(file:\S+#\d+-\d+\.\w+)/gm);
  return [...lines].map(([, how, name]) => `${name} ${how}`).sort();
}

test("the examples of docs are those that deno test --doc runs, by the same names, and end alike", async () => {
  await using folder = await temporaryFolder();
  await written(
    folder.path,
    Object.fromEntries(
      Object.entries(EXAMPLES).map(([path, text]) => [path, text.replaceAll("'''", "```")]),
    ),
  );
  const tree = `${folder.path}/tree`, temporary = `${folder.path}/temporary`;
  const real = long ? ["base", "nitro/dtl"] : ["host/classic"];
  const lock = `--lock=${ROOT}tests/deno.lock`, flags = ["--no-check", "--reporter=tap"];
  const [code, theirs] = await deno(
    [
      "test",
      "-A",
      "--doc",
      "--parallel",
      `--config=${ROOT}deno.json`,
      lock,
      ...flags,
      tree,
      ...real,
    ],
    temporary,
  );
  const [ours, printed] = await runner(
    ["--reporter=tap", ...long ? [] : ["--no-check"], tree, ...real], // a check of types takes half a minute
    temporary,
  );
  equal(outcomes(printed), outcomes(theirs));
  equal([ours, code], [1, 1]);
  const made = outcomes(theirs).filter((each) => each.includes("/tree/"));
  equal(made.map((each) => / (ok|not ok)$/.exec(each)?.[1]).sort(), [
    "not ok",
    ...Array(7).fill("ok"),
  ]);
  assert(outcomes(theirs).length > made.length);
});

test("neighbours share an isolate unless one says why it must not; a failure names its file, and is the run's", async () => {
  await using folder = await temporaryFolder();
  await written(folder.path, {
    "a_test.ts": `Reflect.set(globalThis, "left", 1);\nDeno.test("leaves it", () => {});`,
    "inner/b_test.ts": `Deno.test("finds what is left", () => {
      if (!Reflect.has(globalThis, "left")) throw new Error("nothing there");
    });`,
    "c_test.ts": `// Alone in its isolate: it must not see what others leave.
    Deno.test("finds nothing", () => {
      if (Reflect.has(globalThis, "left")) throw new Error("something is there");
    });`,
    "d_test.ts": `\n\nDeno.test("fails", () => {\n  throw new Error("as it should");\n});`,
    "e.ts": `throw new Error("no test, not loaded");`,
  });
  const tree = `${folder.path}/tree`, temporary = `${folder.path}/temporary`;
  const [failed, output] = await runner(["--no-check", tree], temporary);
  assert(failed !== 0);
  assert(output.includes("3 passed | 1 failed"), output);
  assert(/fails => \S+\/d_test\.ts:3:6/.test(output), output);
  const [passed, some] = await runner(["--no-check", "--filter", "finds", tree], temporary);
  equal(passed, 0);
  assert(some.includes("2 passed | 0 failed | 2 filtered out"), some);
  const [none] = await runner([`${tree}/e.ts`], temporary);
  assert(none !== 0, "where there is no test there is no success");
  equal([...Deno.readDirSync(temporary)], [], "nothing is left in the temporary folder");
});
