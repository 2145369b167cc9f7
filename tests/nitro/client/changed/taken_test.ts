import { atom, type Term } from "../../../../n2o/mod.ts";
import { equal } from "../../../_support/assert.ts";
import { long, rounds, SEED } from "../../../_support/long.ts";
import { type Random, random } from "../../../_support/random.ts";
import { browserTest } from "../../../_support/server/browser.ts";
import { binding, instruction as i, type Scene, stage } from "../server.ts";

const yes = atom("true"), no = atom("false");

/** The buttons of a group, as HTML. */
interface Button {
  id: string;
  value: string;
  stated: boolean;
  within: "left" | "right";
}

const NAMES = ["a", "b", "c", "d", "e"] as const;

/** A group in two boxes of one form, and what a step makes of it. */
function group({ below, pick }: Random, before: readonly Button[]): Button[] {
  const ids = NAMES.filter(() => below(4) > 0);
  const stated = below(3) === 0
    ? before.find((each) => each.stated)?.id
    : below(3) === 0
    ? ""
    : pick(NAMES);
  const made = ids.map((id): Button => {
    const was = before.find((each) => each.id === id);
    const value = was === undefined || below(8) === 0 ? `${id}${below(9)}` : was.value;
    return { id, value, stated: id === stated, within: was?.within ?? pick(["left", "right"]) };
  });
  if (below(3) === 0) made.reverse();
  return made;
}

function html(buttons: readonly Button[]): string {
  const box = (name: string) =>
    `<p id="${name}">${
      buttons.filter(({ within }) => within === name).map(({ id, value, stated }) =>
        `<input type="radio" name="r" id="${id}" value="${value}"${stated ? " checked" : ""}>`
      ).join("")
    }</p>`;
  return `<form id="form">${box("left")}<i></i>${
    box("right")
  }<button id="press" type="button">p</button></form>`;
}

/** What a page shall show, told by the rule alone. */
class Group {
  chosen: string | undefined;
  #value = "";
  #told = false;
  #isPersons = false;
  #before: readonly Button[] = [];

  choose(id: string): void {
    this.chosen = id;
    this.#told = false;
    this.#value = this.#before.find((each) => each.id === id)?.value ?? "";
    this.#isPersons = true;
  }

  tell(): void {
    this.#told = true;
  }

  /** The server states a group, while the person has the focus in it or not. */
  state(buttons: readonly Button[], hasFocus: (id: string) => boolean): void {
    const stated = buttons.findLast((each) => each.stated);
    const isSame = stated === undefined ||
      this.#before.some((each) => each.stated && each.id === stated.id);
    const there = buttons.find((each) => each.id === this.chosen && each.value === this.#value);
    const isChanged = this.#isPersons &&
      this.chosen !== this.#before.findLast((each) => each.stated)?.id;
    const keeps = isChanged && !this.#told && (isSame || buttons.some(({ id }) => hasFocus(id)));
    this.chosen = keeps ? there?.id : stated?.id;
    if (!keeps) this.#isPersons = false;
    this.#value = buttons.find((each) => each.id === this.chosen)?.value ?? "";
    this.#before = buttons;
  }
}

const chosen = ({ page }: Scene) =>
  page.evaluate(() => document.querySelector<HTMLInputElement>(":checked")?.id);

browserTest(
  `of radio buttons one is chosen as for any other value, wherever they stand, seed ${SEED}`,
  async (browser, t) => {
    const step = stage(browser, t);
    for (let round = 0; round < rounds(2, 40); round++) {
      const seed = SEED * 1_000 + round, choices = random(seed), { below, pick } = choices;
      await step(`series ${seed}`, "<div id=root></div>", async (s) => {
        let buttons: Button[] = [];
        const rule = new Group(), done: string[] = [];
        for (let at = 0; at < 12; at++) {
          buttons = group(choices, buttons);
          const focused = await s.page.evaluate(() => document.activeElement?.id ?? "");
          // What goes away has the focus no more.
          rule.state(buttons, (id) => id === focused);
          done.push(JSON.stringify(buttons.map(({ id, value, stated }) => [id, value, stated])));
          await s.run(
            i("update", "root", `<div id="root">${html(buttons)}</div>`),
            binding("press", "click", "press", ["r"]),
          );
          equal(await chosen(s), rule.chosen, done.join("\n"));
          const [one] = buttons.length ? [pick(buttons as [Button])] : [];
          if (one !== undefined && below(3) > 0) {
            done.push(`chooses ${one.id}`);
            await s.page.click(`#${one.id}`);
            rule.choose(one.id);
            // Leaves it, or stays.
            if (below(2)) {
              await s.page.evaluate(() => (document.activeElement as HTMLElement).blur());
            }
          }
          if (buttons.length > 0 && below(3) === 0) {
            done.push("pressed");
            await s.page.evaluate(() => document.querySelector<HTMLElement>("#press")!.click());
            s.ack((await s.event()).seq);
            rule.tell();
          }
        }
      });
    }
  },
);

browserTest("what an update takes the focus from is left by no person", async (browser, t) => {
  const step = stage(browser, t);
  const field = '<input id="f">',
    around = (attributes: string, inner = field) =>
      `<fieldset id="fs"${attributes}>${inner}</fieldset>`;
  const ways: Record<string, Term> = {
    "attr disabled": i("attr", "f", "disabled", yes),
    "attr hidden": i("attr", "f", "hidden", yes),
    "attr disabled of what is around": i("attr", "fs", "disabled", yes),
    "attr hidden of what is around": i("attr", "fs", "hidden", yes),
    "attr inert": i("attr", "fs", "inert", yes),
    "attr open": i("attr", "d", "open", no),
    "set disabled": i("set", "f", "disabled", yes),
    "set style": i("set", "f", "style.display", "none"),
    "update disabled": i("update", "f", '<input id="f" disabled>'),
    "update hidden of what is around": i("update", "fs", around(" hidden")),
    "text": i("text", "fs", "x"),
    "remove": i("remove", "f"),
    "clear": i("clear", "fs"),
  };
  const few = ["attr disabled", "set style", "update hidden of what is around", "remove"];
  for (const [name, way] of Object.entries(ways).filter(([name]) => long || few.includes(name))) {
    await step(
      name,
      `<details id="d" open><summary>s</summary>${around("")}</details><button id="b">b</button>`,
      async (s) => {
        const bindings = ["change", "blur", "focusout"].map((type) => binding("f", type, type));
        await s.run(...bindings);
        await s.page.focus("#f");
        await s.page.keyboard.type("abc");
        // The server wires an element anew that it states.
        await s.run(way, ...bindings);
        await s.page.evaluate(() =>
          new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
        );
        await s.page.focus("#b");
        await s.ping();
        equal(s.unread, 0);
      },
    );
  }
  await step("but the person", `${around("")}<button id="b">b</button>`, async (s) => {
    await s.run(...["change", "blur"].map((type) => binding("f", type, type)));
    await s.page.focus("#f");
    await s.page.keyboard.type("abc");
    await s.page.focus("#b");
    equal([(await s.event()).pickle, (await s.event()).pickle], ["change", "blur"]);
  });
});

browserTest(
  "what is the client's own is the server's again when it says so",
  async (browser, t) => {
    await stage(browser, t)(
      "kept",
      '<div id="r"><div id="k" data-n2o-keep>mine</div><div data-n2o-keep>mine</div></div>',
      async (s) => {
        const shown = () => s.page.innerText("#r");
        await s.run(i("update", "k", '<div id="k" data-n2o-keep>theirs</div>'));
        equal(await shown(), "mine\nmine");
        await s.run(i("update", "k", '<div id="k">theirs</div>'));
        equal(await shown(), "theirs\nmine");
        await s.run(
          i("update", "r", '<div id="r"><div id="k" data-n2o-keep>kept</div><div>both</div></div>'),
        );
        equal(await shown(), "kept\nboth");
        await s.run(
          i("update", "r", '<div id="r"><div id="k" data-n2o-keep>not</div><div>ours</div></div>'),
        );
        equal(await shown(), "kept\nours");
      },
    );
  },
);
