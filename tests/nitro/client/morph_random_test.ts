import { assert, equal } from "../../_support/assert.ts";
import { browserTest } from "../../_support/server/browser.ts";
import { type Random, random } from "../../_support/random.ts";
import { rounds } from "../../_support/long.ts";
import { instruction, stage } from "./server.ts";

const SEED = 20_261_122, ROUNDS = rounds(60, 200);

/** HTML of a tree in which ids wander between parents and elements without ids come and go. */
function tree({ below, pick }: Random): string {
  // An id names an element of one tag for life, as in an application.
  const ids = { div: [0, 1, 2, 3, 4, 5], input: [0, 1, 2, 3] };
  const id = (tag: "div" | "input"): string => {
    const [number] = below(4) ? ids[tag].splice(below(ids[tag].length), 1) : [];
    return number === undefined ? "" : ` id="${tag}${number}"`;
  };
  const title = () => below(3) ? "" : ` title="${below(9)}"`;
  const nodes = (depth: number): string =>
    Array.from({ length: 3 + below(4) }, () => node(depth)).join("");
  function node(depth: number): string {
    const kind = pick(["text", "p", "input", "input", depth < 4 ? "div" : "p"]);
    if (kind === "text") return `<i>text ${below(9)}</i>`;
    if (kind === "p") return `<p${title()}>${below(9)}</p>`;
    if (kind === "input") return `<input${id("input")}${title()}>`;
    return `<div${id("div")}${title()}>${nodes(depth + 1)}</div>`;
  }
  return `<div id="root">${nodes(0)}</div>`;
}

browserTest(`any tree becomes any other, seed ${SEED}`, async (browser, t) => {
  await stage(browser, t)(
    "its HTML is the new one, and inputs with ids are the same elements wherever they went",
    `<div id="root"></div>`,
    async (s) => {
      const choices = random(SEED);
      let kept = 0;
      for (let round = 0; round < ROUNDS; round++) {
        const html = tree(choices);
        const old = await s.page.evaluateHandle(() =>
          new Map([...document.querySelectorAll("input")].map((input) => [input.id, input]))
        );
        await s.run(instruction("update", "root", html));
        const [found, same] = await old.evaluate((old) => {
          const inputs = [...document.querySelectorAll("input")]
            .filter(({ id }) => id && old.has(id));
          return [
            document.querySelector("#root")!.outerHTML,
            inputs.map((input) => input === old.get(input.id)),
          ] as const;
        });
        equal(found, html, `round ${round}`);
        assert(same.every(Boolean), `round ${round}: an input was replaced`);
        kept += same.length;
      }
      assert(kept > 1.5 * ROUNDS, `the trees have only ${kept} inputs in common`);
    },
  );
});
