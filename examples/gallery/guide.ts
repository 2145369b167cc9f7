/**
 * The guide's pages of elements, written from the gallery: what an entry is made of, and what it renders.
 *
 * @module
 */
import type { Application } from "../../mod.ts";
import type { Group, ShownEntry } from "./group.ts";
import { readable } from "./readable.ts";

/** The page of a group, in Markdown; what it renders is what the gallery answers by HTTP. */
export async function guidePage({ app }: Application, group: Group): Promise<string> {
  const answer = await app.request(`http://localhost/${group.name}`), html = await answer.text();
  const parts = group.entries.map((each) => section(group, each, html));
  return [
    `# ${group.title}`,
    `<!-- Written by \`deno task guide\` from \`examples/gallery/groups/\`: change it there. -->`,
    group.says,
    `[The guide](../GUIDE.md#elements) · live: \`deno task gallery\`, then <http://localhost:8004/${group.name}>`,
    ...parts,
  ].join("\n\n") + "\n";
}

function section(group: Group, { name, title, says, codes }: ShownEntry, html: string): string {
  const begin = `<div class="shown" id="${name}-shown">`, from = html.indexOf(begin);
  const to = html.indexOf(END, from), shown = html.slice(from + begin.length, to);
  const [first, second] = codes.map(({ spelling, text }) => fenced(`${spelling} ignore`, text));
  return [
    `## ${title}`,
    says,
    first,
    ...second ? [`<details><summary>The same in TSX</summary>`, second, "</details>"] : [],
    `renders ([live](http://localhost:8004/${group.name}#${name}))`,
    fenced("html", readable(shown)),
  ].join("\n\n");
}

/** What follows what an entry shows. */
export const END = `</div><div class="code `;

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}
