/**
 * Files of the gallery in the other spelling, in the form that `deno fmt` gives them.
 *
 * @module
 */
import { inTags } from "./spell.ts";

/**
 * What the file of a group is in TSX.
 *
 * @throws {TypeError} for what cannot be said by tags.
 */
export async function spelt(group: string): Promise<string> {
  const source = await Deno.readTextFile(new URL(`./groups/${group}.ts`, import.meta.url));
  let text = inTags(source), before = "";
  // What stands in a tag may be laid out anew once that has its lines.
  for (let times = 0; text !== before && times < MOST; times++) {
    before = text;
    text = await formatted(group, before);
  }
  return text;
}

/** How often a text is laid out at most. */
const MOST = 4;

async function formatted(group: string, text: string): Promise<string> {
  const formatter = new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--ext=tsx", "-"],
    cwd: new URL("./", import.meta.url),
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  await new Response(text).body?.pipeTo(formatter.stdin);
  const { success, stdout, stderr } = await formatter.output();
  if (!success) throw new TypeError(`${group}: ${new TextDecoder().decode(stderr)}`);
  return new TextDecoder().decode(stdout);
}
