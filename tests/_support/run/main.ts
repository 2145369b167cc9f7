/**
 * `deno task test`: all tests and all examples of the docs, or those of some files and folders. Flags are those of
 * `deno test`.
 *
 * `deno test` gives each file and each example an isolate, and loads their modules anew: a thousand of them cost more than
 * what they test. Here neighbours share one.
 *
 * @module
 */
import { relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { examplesOf, mayHaveExamples } from "./examples.ts";
import { filesUnder } from "./files.ts";
import { type Group, groupsOf, isTest, together } from "./groups.ts";

/** Flags of `deno test` whose value is a word of its own. */
const TAKES_A_WORD = ["--filter", "--reporter", "--junit-path", "--log-level", "-L"];
/** How many examples share an isolate: they are as small as what they load is large. */
const EXAMPLES = 40;

const root = fileURLToPath(new URL("../../../", import.meta.url));
const named = Deno.args.filter((arg, at) =>
  !arg.startsWith("-") && !TAKES_A_WORD.includes(Deno.args[at - 1] ?? "")
);
const flags = Deno.args.filter((arg) => !named.includes(arg));

const folder = await Deno.makeTempDir({ prefix: "tests" });
try {
  const paths = filesAsked();
  const entries = [...testsIn(paths), ...examplesIn(paths)].map(entry);
  if (entries.length === 0) throw new Error(`no tests and no examples in ${named.join(", ")}`);
  // Who interrupts asks the tests to end, and they are waited for.
  Deno.addSignalListener("SIGINT", () => {});
  Deno.exitCode = await test(entries);
} finally {
  await Deno.remove(folder, { recursive: true });
}

/** All files that tests and examples are taken from, from the root. */
function filesAsked(): string[] {
  const { test: { include } } = JSON.parse(Deno.readTextFileSync(`${root}/deno.json`));
  const asked = named.length > 0 ? named : include.map((each: string) => resolve(root, each));
  return asked.flatMap((each: string) => filesUnder(resolve(each)))
    .map((path: string) => relative(root, path));
}

/** The tests, a group for each isolate; what is asked for by its own name runs by itself, under that name. */
function testsIn(paths: readonly string[]): Group[] {
  return groupsOf(paths.filter(isTest), (path) => Deno.readTextFileSync(resolve(root, path)));
}

/** The examples, as files of their own. */
function examplesIn(paths: readonly string[]): Group[] {
  const examples = paths.filter((path) => !isTest(path) && mayHaveExamples(path)).flatMap((path) =>
    examplesOf(pathToFileURL(resolve(root, path)), Deno.readTextFileSync(resolve(root, path)))
  );
  const files = examples.map(({ extension, text }, at) => {
    const file = `${folder}/example_${at}.${extension}`;
    Deno.writeTextFileSync(file, text);
    return file;
  });
  return together("examples", files, EXAMPLES);
}

/** Writes the module that loads a group. */
function entry({ name, files }: Group, at: number): string {
  const file = `${folder}/${name.replaceAll("/", ".")}.${at}_test.ts`;
  const loads = files.map((each) => `import "${pathToFileURL(resolve(root, each))}";\n`);
  Deno.writeTextFileSync(file, loads.join(""));
  return file;
}

async function test(entries: readonly string[]): Promise<number> {
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: [
      "test",
      "-A",
      "--parallel",
      `--config=${root}/deno.json`,
      `--lock=${root}/tests/deno.lock`,
      ...flags,
      ...entries,
    ],
  }).spawn().status;
  return code;
}
