/**
 * The public test suites of three other morphs, run against ours: idiomorph, morphdom and nanomorph, whose checkouts stand in the folder
 * that `MORPH_SUITES` names. They are not part of this repository; without them the test is ignored.
 *
 * @module
 */
import { browserTest } from "../../../_support/server/browser.ts";
import { equal } from "../../../_support/assert.ts";
import type { Result } from "./page.ts";

const folder = Deno.env.get("MORPH_SUITES");

/** Files of idiomorph that test its update, and not its callbacks, its head or its part of htmx. */
const IDIOMORPH = ["bootstrap", "core", "fidelity", "preserve-focus", "restore-focus"];

/** The rules by which ours differs, and the tests that each is about. */
const RULES: readonly (readonly [rule: string, tests: RegExp])[] = [
  [
    "an update is text: what a script set as a property of a node is not in it",
    /property is special|input property|indeterminate|if moveBefore fails/,
  ],
  [
    "a value that differs from its attribute is the person's, and stays while the same is stated",
    /set checked property|input attribute$|set value from new tree/,
  ],
  [
    "an update is text: it has no reference to a node that is there, and no component",
    /isSameNode|prox(y|ies)|replace a component/,
  ],
  [
    "the focus and its selection stay, where theirs are lost",
    /loses selection|does not preserves focus/,
  ],
  [
    "there is what the new HTML says and no more: no attribute, no second element of an id",
    /remove selected option|dup id|duplicate ids are|selectedIndex to -1/,
  ],
];

browserTest("the suites of other morphs hold for ours", async (browser) => {
  const page = await browser.newPage();
  await page.setContent(
    `<!doctype html><body><pre id="work-area"></pre><div id="test-results"></div>`,
  );
  await page.addScriptTag({ content: await bundled() });
  for (const file of ["lib/utilities", ...IDIOMORPH, "retain-hidden-state", "ops"]) {
    await page.addScriptTag({ content: text(`idiomorph/test/${file}.js`) });
  }
  for (const file of ["diff", "fuzz"]) {
    await page.addScriptTag({ content: module(`./${file}`, `nanomorph/test/${file}.js`) });
  }
  await page.evaluate(({ pairs }) => {
    // deno-lint-ignore no-explicit-any -- what page.ts puts there
    const { modules } = globalThis as any;
    modules["./diff"](modules["../"]);
    modules["../mocha-headless/generated/auto-tests"] = pairs;
    modules["./test-result.marko"] = { renderSync: () => ({ appendTo() {} }) };
  }, { pairs: pairs() });
  await page.addScriptTag({ content: module("morphdom", "morphdom/test/browser/test.js") });
  // deno-lint-ignore no-explicit-any -- as above
  const results: Result[] = await page.evaluate(() => (globalThis as any).runTests());
  const failed = results.filter(({ failure }) => failure && failure !== "skipped");
  // deno-lint-ignore no-console -- what a person runs it for
  console.log(
    `${results.length} tests, ${
      results.filter((r) => r.failure === "skipped").length
    } of what an update has not`,
  );
  for (const [rule, tests] of RULES) {
    // deno-lint-ignore no-console -- as above
    console.log(`${failed.filter(({ name }) => tests.test(name)).length} differ: ${rule}`);
  }
  const unargued = failed.filter(({ name }) => !RULES.some(([, tests]) => tests.test(name)));
  equal(unargued, []);
}, folder === undefined);

function text(path: string): string {
  return Deno.readTextFileSync(`${folder}/${path}`);
}

function module(name: string, path: string): string {
  return `load(${JSON.stringify(name)}, (require, module, exports) => {\n${text(path)}\n})`;
}

/** Pairs of files of morphdom: from, to, and what is verified. */
function pairs(): Record<string, { from: string; to: string; module?: string }> {
  const root = `${folder}/morphdom/test/fixtures/autotest`;
  return Object.fromEntries([...Deno.readDirSync(root)].map(({ name }) => {
    const [from, to] = ["from", "to"].map((file) =>
      Deno.readTextFileSync(`${root}/${name}/${file}.html`)
    );
    try {
      return [name, {
        from: from!,
        to: to!,
        module: Deno.readTextFileSync(`${root}/${name}/index.js`),
      }];
    } catch {
      return [name, { from: from!, to: to! }];
    }
  }));
}

async function bundled(): Promise<string> {
  const { href } = new URL("./page.ts", import.meta.url);
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["bundle", "--quiet", "--no-check", "--platform=browser", "--format=iife", href],
  }).output();
  return new TextDecoder().decode(stdout);
}
