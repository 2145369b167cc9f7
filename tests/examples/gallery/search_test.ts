import { groups } from "../../../examples/gallery/groups.ts";
import { counted, results, search } from "../../../examples/gallery/search.ts";
import { renderBody } from "../../../nitro/mod.ts";
import { equal } from "../../_support/assert.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { random } from "../../_support/random.ts";

const all = await groups();
const places = (query: string) =>
  search(all, query).map(({ group, entry }) => `${group.name}#${entry.name}`);

Deno.test("an entry is found by its title, by any function or tag in its code, and by what is said of it", () => {
  for (const { name, entries } of all) {
    for (const entry of entries) {
      equal(places(entry.title).includes(`${name}#${entry.name}`), true, entry.title);
      for (const { text } of entry.codes) {
        const [word] = text.match(/\b[a-z]\w{4,}(?=\(\{)/) ?? [];
        if (word) equal(places(word).includes(`${name}#${entry.name}`), true, word);
      }
    }
  }
  equal(places("COMBOBOX that asks")[0], "rich#asking");
  equal(places("two presses twice"), []);
});

Deno.test(`whatever is asked is answered, and marked as text (${rounds(60, 5_000)}, seed ${SEED})`, () => {
  const choose = random(SEED), signs = [..."ab<>&\"'\\^$.*+?()[]{}|/-=, é中😀\u0000"];
  const [first = "", ...more] = signs;
  for (let round = 0; round < rounds(60, 5_000); round++) {
    const query = Array.from({ length: choose.below(9) }, () => choose.pick([first, ...more]))
      .join("");
    const hits = search(all, query), { html } = renderBody(results(query, hits));
    equal(html.split("<li>").length - 1, hits.length, query);
    const words = query.trim().replaceAll(",", "").trim() !== "";
    equal(counted(query, hits) === "", !words, query);
  }
});

Deno.test("a question of any length is cut, and the same words again are no other question", () => {
  equal(places("dialog ".repeat(100_000)), places("dialog"));
  equal(places("x".repeat(1_000_000)), []);
});
