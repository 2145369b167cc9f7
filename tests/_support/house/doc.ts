/**
 * Lints the docs of everything that deno.json exports.
 *
 * @module
 */
const root = new URL("../../../", import.meta.url);
const { exports } = JSON.parse(await Deno.readTextFile(new URL("deno.json", root)));
const { code } = await new Deno.Command(Deno.execPath(), {
  args: ["doc", "--lint", ...new Set(Object.values<string>(exports))],
  cwd: root,
  stdout: "null",
}).spawn().status;
Deno.exit(code);
