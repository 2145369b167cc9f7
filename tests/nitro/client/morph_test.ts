import { browserTest, type Page } from "../../_support/server/browser.ts";
import { assert, equal } from "../../_support/assert.ts";
import { instruction as i, type Scene, stage } from "./server.ts";

const update = (s: Scene, html: string) =>
  s.run(i("update", "root", `<div id="root">${html}</div>`));
const root = (html: string) => `<div id="root">${html}</div>`;

/** Id, value and selection of the control with the focus. */
function caret(page: Page): Promise<unknown[]> {
  return page.evaluate(() => {
    const { id, value, selectionStart, selectionEnd } = document.activeElement as HTMLInputElement;
    return [id, value, selectionStart, selectionEnd];
  });
}

/** Puts the focus and a selection into a control. */
function select(page: Page, id: string, from: number, to: number): Promise<void> {
  return page.$eval(`#${id}`, (element, [from, to]) => {
    (element as HTMLInputElement).focus();
    (element as HTMLInputElement).setSelectionRange(from!, to!);
  }, [from, to]);
}

browserTest("an update keeps what the person has at hand", async (browser, t) => {
  const step = stage(browser, t);
  const row = (n: number, label: string) =>
    `<label class="${label}">${label} ${n}<input id="i${n}" name="n${n}"></label>`;
  const rows = (label: string, from = 0) =>
    Array.from({ length: 50 - from }, (_, n) => row(n + from, label)).join("");

  await step(
    "a form of 50 inputs keeps caret and text, also when rows go, come and move",
    root(rows("old")),
    async (s) => {
      await s.page.fill("#i30", "набраний текст");
      await select(s.page, "i30", 3, 8);
      const expected = ["i30", "набраний текст", 3, 8];
      const blurs = await s.page.evaluateHandle(() => {
        const blurs: unknown[] = [];
        addEventListener("blur", (event) => blurs.push(event.type), true);
        return blurs;
      });
      await update(s, rows("new"));
      equal(await caret(s.page), expected);
      equal(await s.page.locator("label.new").count(), 50);
      await update(s, rows("new", 7));
      equal(await caret(s.page), expected);
      await update(s, row(99, "extra") + rows("new"));
      equal(await caret(s.page), expected);
      await update(s, row(30, "first") + rows("new", 31));
      equal(await caret(s.page), expected);
      await update(s, rows("new", 31) + `<section><p>${row(30, "deep")}</p></section>`);
      equal(await caret(s.page), expected, "moved into an element that is new");
      await update(s, row(30, "back"));
      equal(await caret(s.page), expected, "rescued from an element that goes");
      equal(await blurs.jsonValue(), [], "and the focus never left it");
    },
  );

  await step("so it does in a browser that has no moveBefore", root(rows("old")), async (s) => {
    await s.page.evaluate(() => {
      Reflect.deleteProperty(Element.prototype, "moveBefore");
    });
    await s.page.fill("#i30", "text");
    await select(s.page, "i30", 1, 3);
    await update(s, row(30, "first") + rows("new", 31));
    equal(await caret(s.page), ["i30", "text", 1, 3]);
  });

  const list = (ids: string[]) => ids.map((id) => `<li id="${id}">${id}</li>`).join("");
  await step(
    "elements keep their identity by id in any order",
    root(list([..."abcde"])),
    async (s) => {
      const marks = await s.page.evaluateHandle(() =>
        new Map([...document.querySelectorAll("li")].map((li) => [li.id, li]))
      );
      for (const order of ["edcba", "cab", "xcya", "ayxc", "a", "abc"]) {
        await update(s, list([...order]));
        equal((await s.page.locator("li").allInnerTexts()).join(""), order);
        assert(await marks.evaluate((marks) => marks.get("a") === document.querySelector("#a")));
      }
    },
  );

  const control = (value: string, more = "") =>
    `<p>${more}</p><input id="x" value="${value}"><input id="y">`;
  await step(
    "what was typed stays unless the HTML states another value and the focus is elsewhere",
    root(control("one")),
    async (s) => {
      const value = () => s.page.inputValue("#x");
      await update(s, control("two"));
      equal(await value(), "two", "nobody touched it");
      await s.page.fill("#x", "mine");
      await update(s, control("three"));
      equal(await value(), "mine", "it has the focus");
      await s.page.focus("#y");
      await update(s, control("three", "changed beside"));
      equal(await value(), "mine", "the HTML states the same");
      await update(s, control("four"));
      equal(await value(), "four");
    },
  );

  const choices = (checked: string, selected: string, area: string) =>
    `<input type="checkbox" id="c" ${checked}><input type="radio" name="r" value="1" checked><input type="radio" name="r" value="2">` +
    `<select id="s">${
      ["a", "b", "c"].map((o) => `<option ${o === selected ? "selected" : ""}>${o}</option>`).join(
        "",
      )
    }</select>` +
    `<select id="m" multiple><option>x<option>y</select><textarea id="t">${area}</textarea><input id="else">`;
  await step(
    "checked, selected and texts stay by the same rule",
    root(choices("", "a", "old")),
    async (s) => {
      const { page } = s;
      const state = () =>
        page.evaluate(() => [
          document.querySelector<HTMLInputElement>("#c")!.checked,
          document.querySelector<HTMLInputElement>("[name=r]:checked")!.value,
          document.querySelector<HTMLSelectElement>("#s")!.value,
          [...document.querySelector<HTMLSelectElement>("#m")!.selectedOptions].map((option) =>
            option.value
          ),
          document.querySelector<HTMLTextAreaElement>("#t")!.value,
        ]);
      await update(s, choices("", "b", "newer"));
      equal(await state(), [false, "1", "b", [], "newer"], "nobody touched them");
      await page.check("#c");
      await page.check("[value='2']");
      await page.selectOption("#s", "c");
      await page.selectOption("#m", "y");
      await page.fill("#t", "mine");
      await page.focus("#else");
      await update(s, `<i>new</i>` + choices("", "b", "newer"));
      equal(await state(), [true, "2", "c", ["y"], "mine"], "the HTML states the same");
      await update(s, choices("", "a", "server's"));
      equal(await state(), [true, "2", "a", ["y"], "server's"]);
    },
  );

  const widget = (open: string, text: string) =>
    `<details id="d" ${open}><summary id="sum">${text}</summary>text</details>` +
    `<div id="k" data-n2o-keep>${text}</div><div id="e" contenteditable>${text}</div><div id="scroll">${
      "<p>line</p>".repeat(200)
    }</div>`;
  await step(
    "details, kept regions, editable text, scroll position and players stay",
    root(widget("", "old")),
    async (s) => {
      const { page } = s;
      await page.$eval("#scroll", (element) => {
        (element as HTMLElement).style.height = "50px";
        (element as HTMLElement).style.overflow = "auto";
        element.scrollTop = 700;
      });
      await page.click("#sum");
      await page.$eval("#k", (element) => element.innerHTML = "<canvas></canvas>");
      await page.click("#e");
      await page.keyboard.press("End");
      await page.keyboard.type("+mine");
      await s.run(
        i("update", "d", `<details id="d"><summary id="sum">new</summary>text</details>`),
      );
      await s.run(i("update", "k", `<div id="k" class="new" data-n2o-keep>new</div>`));
      await s.run(i("update", "e", `<div id="e" contenteditable>new</div>`));
      const state = () =>
        page.evaluate(() => ["#d", "#k", "#e"].map((id) => document.querySelector(id)!.outerHTML));
      equal(await state(), [
        `<details id="d" open=""><summary id="sum">new</summary>text</details>`,
        `<div id="k" data-n2o-keep=""><canvas></canvas></div>`,
        `<div id="e" contenteditable="">old+mine</div>`,
      ]);
      await page.focus("#sum");
      await s.run(i("update", "e", `<div id="e" contenteditable>new</div>`));
      equal(await page.innerText("#e"), "old+mine");
      await s.run(i("update", "e", `<div id="e" contenteditable>newest</div>`));
      equal(await page.innerText("#e"), "newest");
      equal(await page.$eval("#scroll", (element) => element.scrollTop), 700);
    },
  );

  const fields = (name: string) =>
    `<input name="${name}"><form><input name="id"><input name="attributes2"></form>`;
  await step(
    "text of one control never turns up in another",
    root(`<input id="name">${fields("first")}`),
    async (s) => {
      await s.page.fill("#name", "Ганна");
      await s.page.fill("[name=first]", "first");
      await s.page.fill("[name=id]", "form");
      await update(s, `<input id="password">${fields("second")}`);
      equal(
        await s.page.locator("input").evaluateAll((all) =>
          all.map((x) => (x as HTMLInputElement).value)
        ),
        ["", "", "form", ""],
      );
    },
  );
});
