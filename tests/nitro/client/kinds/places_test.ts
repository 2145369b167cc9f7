import { equal } from "../../../_support/assert.ts";
import { browserTest } from "../../../_support/server/browser.ts";
import { atom, tuple } from "../../../../n2o/term/term.ts";
import { binding, instruction as i } from "../server.ts";
import { type Any, sheet } from "./sheet.ts";

browserTest(
  "elements of any kind are what they are, and who they are, wherever they come to stand",
  async (browser, t) => {
    await using opened = await sheet(browser, t);
    const { step, s, page, ev, up, events, kb } = opened;

    await step("math svg", async () => {
      await up(
        `<math id="m"><mi>x</mi></math><svg id="s"><g id="g"><path id="p" d="M0"/></g><foreignObject id="fo"><div id="fd">a</div></foreignObject></svg>`,
      );
      await s.run(
        i("update", "p", `<circle id="p" r="1"/>`),
        i("insert", "g", atom("beforeend"), `<rect id="re"/>`),
        i("insert", "m", atom("beforeend"), `<mn id="mn">1</mn>`),
        i("update", "fd", `<div id="fd"><b id="fb">z</b></div>`),
        i("insert", "fo", atom("beforeend"), `<p id="fp">q</p>`),
      );
      equal(
        await ev(() =>
          ["p", "re", "mn", "fb", "fp"].map((n) =>
            document.getElementById(n)?.namespaceURI?.split("/").pop()
          )
        ),
        ["svg", "svg", "MathML", "xhtml", "xhtml"],
        "namespaces",
      );
      await s.run(
        i("insert", "s", atom("afterbegin"), `<title id="ti">t</title><linearGradient id="lg"/>`),
        i("insert", "g", atom("beforebegin"), `<a id="an"><text id="tx">t</text></a>`),
      );
      equal(
        await ev(() =>
          ["ti", "lg", "an", "tx"].map((n) => {
            const e = document.getElementById(n)!;
            return e.namespaceURI!.split("/").pop() + e.localName;
          })
        ),
        ["svgtitle", "svglinearGradient", "svga", "svgtext"],
        "svg title",
      );
    });

    await step("table", async () => {
      await up(`<table><tbody id="tb"><tr id="r1"><td>1</td></tr></tbody></table>`);
      await s.run(
        i("update", "r1", `<tr id="r1"><td id="c1">2</td></tr><tr id="r2"><td>3</td></tr>`),
        i("update", "c1", `<td id="c1"><input id="ci"></td><td>x</td>`),
      );
      equal(
        await ev(() => document.getElementById("tb")!.innerHTML),
        `<tr id="r1"><td id="c1"><input id="ci"></td><td>x</td></tr><tr id="r2"><td>3</td></tr>`,
        "table",
      );
    });

    await step("aria-busy survives", async () => {
      await up(`<button id="b">x</button>`);
      await s.run(binding("b", "click", "B"));
      await page.click("#b");
      const e = await s.event();
      await up(`<button id="b">y</button>`);
      equal(await page.getAttribute("#b", "aria-busy"), "true", "busy stays");
      s.ack(e.seq);
      await s.run();
      equal(await page.getAttribute("#b", "aria-busy"), null, "busy ends");
    });

    await step("reparent typed", async () => {
      await up(`<div><input name="n"></div><p></p>`);
      await page.focus("[name=n]");
      await kb.type("ab");
      await up(`<section><div><input name="n"></div></section>`);
      await kb.type("c");
      equal(await page.inputValue("[name=n]"), "abc", "named reparent");
    });

    await step("attr by action then update", async () => {
      await up(`<p id="p" class="a">x</p>`);
      await s.run(i("attr", "p", "data-k", "1"), i("attr", "p", "class", "b"));
      await up(`<p id="p" class="a">y</p>`);
      equal(
        await ev(() => document.getElementById("p")!.outerHTML),
        `<p id="p" class="a">y</p>`,
        "attr by action then whole",
      );
    });

    await step("autofocus", async () => {
      await up(`<input id="a">`);
      await page.focus("#a");
      await up(`<input id="a"><input id="b" autofocus>`);
      equal(await ev(() => document.activeElement?.id), "a", "autofocus of an update");
    });

    await step("comment and text", async () => {
      await up(`a<!--x-->b<b>c</b>d`);
      await up(`a2<!--y--><b>c</b>e<i>f</i>`);
      equal(
        await ev(() => document.getElementById("r")!.innerHTML),
        `a2<!--y--><b>c</b>e<i>f</i>`,
        "texts",
      );
    });

    await step("ids swap", async () => {
      await up(`<input id="a"><input id="b">`);
      await page.fill("#a", "A");
      await page.fill("#b", "B");
      await page.focus("#a");
      await kb.press("End");
      await up(`<input id="b"><input id="a">`);
      await kb.type("!");
      equal(
        await ev(() => [...document.querySelectorAll("#r input")].map((x: Any) => x.id + x.value)),
        ["bB", "aA!"],
        "swap",
      );
    });

    await step("id changes", async () => {
      await up(`<div id="a1"><input name="x"></div>`);
      await page.fill("[name=x]", "t");
      await up(`<div id="a2"><input name="x"></div>`);
      equal(await page.inputValue("[name=x]"), "t", "parent id changes");
    });

    await step("video", async () => {
      await up(`<video id="v" loop muted></video><p>1</p>`);
      await ev(() => {
        const c = document.createElement("canvas");
        c.getContext("2d");
        const v = document.getElementById("v") as Any;
        v.srcObject = c.captureStream(30);
        v.play().catch(() => 0);
      });
      await up(`<p>2</p><video id="v" loop muted></video>`);
      equal(
        await ev(() => {
          const v = document.getElementById("v") as Any;
          return [v.paused, !!v.srcObject];
        }),
        [false, true],
        "video plays",
      );
    });

    await step("body", async () => {
      await s.run(
        i("insert", tuple(atom("qs"), "body"), atom("beforeend"), `<footer id="ft">f</footer>`),
      );
      await s.run(i("update", "ft", ""));
      equal(await ev(() => document.getElementById("ft")), null, "body insert");
    });

    await step("a form with a control of any name that forms have for their own", async () => {
      const names: string[] = await ev(() => {
        const all = new Set<string>();
        for (let one: Any = HTMLFormElement.prototype; one; one = Object.getPrototypeOf(one)) {
          for (const name of Object.getOwnPropertyNames(one)) all.add(name);
        }
        return [...all].filter((name) => !name.includes("_"));
      });
      const forms = (text: string) =>
        names.map((name) => `<form id="f-${name}"><input name="${name}"><b>${text}</b></form>`)
          .join("");
      await up(forms("old"));
      await up(forms("new"));
      // By the page's own means, for Playwright's stumble over such names.
      const texts = await ev(() =>
        [...document.querySelectorAll("#r > form > b")].map((b) => b.innerHTML)
      );
      equal(texts, names.map(() => "new"));
      const some = ["setAttribute", "removeAttribute", "closest", "matches", "querySelectorAll"];
      await s.run(...some.map((name) => binding(`f-${name}`, "submit", name, [`f-${name}`])));
      for (const name of some) {
        await page.evaluate((name) => document.getElementsByName(name)[0]!.focus(), name);
        await kb.press("Enter");
      }
      equal((await events()).map((event) => (event as string[])[0]), some); // a pickle and one source
      await s.run(
        ...some.map((name) => i("insert", `f-${name}`, atom("beforeend"), "<i>more</i>")),
      );
      equal(await ev(() => document.querySelectorAll("#r > form > i").length), some.length);
    });
  },
);
