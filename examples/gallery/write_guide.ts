/**
 * Writes the guide's pages of elements: `deno task guide`.
 *
 * @module
 */
import { gallery } from "./gallery.ts";
import { groups } from "./groups.ts";
import { guidePage } from "./guide.ts";

const made = await gallery({ log: () => {} });
for (const group of await groups()) {
  const at = new URL(`../../nitro/guide/${group.name}.md`, import.meta.url);
  await Deno.writeTextFile(at, await guidePage(made, group));
}
