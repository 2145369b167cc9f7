import type { Entry } from "../../../examples/gallery/entry.ts";
import { gallery } from "../../../examples/gallery/gallery.ts";
import { type Group, tagsOf } from "../../../examples/gallery/group.ts";
import { groups } from "../../../examples/gallery/groups.ts";
import { spelt } from "../../../examples/gallery/spelt.ts";
import { equal } from "../../_support/assert.ts";
import { lacks } from "../../_support/permission.ts";

const secret = "a secret of more than sixteen letters";

/** The groups whose code is written in both spellings. */
const both = (await groups()).filter(({ entries }) => entries[0]?.codes.length === 2);

Deno.test("what is shown as TSX is what runs, entry by entry, and only the group about TSX has nothing else", async () => {
  equal(
    (await groups()).filter(({ name }) => !both.some((each) => each.name === name)).map((
      { name },
    ) => name),
    ["jsx"],
  );
  for (const { name, entries } of both) {
    const source = await Deno.readTextFile(tagsOf(name));
    for (const { codes } of entries) {
      const own = codes[1]?.text.split("\n\n").at(-1) ?? "";
      const indented = own.split("\n").map((line) => line && `  ${line}`).join("\n");
      equal(source.includes(indented), true, own);
    }
  }
});

Deno.test({
  name: "the TSX of every group is written from its functions: deno task guide",
  ignore: lacks("run"),
  async fn() {
    for (const { name } of both) {
      equal(await Deno.readTextFile(tagsOf(name)), await spelt(name), name);
    }
  },
});

Deno.test("both spellings of every entry render the same", async () => {
  const made = await rendered(both), again = await rendered(await Promise.all(both.map(inTsx)));
  equal(again.size, both.flatMap(({ entries }) => entries).length);
  equal([...again], [...made]);
});

/** A group whose entries are those of its file in TSX. */
async function inTsx(group: Group): Promise<Group> {
  const file: Readonly<Record<string, Entry>> = await import(tagsOf(group.name).href);
  const entries = group.entries.map(({ name, codes }) => ({ ...file[name]!, name, codes }));
  return { ...group, entries };
}

/** What entries show by HTTP, by group and name; what is sealed and when it was made is another each time. */
async function rendered(all: readonly Group[]): Promise<ReadonlyMap<string, string>> {
  const { app } = await gallery({ secret, log: () => {} }, all), found = new Map<string, string>();
  for (const { name } of all) {
    const html = await (await app.request(`http://localhost/${name}`)).text();
    for (
      const [, id, shown = ""] of html.matchAll(
        /<div class="shown" id="([\w-]+)-shown">([^]*?)<\/div><div class="code /g,
      )
    ) {
      found.set(`${name} ${id}`, shown.replaceAll(/"[\w-]{80,}"/g, '"..."'));
    }
  }
  return found;
}
