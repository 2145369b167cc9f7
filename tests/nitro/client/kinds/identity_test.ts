import { equal } from "../../../_support/assert.ts";
import { browserTest } from "../../../_support/server/browser.ts";
import { instruction as i } from "../server.ts";
import { type Any, sheet } from "./sheet.ts";

browserTest("what was entered in one control never turns up in another", async (browser, t) => {
  await using opened = await sheet(browser, t);
  const { step, s, page, kb, ev, up } = opened;

  await step("same name two forms", async () => {
    const f = (x: string) =>
      `${x}<form id="a"><input name="n"></form><form id="b"><input name="n"></form>`;
    await up(f(""));
    await page.fill("#b [name=n]", "B");
    await page.fill("#a [name=n]", "A");
    await up(f("<i>1</i>"));
    equal(
      await ev(() => ["a", "b"].map((n) => (document.querySelector(`#${n} input`) as Any).value)),
      ["A", "B"],
      "same name in two forms",
    );
  });

  await step("rows with same names no ids", async () => {
    const row = (x: string) => `<tr><td>${x}</td><td><input name="q"></td></tr>`;
    await up(`<table><tbody>${row("a")}${row("b")}${row("c")}</tbody></table>`);
    await ev(() => {
      [...document.querySelectorAll("input")].forEach((x: Any, n) => {
        x.value = "abc"[n];
      });
    });
    await up(`<table><tbody>${row("z")}${row("a")}${row("b")}${row("c")}</tbody></table>`);
    equal(
      await ev(() =>
        [...document.querySelectorAll("tr")].map((r) =>
          r.innerText.trim() + (r.querySelector("input") as Any).value
        )
      ),
      ["z", "aa", "bb", "cc"],
      "rows keep typed text by what they say",
    );
  });

  await step("type changes", async () => {
    await up(`<input id="p" type="password">`);
    await page.fill("#p", "pw");
    await up(`<input id="p" type="text">`);
    equal(
      await ev(() => {
        const p = document.getElementById("p") as Any;
        return [p.type, p.value];
      }),
      ["text", "pw"],
      "type by id",
    );
    for (const type of ["radio", "hidden", "submit"]) {
      await up(`<input id="p" type="text">`);
      await page.fill("#p", "typed");
      await up(`<input id="p" type="${type}">`);
      equal(
        await ev(() => document.getElementById("p")!.outerHTML),
        `<input id="p" type="${type}">`,
      );
      await up("");
    }
  });

  await step("disabled focused", async () => {
    await up(`<input id="a"><input id="b">`);
    await page.focus("#a");
    await kb.type("x");
    await up(`<input id="a" disabled><input id="b">`);
    equal(await page.inputValue("#a"), "x", "disabled keeps text");
  });

  await step("file", async () => {
    await up(`<input id="f" type="file"><p>1</p>`);
    await page.setInputFiles("#f", {
      name: "a.txt",
      mimeType: "text/plain",
      buffer: new Uint8Array([65]) as Any,
    });
    await up(`<p>2</p><input id="f" type="file" class="k">`);
    equal(await ev(() => (document.getElementById("f") as Any).files.length), 1, "file stays");
    await up(`<p>2</p><input id="f" type="file" value="x" class="k">`);
    equal(
      await ev(() => (document.getElementById("f") as Any).files.length),
      1,
      "file with value stated",
    );
  });

  await step("range color", async () => {
    await up(
      `<input id="a" type="range" min="0" max="10" value="3"><input id="c" type="color" value="#ff0000">`,
    );
    await page.fill("#a", "7");
    await page.fill("#c", "#00ff00");
    await up(
      `<input id="a" type="range" min="0" max="5" value="3"><input id="c" type="color" value="#ff0000">`,
    );
    equal(await ev(() => ["a", "c"].map((n) => (document.getElementById(n) as Any).value)), [
      "5",
      "#00ff00",
    ], "range clamps");
  });

  await step("hidden follows", async () => {
    await up(`<input id="h" type="hidden" value="1">`);
    await ev(() => {
      (document.getElementById("h") as Any).value = "2";
    });
    await up(`<input id="h" type="hidden" value="3">`);
    equal(await page.inputValue("#h"), "3", "hidden follows");
  });

  await step("indeterminate", async () => {
    await up(`<input id="h" type="checkbox">`);
    await s.run(i("set", "h", "indeterminate", true));
    await up(`<input id="h" type="checkbox" class="x">`);
    equal(
      await ev(() => (document.getElementById("h") as Any).indeterminate),
      true,
      "indeterminate stays",
    );
  });

  await step("labels", async () => {
    await up(`<label>Name <input></label><label>Town <input></label>`);
    await page.fill("label:nth-of-type(2) input", "Lviv");
    await up(`<label>Street <input></label><label>Name <input></label><label>Town <input></label>`);
    equal(
      await ev(() =>
        [...document.querySelectorAll("label")].map((l: Any) =>
          l.innerText.trim() + l.querySelector("input").value
        )
      ),
      ["Street", "Name", "TownLviv"],
      "unnamed inputs in labels",
    );
  });

  await step("animation input composing", async () => {
    await up(`<input id="a" value="x"><p>1</p>`);
    await page.focus("#a");
    await kb.press("End");
    const cdp = await page.context().newCDPSession(page);
    await cdp.send("Input.imeSetComposition", { text: "ni", selectionStart: 2, selectionEnd: 2 });
    await up(`<p>2</p><input id="a" value="y" class="k">`);
    await cdp.send("Input.imeSetComposition", { text: "niha", selectionStart: 4, selectionEnd: 4 });
    await cdp.send("Input.insertText", { text: "你好" });
    equal(await page.inputValue("#a"), "x你好", "composition");
  });
});
