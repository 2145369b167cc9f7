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
  const language = group.name === "jsx" ? "tsx" : "ts";
  const parts = group.entries.map((each) => section(each, html, language));
  return [
    `# ${group.title}`,
    `<!-- Written by \`deno task guide\` from \`examples/gallery/groups/\`: change it there. -->`,
    group.says,
    ...parts,
  ].join("\n\n") + "\n";
}

function section(
  { name, title, says, code }: ShownEntry,
  html: string,
  language: string,
): string {
  const begin = `<div class="shown" id="${name}-shown">`, from = html.indexOf(begin);
  const to = html.indexOf("</div><pre ", from), shown = html.slice(from + begin.length, to);
  return [
    `## ${title}`,
    says,
    fenced(`${language} ignore`, code),
    "renders",
    fenced("html", readable(shown)),
  ].join("\n\n");
}

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}
