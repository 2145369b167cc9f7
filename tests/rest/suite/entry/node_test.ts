import { assert } from "../../../_support/assert.ts";
import { lacks } from "../../../_support/permission.ts";
import { absent } from "../../../_support/program.ts";
import { ENTRY_CASES } from "./cases.ts";

Deno.test({
  name: "in an application on Node",
  ignore: absent("node") || lacks("net", "read", "write"),
  async fn(t) {
    const folder = await Deno.makeTempDir({ prefix: "entry-" }), script = `${folder}/program.mjs`;
    try {
      const { success } = await new Deno.Command(Deno.execPath(), {
        args: ["bundle", "--quiet", "-o", script, new URL("./node.ts", import.meta.url).href],
      }).output();
      assert(success, "it cannot be bundled");
      await served(script, async (port) => {
        for (const { name, run } of ENTRY_CASES) {
          await t.step(name, () => run(`http://127.0.0.1:${port}`));
        }
      });
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

/** Runs a bundle on Node for as long as something is done with it. */
async function served(script: string, use: (port: string) => Promise<void>): Promise<void> {
  const child = new Deno.Command("node", {
    // Whoever evaluates text is thrown an error.
    args: ["--disallow-code-generation-from-strings", script],
    stdin: "null",
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const [, port] = /^port (\d+)\n/.exec((await reader.read()).value ?? "") ?? [];
  try {
    assert(port !== undefined, "it does not listen");
    await use(port);
  } finally {
    // It ends by itself only where it could not begin.
    if (port !== undefined) child.kill("SIGKILL");
    await reader.cancel();
    await child.status;
  }
}
