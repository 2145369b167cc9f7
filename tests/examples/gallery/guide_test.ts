import { gallery } from "../../../examples/gallery/gallery.ts";
import { STATES } from "../../../examples/gallery/frame.ts";
import { groups } from "../../../examples/gallery/groups.ts";
import { guidePage } from "../../../examples/gallery/guide.ts";
import * as nitro from "../../../nitro/mod.ts";
import * as rich from "../../../nitro/rich.ts";
import { equal } from "../../_support/assert.ts";
import { parse } from "../../_support/html.ts";
import type { Node } from "../../_support/html.ts";

const secret = "a secret of more than sixteen letters";

/** Where a page of the guide is. */
const guide = (name: string) => new URL(`../../../nitro/guide/${name}.md`, import.meta.url);

Deno.test("the guide's pages are what the gallery runs and renders: deno task guide", async () => {
  const made = await gallery({ secret, log: () => {} }), all = await groups();
  for (const group of all) {
    equal(await Deno.readTextFile(guide(group.name)), await guidePage(made, group), group.name);
  }
  const there = [...Deno.readDirSync(new URL("./", guide("text")))].map(({ name }) => name);
  const written = ["testing"];
  equal(
    there.sort(),
    [...all.map(({ name }) => name), ...written].map((name) => `${name}.md`).sort(),
  );
});

Deno.test("what the guide says is rendered is the document that the gallery answers", async () => {
  const made = await gallery({ secret, log: () => {} });
  for (const { name } of await groups()) {
    const answer = await made.app.request(`http://localhost/${name}`), html = await answer.text();
    const text = await Deno.readTextFile(guide(name));
    const told = [...text.matchAll(/^```html\n([^]*?)\n```$/gm)].map(([, each = ""]) => each);
    const shown = [
      ...html.matchAll(/<div class="shown" id="[\w-]+">([^]*?)<\/div><div class="code /g),
    ];
    equal(
      told.map(tree),
      shown.map(([, each = ""]) => tree(each.replaceAll(/"[\w-]{80,}"/g, '"..."'))),
    );
  }
});

Deno.test("an id is once in a page of the gallery", async () => {
  const made = await gallery({ secret, log: () => {} });
  for (const { name } of await groups()) {
    const html = await (await made.app.request(`http://localhost/${name}`)).text();
    const ids = [...html.matchAll(/<[^>]*? id="([^"]+)"/g)].map(([, id]) => id);
    equal(ids.filter((id, at) => ids.indexOf(id) !== at), [], name);
  }
});

/** A document without the blanks between elements, and of those in a text one. */
function tree(html: string): unknown[] {
  return parse(html).flatMap(blankless);
}

function blankless(node: Node): unknown[] {
  if (typeof node === "string") {
    return node.trim() === "" ? [] : [node.replaceAll(/\s+/g, " ").trim()];
  }
  return [{ ...node, body: node.body.flatMap(blankless) }];
}

/** Functions that no entry shows. */
const APART: Readonly<Record<string, string>> = {
  atom: "a conversion of the original",
  attributes: "for elements that write their tag themselves",
  coalesce: "a conversion of the original",
  compact: "a conversion of the original",
  define: "for elements of an application",
  derive: "for elements of an application",
  documentText: "what the host makes documents by",
  emitTag: "for elements that write their tag themselves",
  hte: "escaping: elements do it",
  htmlEncodeWhites: "a conversion of the original",
  identified: "for elements that write their tag themselves",
  isLivePage: "what the host asks",
  keptFlashes: "for routes of an application's own",
  jse: "escaping: the classic wire does it",
  meg: "a conversion of the original",
  num: "a conversion of the original",
  page: "what the gallery itself is made by",
  qp: "for pages of many paths",
  qv: "q and takes read the same",
  tempId: "for elements that write their tag themselves",
  toAtom: "a conversion of the original",
  toBinary: "a conversion of the original",
  toList: "a conversion of the original",
  urlDecode: "a conversion of the original",
  urlEncode: "a conversion of the original",
};

Deno.test("every element, action and event has an entry whose code uses it", async () => {
  const code = (await groups()).flatMap(({ entries }) => entries)
    .flatMap(({ codes }) => codes.map(({ text }) => text)).join("\n");
  const names = [nitro, nitro.elements, rich].flatMap((of) =>
    Object.entries(of).filter(([, value]) => typeof value === "function" && !isClass(value))
      .map(([name]) => name)
  );
  const isUsed = (name: string) => new RegExp(`\\b${name}\\b\\s*[(<,)]`).test(code);
  equal([...new Set(names)].filter((name) => !isUsed(name) && !(name in APART)).sort(), []);
  equal(Object.keys(APART).filter((name) => !names.includes(name)), []);
});

Deno.test("every option of an event and every kind of value that a page reads is used by an entry", async () => {
  const code = (await groups()).flatMap(({ entries }) => entries)
    .map(({ codes }) => codes[0]?.text).join("\n");
  const named = async (file: string, name: string) => {
    const text = await Deno.readTextFile(new URL(`../../../nitro/${file}`, import.meta.url));
    const [, body = ""] = text.match(new RegExp(`interface ${name}\\b[^]*?{([^]*?)\n}`)) ?? [];
    return [...body.matchAll(/^ {2}readonly (\w+)/gm)].map(([, each = ""]) => each);
  };
  const options = await named("event.ts", "EventOptions"),
    kinds = await named("page/on.ts", "Kinds");
  equal([options.length > 6, kinds.length > 4], [true, true]);
  equal(options.filter((each) => !new RegExp(`\\b${each}: `).test(code)), []);
  equal(kinds.filter((each) => !code.includes(`: "${each}"`)), []);
});

Deno.test("every state of a connection that a page tells of is shown in a frame", async () => {
  const client = await Deno.readTextFile(
    new URL("../../../nitro/style/n2o.css", import.meta.url),
  );
  const told = [...client.matchAll(/\[data-n2o=(\w+)\]/g)].map(([, each = ""]) => each);
  equal([...new Set(told)].sort(), [...STATES].sort());
  const code = (await groups()).find(({ name }) => name === "states")?.entries
    .map(({ codes }) => codes[0]?.text).join("\n") ?? "";
  equal(told.filter((each) => !code.includes(`/frame/${each}`)), []);
});

Deno.test("what no entry shows has an example in its docs, or in those of its file", async () => {
  const texts = await sources(new URL("../../../nitro/", import.meta.url));
  const isTold = (name: string) =>
    texts.some((text) => {
      const declared = text.search(new RegExp(`^export (async )?(function|const) ${name}\\b`, "m"));
      const own = text.slice(text.lastIndexOf("/**", declared), declared);
      return declared >= 0 && (own + text.slice(0, text.indexOf("@module"))).includes("```ts");
    });
  equal(Object.keys(APART).filter((name) => !isTold(name)), []);
});

async function sources(folder: URL): Promise<string[]> {
  const texts: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory && name !== "client") texts.push(...await sources(new URL(`${name}/`, folder)));
    else if (/(?<!\.gen)\.ts$/.test(name)) {
      texts.push(await Deno.readTextFile(new URL(name, folder)));
    }
  }
  return texts;
}

function isClass(value: unknown): boolean {
  return typeof value === "function" && /^class\b/.test(Function.prototype.toString.call(value));
}
