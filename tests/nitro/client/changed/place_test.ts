import { assert, equal } from "../../../_support/assert.ts";
import { rounds, SEED } from "../../../_support/long.ts";
import { type Random, random } from "../../../_support/random.ts";
import { browserTest } from "../../../_support/server/browser.ts";
import { instruction as i, type Scene, stage } from "../server.ts";

/** What a body has: boxes with so many lines, and fields with what is stated of them, in order and nested anyhow. */
interface Body {
  readonly html: string;
  readonly lines: ReadonlyMap<string, number>;
  readonly fields: ReadonlyMap<string, string>;
}

const BOX = 40, LINE = 20;
// A browser that anchors what is seen scrolls by itself.
const STYLE =
  `.box { height: ${BOX}px; overflow: auto; overflow-anchor: none } .box > i { display: block; height: ${LINE}px }`;

function body({ below, pick }: Random): Body {
  const lines = new Map<string, number>(), fields = new Map<string, string>();
  const left = ["box0", "box1", "box2", "text0", "text1", "area0", "area1"];
  const one = (depth: number): string => {
    const [id] = left.splice(below(left.length), 1);
    if (id === undefined) return "<hr>";
    if (id.startsWith("box")) {
      lines.set(id, 3 + below(9));
      return `<div id="${id}" class="box" tabindex="0">${
        "<i></i>".repeat(lines.get(id) ?? 0)
      }</div>`;
    }
    const stated = pick(["", "a", "b"]);
    fields.set(id, stated);
    const control = id.startsWith("text")
      ? `<input id="${id}" value="${stated}">`
      : `<textarea id="${id}">${stated}</textarea>`;
    return below(3) || depth > 2
      ? control
      : `<p>${below(9)}</p><section>${control}${one(depth + 1)}</section>`;
  };
  const parts = Array.from({ length: 3 + below(5) }, () => one(0));
  return { html: `<div id="root">${parts.join("")}</div>`, lines, fields };
}

const tops = ({ page }: Scene, ids: Iterable<string>) =>
  page.evaluate(
    (ids) => Object.fromEntries(ids.map((id) => [id, document.getElementById(id)!.scrollTop])),
    [...ids],
  );

browserTest(
  `what is scrolled stays where it is, wherever an update puts it, seed ${SEED}`,
  async (browser, t) => {
    const choices = random(SEED), { below } = choices;
    await stage(browser, t)("over any bodies", '<div id="root"></div>', async (s) => {
      await s.page.evaluate((text) => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(text);
        document.adoptedStyleSheets.push(sheet);
      }, STYLE);
      let old: Body = { html: "", lines: new Map(), fields: new Map() }, kept = 0;
      for (let round = 0; round < rounds(30, 400); round++) {
        const asked = Object.fromEntries([...old.lines].map(([id, n]) => [id, below(n) * LINE]));
        await s.page.evaluate((asked) => {
          for (const [id, top] of Object.entries(asked)) {
            document.getElementById(id)!.scrollTop = top;
          }
        }, asked);
        const before = await tops(s, old.lines.keys()), next = body(choices);
        await s.run(i("update", "root", next.html));
        const wanted = Object.fromEntries([...next.lines].map(([id, n]) => {
          const most = Math.max(0, n * LINE - BOX), top = Math.min(before[id] ?? 0, most);
          kept += Number(top > 0);
          return [id, top];
        }));
        equal(await tops(s, next.lines.keys()), wanted, `round ${round}`);
        old = next;
      }
      assert(kept > 20, `only ${kept} boxes were scrolled`);
    });
  },
);

browserTest(
  `who composes text goes on composing it where the field stays, seed ${SEED}`,
  async (browser, t) => {
    const choices = random(SEED + 1), { below, pick } = choices;
    await stage(browser, t)("over any bodies", '<div id="root"></div>', async (s) => {
      const keys = await s.page.context().newCDPSession(s.page);
      const compose = (text: string) =>
        keys.send("Input.imeSetComposition", {
          text,
          selectionStart: text.length,
          selectionEnd: text.length,
        });
      await s.page.evaluate(() => {
        const heard: string[] = Reflect.set(globalThis, "heard", [])
          ? Reflect.get(globalThis, "heard")
          : [];
        for (const type of ["compositionstart", "compositionend"]) {
          addEventListener(
            type,
            ({ target }) => heard.push(`${type} ${(target as Element).id}`),
            true,
          );
        }
      });
      const heard = () =>
        s.page.evaluate(() => Reflect.get(globalThis, "heard").splice(0) as string[]);
      let old = body(choices), kept = 0;
      await s.run(i("update", "root", old.html));
      for (let round = 0; round < rounds(30, 400); round++) {
        const ids = [...old.fields.keys()];
        const id = ids[below(ids.length)];
        const next = body(choices);
        if (id !== undefined) {
          const typed = pick(["", "x", "yz"]);
          await s.page.fill(`#${id}`, typed);
          await compose("に");
          await compose("にほ");
          equal(await s.page.inputValue(`#${id}`), `${typed}にほ`);
          await heard();
          await s.run(i("update", "root", next.html));
          if (next.fields.has(id)) {
            // It belongs to the person: the focus is there, and it is another text than was stated.
            await compose("にほん");
            equal(await s.page.inputValue(`#${id}`), `${typed}にほん`, `round ${round}`);
            equal(await heard(), [], `round ${round}: nobody has ended it`);
            await keys.send("Input.insertText", { text: "日本" });
            equal(await s.page.inputValue(`#${id}`), `${typed}日本`, `round ${round}`);
            equal(await heard(), [`compositionend ${id}`], `round ${round}`);
            kept++;
          }
        } else await s.run(i("update", "root", next.html));
        old = next;
      }
      assert(kept > 10, `only ${kept} fields stayed`);
    });
  },
);
