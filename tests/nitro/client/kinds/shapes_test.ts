import { equal } from "../../../_support/assert.ts";
import { browserTest } from "../../../_support/server/browser.ts";
import { instruction as i } from "../server.ts";
import { type Any, sheet } from "./sheet.ts";

browserTest(
  "what a person has open, at hand or under way stays in every shape of a body",
  async (browser, t) => {
    await using opened = await sheet(browser, t);
    const { step, s, page, kb, ev, up } = opened;

    await step("iframe", async () => {
      await up(`<p>x</p><iframe id="i" src="/n2o/api.js"></iframe>`);
      await page.waitForFunction(() =>
        (document.getElementById("i") as Any).contentWindow.location.pathname === "/n2o/api.js"
      );
      await ev(() => {
        (document.getElementById("i") as Any).contentWindow.mark = 1;
      });
      await up(`<iframe id="i" src="/n2o/api.js"></iframe><p>x</p><p>y</p>`);
      equal(
        await ev(() => (document.getElementById("i") as Any).contentWindow.mark),
        1,
        "iframe moved",
      );
      await up(`<div><iframe id="i" src="/n2o/api.js"></iframe></div>`);
      equal(
        await ev(() => (document.getElementById("i") as Any).contentWindow.mark),
        1,
        "iframe deeper",
      );
    });

    await step("script", async () => {
      await up(
        `<script src="/n2o/none.js"></script><script id="x">window.hit = 1</script><b>1</b>`,
      );
      await up(`<b>2</b><script id="x">window.hit = 2</script>`);
      equal(await ev(() => (window as Any).hit ?? null), null, "script not run");
    });

    await step("popover", async () => {
      await up(`<div popover id="p">a</div><dialog id="d">x</dialog>`);
      await ev(() => {
        (document.getElementById("p") as Any).showPopover();
      });
      await up(`<div popover id="p">b</div><dialog id="d">y</dialog>`);
      equal(
        await ev(() => document.querySelector("#p:popover-open")?.textContent),
        "b",
        "popover open",
      );
    });

    await step("modal dialog", async () => {
      await up(`<dialog id="d">x</dialog>`);
      await s.run(i("call", "d", "showModal", []));
      await up(`<dialog id="d"><input id="q">y</dialog>`);
      equal(await ev(() => document.querySelector("#d:modal")?.textContent), "y", "modal stays");
      await s.run(i("call", "d", "close", []));
      await up(`<dialog id="d">z</dialog>`);
      equal(await ev(() => (document.querySelector("#d") as Any).open), false, "closed stays");
    });

    await step("dialog opened by the server, closed by esc", async () => {
      await up(
        `<dialog id="d" open><form method="dialog"><button id="cl">x</button></form></dialog>`,
      );
      await page.click("#cl");
      await up(
        `<dialog id="d" open><form method="dialog"><button id="cl">x</button></form>y</dialog>`,
      );
      equal(await ev(() => (document.querySelector("#d") as Any).open), false, "closed by person");
      await up(`<dialog id="d">y</dialog>`);
      await up(`<dialog id="d" open>z</dialog>`);
      equal(await ev(() => (document.querySelector("#d") as Any).open), true, "opened anew");
    });

    await step("details group", async () => {
      const d = (x: string) =>
        `<details name="g" id="a" open><summary id="sa">a</summary>${x}</details><details name="g" id="b"><summary id="sb">b</summary>${x}</details>`;
      await up(d(""));
      await page.click("#sb");
      await up(d("new"));
      equal(await ev(() => ["a", "b"].map((n) => (document.getElementById(n) as Any).open)), [
        false,
        true,
      ], "details exclusive");
    });

    await step("details without id moved", async () => {
      await up(`<details><summary>a</summary>1</details><details><summary>b</summary>2</details>`);
      await page.click("details:nth-of-type(2) summary");
      await up(
        `<details><summary>z</summary>0</details><details><summary>a</summary>1</details><details><summary>b</summary>2</details>`,
      );
      equal(await ev(() => [...document.querySelectorAll("details")].map((d) => d.open)), [
        false,
        false,
        true,
      ], "details without id put before");
    });

    await step("contenteditable child", async () => {
      await up(`<div id="e" contenteditable><p>one</p><p>two</p></div><b>1</b>`);
      await page.click("#e p:nth-child(2)");
      await kb.press("End");
      await kb.type("!");
      await up(`<div id="e" contenteditable><p>one</p><p>two</p></div><b>2</b>`);
      await kb.type("?");
      equal(
        await ev(() => document.getElementById("e")!.innerText.trim().replace(/\n+/g, "|")),
        "one|two!?",
        "contenteditable",
      );
    });

    await step("editable moved", async () => {
      await up(`<div id="e" contenteditable>ab</div><p>x</p>`);
      await page.click("#e");
      await kb.press("End");
      await kb.type("c");
      await up(`<p>x</p><div id="e" contenteditable>ab</div>`);
      await kb.type("d");
      equal(await ev(() => document.getElementById("e")!.innerText), "abcd", "editable moved");
    });

    await step("shadow", async () => {
      await up(`<div id="h"></div><p>1</p>`);
      await ev(() => {
        const r = document.getElementById("h")!.attachShadow({ mode: "open" });
        r.innerHTML = "<input id=si>";
      });
      await ev(() =>
        (document.getElementById("h")!.shadowRoot!.querySelector("input") as Any).focus()
      );
      await kb.type("ab");
      await up(`<p>1</p><div id="h" class="x"></div>`);
      await kb.type("c");
      equal(
        await ev(() =>
          (document.getElementById("h")!.shadowRoot!.querySelector("input") as Any).value
        ),
        "abc",
        "shadow focus",
      );
    });

    await step("custom", async () => {
      await ev(() => {
        if (!customElements.get("x-y")) {
          customElements.define(
            "x-y",
            class extends HTMLElement {
              n = 0;
              connectedCallback() {
                this.n++;
                this.innerHTML ||= "<b>own</b>";
              }
              connectedMoveCallback() {}
            },
          );
        }
      });
      await up(`<x-y id="c"></x-y><p>1</p>`);
      await up(`<p>1</p><x-y id="c" class="k"></x-y>`);
      equal(
        await ev(() => {
          const c = document.getElementById("c") as Any;
          return [c.innerHTML, c.n, c.className];
        }),
        ["<b>own</b>", 1, "k"],
        "custom",
      );
      await up(`<x-y id="c"><i>given</i></x-y>`);
      equal(
        await ev(() => document.getElementById("c")!.innerHTML),
        "<i>given</i>",
        "custom given",
      );
    });
  },
);
