import { equal } from "../../../_support/assert.ts";
import { browserTest } from "../../../_support/server/browser.ts";
import { binding } from "../server.ts";
import { type Any, sheet } from "./sheet.ts";

browserTest("what a person entered stays in every kind of control", async (browser, t) => {
  await using opened = await sheet(browser, t);
  const { step, page, kb, ev, up } = opened;

  await step("date unfinished", async () => {
    await up(`<input type="date" id="d">`);
    await page.focus("#d");
    await kb.type("12");
    await up(`<input type="date" id="d" class="x">`);
    await kb.type("312020");
    equal(await page.inputValue("#d"), "2020-12-31", "date unfinished");
  });

  await step("date unfinished other stated", async () => {
    await up(`<input type="date" id="d" value="2001-01-01">`);
    await page.focus("#d");
    await kb.type("12");
    await up(`<input type="date" id="d" value="2002-02-02">`);
    await kb.type("312020");
    equal(await page.inputValue("#d"), "2020-12-31", "date unfinished other stated");
  });

  await step("number", async () => {
    await up(`<input type="number" id="d" value="7">`);
    await page.focus("#d");
    await kb.press("End");
    await kb.type("e");
    await up(`<input type="number" id="d" value="8" min="0">`);
    await kb.type("2");
    equal(await page.inputValue("#d"), "7e2", "number 7e + 2");
  });

  await step("number dash", async () => {
    await up(`<p>a</p><input type="number" id="d">`);
    await page.focus("#d");
    await kb.type("-");
    await up(`<input type="number" id="d" class="k"><p>b</p>`);
    await kb.type("5");
    equal(await page.inputValue("#d"), "-5", "number - moved");
  });

  await step("radio without ids", async () => {
    await up(`<input type="radio" name="g" value="a"><input type="radio" name="g" value="b">`);
    await page.check("[value=b]");
    await up(
      `<input type="radio" name="g" value="z"><input type="radio" name="g" value="a"><input type="radio" name="g" value="b">`,
    );
    equal(
      await ev(() => (document.querySelector("[name=g]:checked") as Any)?.value),
      "b",
      "radio put before",
    );
    await up(`<input type="radio" name="g" value="b"><input type="radio" name="g" value="z">`);
    equal(
      await ev(() => (document.querySelector("[name=g]:checked") as Any)?.value),
      "b",
      "radio reorder",
    );
  });

  await step("radio stated other", async () => {
    await up(
      `<input type="radio" name="g" value="a" checked><input type="radio" name="g" value="b">`,
    );
    await page.check("[value=b]");
    await up(
      `<input type="radio" name="g" value="a" checked class="x"><input type="radio" name="g" value="b">`,
    );
    equal(
      await ev(() => (document.querySelector("[name=g]:checked") as Any)?.value),
      "b",
      "radio same stated",
    );
    await page.focus("#sync");
    await up(
      `<input type="radio" name="g" value="a"><input type="radio" name="g" value="b"><input type="radio" name="g" value="c" checked>`,
    );
    equal(
      await ev(() => (document.querySelector("[name=g]:checked") as Any)?.value),
      "c",
      "radio other stated",
    );
  });

  await step("radio in two forms", async () => {
    const f = (x: string) =>
      `<form id="f1"><input type="radio" name="g" value="a"><input type="radio" name="g" value="b">${x}</form><form id="f2"><input type="radio" name="g" value="a"><input type="radio" name="g" value="b"></form>`;
    await up(f(""));
    await page.check("#f1 [value=b]");
    await page.check("#f2 [value=a]");
    await up(f("<i>x</i>"));
    equal(await ev(() => [...document.querySelectorAll("[name=g]")].map((x: Any) => x.checked)), [
      false,
      true,
      true,
      false,
    ], "radio in two forms");
  });

  await step("select multiple", async () => {
    await up(`<select id="s" multiple><option>a<option>b<option>c</select>`);
    await page.selectOption("#s", ["a", "c"]);
    await up(`<select id="s" multiple><option>0<option>a<option>b</select>`);
    equal(
      await ev(() =>
        [...(document.getElementById("s") as Any).selectedOptions].map((o: Any) => o.value)
      ),
      ["a"],
      "multiple keeps what remains",
    );
  });

  await step("select multiple stated", async () => {
    await up(`<select id="s" multiple><option selected>a<option>b<option>c</select>`);
    await page.selectOption("#s", []);
    await up(`<select id="s" multiple><option selected>a<option>b</select>`);
    equal(
      await ev(() =>
        [...(document.getElementById("s") as Any).selectedOptions].map((o: Any) => o.value)
      ),
      [],
      "multiple emptied stays",
    );
  });

  await step("optgroup", async () => {
    await up(`<select id="s"><optgroup label="x"><option>a<option>b</optgroup></select>`);
    await page.selectOption("#s", "b");
    await up(
      `<select id="s"><option>z<optgroup label="x"><option>a<option>b</optgroup><optgroup label="y"><option>q</optgroup></select>`,
    );
    equal(await page.inputValue("#s"), "b", "optgroup");
  });

  await step("option moves", async () => {
    await up(`<select id="s"><option value="1">a<option value="2">b</select>`);
    await page.selectOption("#s", "2");
    await up(`<select id="s"><option value="2">b<option value="1">a</select>`);
    equal(await page.inputValue("#s"), "2", "option moves");
    await page.focus("#sync");
    await up(`<select id="s"><option value="3">c<option value="1">a</select>`);
    equal(await page.inputValue("#s"), "3", "option gone");
  });

  await step("select value with same text twice", async () => {
    await up(`<select id="s"><option value="1">a<option value="1">b</select>`);
    await ev(() => {
      (document.getElementById("s") as Any).selectedIndex = 1;
    });
    await up(`<select id="s"><option value="1">a<option value="1">b</select>`);
    equal(await ev(() => (document.getElementById("s") as Any).selectedIndex), 1, "equal values");
  });

  await step("textarea", async () => {
    await up(`<textarea id="t">a</textarea>`);
    await page.focus("#t");
    await kb.press("End");
    await kb.type("b");
    await up(`<textarea id="t">a</textarea>`);
    equal(await page.inputValue("#t"), "ab", "textarea same");
    await page.focus("#sync");
    await up(`<textarea id="t">\nc</textarea>`);
    equal(await page.inputValue("#t"), "c", "textarea newline");
    await up(`<textarea id="t">\n\nd</textarea>`);
    equal(await page.inputValue("#t"), "\nd", "textarea newlines");
  });

  await step("output progress meter", async () => {
    await up(
      `<output id="o">1</output><progress id="p" value="1" max="5"></progress><meter id="m" value="0.1"></meter>`,
    );
    await up(
      `<output id="o">2</output><progress id="p" max="5"></progress><meter id="m" value="0.9"></meter>`,
    );
    equal(
      await ev(
        () => [
          (document.getElementById("o") as Any).value,
          (document.getElementById("p") as Any).position,
          (document.getElementById("m") as Any).value,
        ],
      ),
      ["2", -1, 0.9],
      "output progress",
    );
  });

  // The answer to the first event knows nothing of the second.
  for (
    const [kind, first, markup, set] of [
      [
        "text",
        "a",
        (value: string) => `<input id="v" value="${value}">`,
        (value: string) => page.fill("#v", value),
      ],
      [
        "lines",
        "a",
        (value: string) => `<textarea id="v">${value}</textarea>`,
        (value: string) => page.fill("#v", value),
      ],
      [
        "choice",
        "a",
        (value: string) =>
          `<select id="v">${
            ["", "a", "b", "c"].map((each) => `<option${each === value ? " selected" : ""}>${each}`)
              .join("")
          }</select>`,
        async (value: string) => void await page.selectOption("#v", value),
      ],
    ] as const // as: names of kinds
  ) {
    await step(`${kind} on its way while an older one is answered`, async () => {
      const { s } = opened, value = () => page.inputValue("#v");
      await up(markup(""), binding("v", "change", "changed", ["v"]));
      const changed = async (value: string) => {
        await page.focus("#v");
        await set(value);
        await page.focus("#sync");
        await page.evaluate(() => document.activeElement?.dispatchEvent(new Event("blur")));
        return await s.event();
      };
      const one = await changed(first), two = await changed("b");
      equal([one.args.v, two.args.v], [first, "b"]);
      s.ack(one.seq);
      await up(markup(first));
      equal(await value(), "b");
      s.ack(two.seq);
      await up(markup("c"));
      equal(await value(), "c");
    });
  }
});
