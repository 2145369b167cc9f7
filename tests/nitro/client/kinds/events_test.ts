import { equal } from "../../../_support/assert.ts";
import { browserTest } from "../../../_support/server/browser.ts";
import { binding, instruction as i } from "../server.ts";
import { type Any, sheet } from "./sheet.ts";

browserTest(
  "every way in which a person does something is heard once and in its order",
  async (browser, t) => {
    await using opened = await sheet(browser, t);
    const form = `<form id="f"><input id="a"><input id="b"><button id="go">go</button></form>`;
    const { step, s, page, kb, up, events } = opened;

    await step("debounce enter submit", async () => {
      await up(
        form,
        binding("a", "input", "I", ["a"], { debounce: 3000 }),
        binding("a", "change", "C", ["a"]),
        binding("f", "submit", "S", ["a"]),
      );
      await page.focus("#a");
      await kb.type("xy");
      await kb.press("Enter");
      equal(await events(), [["I", "xy"], ["C", "xy"], ["S", "xy"]], "debounce, change, submit");
    });

    await step("two debounces", async () => {
      await up(
        form,
        binding("a", "input", "A", ["a"], { debounce: 3000 }),
        binding("b", "input", "B", ["b"], { debounce: 3000 }),
        binding("go", "click", "G", ["a", "b"]),
      );
      await page.focus("#a");
      await kb.type("1");
      await kb.press("Tab");
      await kb.type("2");
      await page.click("#go");
      equal(await events(), [["A", "1"], ["B", "2"], [
        "G",
        "1",
        "2",
      ]], "two debounces then click");
    });

    await step("debounce key", async () => {
      await up(
        form,
        binding("a", "input", "A", ["a"], { debounce: 3000 }),
        binding("a", "keydown", "K", ["a"], { key: "Enter" }),
      );
      await page.focus("#a");
      await kb.type("1");
      await kb.press("Enter");
      equal(await events(), [["A", "1"], ["K", "1"]], "debounce then key");
    });

    await step("throttle blur", async () => {
      await up(form, binding("a", "input", "A", ["a"], { throttle: 5000 }));
      await page.focus("#a");
      await kb.type("123");
      await page.focus("#b");
      equal(await events(), [["A", "1"], ["A", "123"]], "throttle ends with the last");
    });

    await step("modified clicks", async () => {
      await up(
        `<a id="l" href="/n2o/api.js">l</a><button id="k">k</button><p id="p">p</p><a id="n">n</a>`,
        ...["l", "k", "p", "n"].map((n) => binding(n, "click", n)),
      );
      for (const modifiers of [["Control"], ["Shift"], ["Alt"]] as Any[]) {
        const w = page.context().waitForEvent("page", { timeout: 500 }).then(
          (x) => x.close(),
          () => 0,
        );
        await page.click("#l", { modifiers });
        await w;
      }
      equal(await events(), [], "modified on link");
      for (const n of ["k", "p", "n"]) await page.click("#" + n, { modifiers: ["Control"] });
      equal(await events(), ["k", "p", "n"], "modified elsewhere");
      const w = page.context().waitForEvent("page", { timeout: 20_000 }).then(
        (x) => x.close().then(() => true),
        () => false,
      );
      await page.click("#l", { button: "middle" });
      equal([await w, await events()], [true, []], "middle");
      await page.click("#p", { button: "right" });
      await page.click("#p", { button: "middle" });
      equal(await events(), [], "right and middle elsewhere");
    });

    await step("link target download", async () => {
      await up(
        `<a id="l" href="/n2o/x.txt" target="_blank">l</a><div id="d">x<a id="in" href="#q">in</a></div>`,
        binding("d", "click", "D"),
      );
      await page.click("#in");
      equal([await events(), new URL(page.url()).hash], [
        ["D"],
        "#q",
      ], "inner link of a bound div");
    });

    await step("label", async () => {
      await up(
        `<label id="la">x<input type="checkbox" id="c"></label>`,
        binding("c", "change", "C", ["c"]),
        binding("la", "click", "L"),
      );
      await page.click("#la", { position: { x: 2, y: 5 } });
      equal(await events(), ["L", "L", ["C", ":true"]], "label click");
    });

    await step("removed focused", async () => {
      await up(
        form,
        binding("a", "blur", "B"),
        binding("a", "change", "C", ["a"]),
        binding("f", "focusout", "F"),
      );
      await page.focus("#a");
      await kb.type("x");
      await s.run(i("remove", "a"));
      equal(await events(), [], "remove instr");
      await page.focus("#b");
      await kb.type("y");
      await s.run(i("clear", "f"));
      equal(await events(), [], "clear instr");
      await up(form, binding("a", "change", "C", ["a"]));
      await page.focus("#a");
      await kb.type("z");
      await s.run(i("update", "a", ""));
      equal(await events(), [], "update to nothing");
      await up(form, binding("a", "change", "C", ["a"]));
      await page.focus("#a");
      await kb.type("z");
      await s.run(i("update", "a", `<b id="a">z</b>`));
      equal(await events(), [], "update to another tag");
    });

    await step("five clicks offline", async () => {
      await up(`<button id="k">+1</button>`, binding("k", "click", "K"));
      s.greets = false;
      s.close(1012);
      await s.hello(s.hellos.length + 1);
      for (let n = 0; n < 5; n++) await page.click("#k");
      s.greets = true;
      s.greet();
      equal(await events(), ["K", "K", "K", "K", "K"], "five offline");
    });

    await step("submit of a form by another form attribute", async () => {
      await up(
        `<form id="f"></form><input id="q" form="f"><button id="go" form="f">go</button>`,
        binding("f", "submit", "S", ["q"]),
      );
      await page.fill("#q", "v");
      await page.click("#go");
      equal(await events(), [["S", "v"]], "form attribute");
    });

    await step("source names", async () => {
      await up(
        `<fieldset id="g"><input type="radio" name="r" value="1"><input type="radio" name="r" value="2"></fieldset><input type="checkbox" name="c2" value="x"><select id="m" multiple><option>a<option>b</select><output id="o">7</output><input id="n" type="number"><input id="tm" type="time"><input id="fi" type="file">`,
        binding("sync2", "click", "x"),
        binding("o", "click", "O", ["g", "r", "c2", "m", "o", "n", "tm", "fi", "none"]),
      );
      await page.check("[value='2']");
      await page.selectOption("#m", ["a", "b"]);
      await page.fill("#tm", "10:20");
      await page.focus("#n");
      await kb.type("1e");
      await page.click("#o");
      equal(await events(), [[
        "O",
        "2",
        "2",
        ":false",
        ["a", "b"],
        "7",
        "",
        "10:20",
        "",
        [],
      ]], "sources");
    });

    await step("enter in single input", async () => {
      await up(`<form id="f"><input id="a"></form>`, binding("f", "submit", "S", ["a"]));
      await page.fill("#a", "v");
      await page.press("#a", "Enter");
      equal(await events(), [["S", "v"]], "enter");
    });

    await step("dispatch during update", async () => {
      await up(
        `<select id="s"><option>a<option>b</select><details id="d"><summary>x</summary></details>`,
        binding("s", "change", "C", ["s"]),
        binding("d", "toggle", "T"),
      );
      await page.selectOption("#s", "b");
      await events();
      await up(
        `<select id="s"><option selected>c</select><details id="d" open><summary>x</summary></details>`,
        binding("s", "change", "C", ["s"]),
        binding("d", "toggle", "T"),
      );
      equal(await events(), [], "toggle and change of an update");
    });

    await step("click in disabled fieldset/busy", async () => {
      await up(
        `<button id="k"><svg id="sv" width="20" height="20"><rect id="re" width="20" height="20"/></svg></button>`,
        binding("k", "click", "K"),
      );
      await page.click("#re");
      equal(await events(), ["K"], "svg inside button");
    });

    await step("shadow retarget", async () => {
      await up(`<div id="h"></div>`, binding("h", "click", "H"));
      await page.evaluate(() => {
        const r = document.getElementById("h")!.attachShadow({ mode: "closed" });
        r.innerHTML = "<button>b</button>";
      });
      await page.click("#h");
      equal(await events(), ["H"], "click in a shadow");
    });
  },
);
