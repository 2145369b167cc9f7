/**
 * Writes the other spelling of the gallery's code, and the guide's pages of elements: `deno task guide`.
 *
 * @module
 */
import { gallery } from "./gallery.ts";
import { tagsOf } from "./group.ts";
import { groups } from "./groups.ts";
import { guidePage } from "./guide.ts";
import { spelt } from "./spelt.ts";

for await (const { name } of Deno.readDir(new URL("./groups/", import.meta.url))) {
  const [group = "", spelling] = name.split(".");
  if (spelling === "ts") await Deno.writeTextFile(tagsOf(group), await spelt(group));
}
const made = await gallery({ log: () => {} });
for (const group of await groups()) {
  const at = new URL(`../../nitro/guide/${group.name}.md`, import.meta.url);
  await Deno.writeTextFile(at, await guidePage(made, group));
}
