import { atom } from "../../../../n2o/mod.ts";
import { equal } from "../../../_support/assert.ts";
import { rounds, SEED } from "../../../_support/long.ts";
import { random } from "../../../_support/random.ts";
import { browserTest } from "../../../_support/server/browser.ts";
import { binding, instruction as i, type Scene, stage } from "../server.ts";

const end = atom("beforeend");

/** Has the part of options fail so many times; what waits until it was asked for so often. */
async function fail({ page }: Scene, times: number) {
  const asked: string[] = [], waiting: (() => void)[] = [];
  await page.route("**/n2o/options.js*", async (route) => {
    asked.push(route.request().url());
    await (asked.length > times ? route.continue() : route.abort());
    for (const look of waiting) look();
  });
  const count = (least: number) =>
    new Promise<void>((resolve) => {
      const look = () => asked.length >= least && resolve();
      waiting.push(look);
      look();
    });
  return { asked, count };
}

browserTest(
  "options of bindings that could not be loaded are asked for again",
  async (browser, t) => {
    await stage(browser, t)(
      "after a pause, and the last binding holds",
      '<input id="f"><input id="g"><p id="p"><input id="gone"></p>',
      async (s) => {
        const { asked, count } = await fail(s, 1), once = { single: atom("true") };
        await s.run(
          binding("f", "input", "old", [], once),
          binding("g", "input", "first", [], once),
          binding("gone", "input", "never", [], once),
        );
        await s.run(
          binding("g", "input", "plain"),
          binding("f", "input", "new", [], once),
          i("update", "p", '<p id="p"><input id="gone"></p>'),
        );
        await s.page.fill("#g", "at once");
        equal((await s.event()).pickle, "plain");
        await s.page.clock.runFor(1_000);
        await count(2);
        for (let text = 0; s.unread === 0; text++) {
          await s.page.fill("#f", `${text}`);
          await s.ping();
        }
        equal((await s.event()).pickle, "new");
        equal(
          new Set(asked).size,
          asked.length,
          "browsers remember a name that could not be loaded",
        );
        await s.page.clock.runFor(10_000);
        await s.page.fill("#gone", "nothing");
        await s.page.fill("#g", "still");
        equal((await s.event()).pickle, "plain");
        const complaints = await s.complaints();
        equal(complaints.filter((line) => !line.includes("Failed to load resource")), []);
      },
      { clock: true },
    );
  },
);

browserTest(
  `an item that goes to another list is neither lost nor there twice, seed ${SEED}`,
  async (browser, t) => {
    const step = stage(browser, t), { below, pick } = random(SEED);
    for (let round = 0; round < rounds(2, 20); round++) {
      const lists: Record<string, string[]> = { a: ["x", "y"], b: ["z"], c: [] };
      const item = (id: string) => `<li id="${id}"><input id="${id}-text">${id}</li>`;
      const list = (id: string) => `<ul id="${id}">${lists[id]!.map(item).join("")}</ul>`;
      const shown = (s: Scene) =>
        s.page.evaluate(() =>
          Object.fromEntries(
            ["a", "b", "c"].map((id) => [
              id,
              [...document.getElementById(id)!.children].map((each) => each.id),
            ]),
          )
        );
      await step(
        `round ${round}`,
        `<div>${Object.keys(lists).map(list).join("")}</div>`,
        async (s) => {
          for (let at = 0; at < 6; at++) {
            const from = pick(["a", "b", "c"]), to = pick(["a", "b", "c"]);
            const [moved] = lists[from]!.splice(below(lists[from]!.length), 1);
            if (moved === undefined) continue;
            lists[to]!.push(moved);
            // The server knows the list where it comes, and that where it was or not.
            const comes = i("insert", to, end, item(moved)), whole = i("update", from, list(from));
            const goes = below(2) ? whole : i("remove", moved);
            // Out of order only what names the list takes it from there.
            const said = below(2) ? [goes, comes] : from === to ? [comes] : [comes, whole];
            if (from === to) await s.run(i("update", to, list(to)));
            else await s.run(...said);
            equal(await shown(s), lists);
            // What is there already is as it is when that comes again.
            if (below(2)) await s.run(comes);
            equal(await shown(s), lists);
          }
        },
      );
    }
  },
);
