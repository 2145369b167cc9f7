import { assert, equal } from "../_support/assert.ts";
import { lacks, testWith, variable } from "../_support/permission.ts";
import { browserTest } from "../_support/server/browser.ts";
import { plainServer } from "../_support/server/plain_server.ts";

const test = testWith("net", "read", "run", "write");

const root = new URL("../../", import.meta.url);
const readme = lacks("read") ? "" : await Deno.readTextFile(new URL("README.md", root));
const [, program = ""] = /```ts\n([\s\S]*?)```/.exec(readme) ?? [];
const [, flags = ""] = /^ {4}deno run (.*?) main\.ts\b/m.exec(readme) ?? [];

/** The program of the README in an empty folder, where `args` stand for the README's flags. */
async function inEmptyFolder(
  args: readonly string[],
  run: (child: Deno.ChildProcess, folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "readme-" }), server = plainServer();
  const origin = `http://127.0.0.1:${server.addr.port}`;
  assert(program.includes('"http://localhost:8000/mod.ts"'));
  await Deno.writeTextFile(`${folder}/main.ts`, program.replace("http://localhost:8000", origin));
  const child = new Deno.Command(Deno.execPath(), {
    // Another run may have served another state from the same port.
    args: ["run", `--reload=${origin}`, ...args, "main.ts"],
    cwd: folder,
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  try {
    await run(child, folder);
  } finally {
    try {
      child.kill();
    } catch { /* it has ended already */ }
    await child.status;
    await server.shutdown();
    await Deno.remove(folder, { recursive: true });
  }
}

/** The address that the program says, and everything that it writes. */
async function listening(child: Deno.ChildProcess): Promise<string> {
  const said = new Response(child.stdout).text();
  let written = "";
  for await (const part of child.stderr.pipeThrough(new TextDecoderStream())) {
    written += part;
    const [, address] = /^listening on (http:\S+)$/m.exec(written) ?? [];
    if (address !== undefined) return address;
  }
  throw new Error(`it did not listen:\n${written}${await said}`);
}

browserTest(
  "the README's program, typed into an empty folder, shows a page in which one logs in",
  async (browser) => {
    assert(program.trimEnd().split("\n").length <= 32 && flags !== "", program);
    await inEmptyFolder(flags.split(" "), async (child, folder) => {
      const address = await listening(child), page = await browser.newPage();
      const wrong: string[] = [];
      page.on("pageerror", (error) => wrong.push(error.message));
      page.on("console", (message) => {
        // Chromium looks for an icon that nobody has drawn.
        if (!message.location().url.endsWith("/favicon.ico")) wrong.push(message.text());
      });
      await page.goto(address);
      await page.getByRole("textbox", { name: "Your name" }).fill("Ann <ann@example.com>");
      const picture = variable("SCREENSHOTS");
      if (picture !== undefined) await page.screenshot({ path: `${picture}/readme-login.png` });
      await page.getByRole("button", { name: "Log in" }).click();
      await page.getByRole("heading", { name: "Hello Ann <ann@example.com>", exact: true })
        .waitFor();
      if (picture !== undefined) await page.screenshot({ path: `${picture}/readme-home.png` });
      await page.reload();
      await page.getByRole("heading", { name: "Hello Ann" }).waitFor();
      equal(await page.getByRole("heading").count(), 1);
      equal(wrong, []);
      equal((await Deno.stat(`${folder}/data/app.sqlite3`)).isFile, true);
    });
  },
);

test("without the flag for the store the program says which one is missing", async () => {
  const args = flags.split(" ").filter((flag) => flag !== "--unstable-kv");
  assert(args.length < flags.split(" ").length);
  await inEmptyFolder(args, async (child) => {
    const { code, stderr } = await child.output(),
      [first = ""] = new TextDecoder().decode(stderr)
        .split("\n").filter((line) => line.startsWith("error:"));
    equal(code, 1);
    assert(first.includes("run with --unstable-kv"), first);
  });
});
