import { browserTest } from "../../_support/server/browser.ts";
import { assert, equal } from "../../_support/assert.ts";
import { atom, float, type Term, tuple } from "../../../n2o/term/term.ts";
import { binding, instruction as i, stage } from "./server.ts";

browserTest("each instruction has its effect", async (browser, t) => {
  const step = stage(browser, t);
  const list =
    `<ul id="list"><li id="one">1</li></ul><input id="x" value="v"><p class="p">a</p><p class="p">b</p>`;
  const all = tuple(atom("qa"), ".p");

  await step("update replaces, removes, and lets several elements follow", list, async (s) => {
    const html = () => s.page.innerHTML("#list");
    await s.run(i("update", "one", `<li id="one" class="k">Ї &lt;b&gt; 🦔</li>`));
    equal(await html(), `<li id="one" class="k">Ї &lt;b&gt; 🦔</li>`);
    await s.run(i("update", "one", `<li id="zero">0</li><li id="one">1</li><li>2</li>`));
    equal(await html(), `<li id="zero">0</li><li id="one">1</li><li>2</li>`);
    await s.run(i("update", "zero", ` <li id="zero">0</li><li id="one">1</li> `));
    equal(await html(), `<li id="zero">0</li><li id="one">1</li><li>2</li>`);
    await s.run(i("update", "one", `<ul id="list"></ul>`), i("update", "list", ""));
    equal(await s.page.locator("ul").count(), 0, "an id of an ancestor makes no circle");
    await s.page.reload();
    await s.hello(2);
    await s.run(i("update", "one", `<li id="zero">0</li><li id="one">1</li><li>2</li>`));
    await s.run(i("update", "one", `<b>other tag</b>`));
    equal(await html(), `<li id="zero">0</li><b>other tag</b><li>2</li>`);
    await s.run(i("update", "zero", ""));
    equal(await html(), `<b>other tag</b><li>2</li>`);
  });

  await step(
    "insert puts HTML at each place, table rows too",
    `<table><tbody id="t"><tr id="r"><td>r</td></tr></tbody></table>`,
    async (s) => {
      const row = (id: string) => `<tr id="${id}"><td>${id}</td></tr>`;
      await s.run(
        i("insert", "r", atom("beforebegin"), row("a") + row("b")),
        i("insert", "r", atom("afterend"), row("c")),
        i("insert", "t", atom("afterbegin"), row("d") + row("e")),
        i("insert", "t", atom("beforeend"), row("f")),
      );
      equal(await s.page.locator("tr").allInnerTexts(), ["d", "e", "a", "b", "r", "c", "f"]);
    },
  );

  await step("an insert that is repeated changes nothing", list, async (s) => {
    const two = (text: string) =>
      i("insert", "list", atom("beforeend"), `<li id="two">${text}</li><li id="three">3</li>`);
    await s.run(two("2"));
    const kept = await s.page.$("#two");
    await s.run(i("insert", "list", atom("beforeend"), `<li id="four">4</li>`));
    await s.run(two("2b"));
    equal(await s.page.locator("li").allInnerTexts(), ["1", "2b", "3", "4"]);
    const nodes = () => s.page.$eval("#list", (list) => list.childNodes.length);
    const count = await nodes();
    await s.run(
      i("insert", "list", atom("beforeend"), `<li id="two">2b</li>\n<li id="three">3</li>\n`),
    );
    equal(await nodes(), count);
    assert(await kept?.evaluate((element) => element.isConnected), "it is the same element");
  });

  await step(
    "move puts an element at each place, and takes nothing from it",
    `<ul id="list"><li id="a"><input id="x"></li><li id="b">b</li><li id="c">c</li></ul><form id="f"><i name="append"></i></form>`,
    async (s) => {
      const order = async (...moves: Term[]) => {
        await s.run(...moves);
        return await s.page.evaluate(() =>
          [...document.querySelectorAll("li, i")].map((one) => one.id).join("")
        );
      };
      await s.run(binding("x", "blur", "BLUR"), binding("x", "change", "CHANGE"));
      await s.page.focus("#x");
      await s.page.keyboard.type("typed");
      await s.page.evaluate(() => getSelection()!.modify("extend", "backward", "word"));
      equal(await order(i("move", "c", atom("afterend"), "a")), "bca");
      equal(await order(i("move", "b", atom("beforebegin"), "a")), "abc");
      equal(await order(i("move", "list", atom("beforeend"), "a")), "bca");
      equal(await order(i("move", "list", atom("afterbegin"), "a")), "abc");
      equal(await order(i("move", "a", atom("beforebegin"), "a")), "abc", "before itself");
      equal(await order(i("move", "a", atom("afterend"), "a")), "abc", "behind itself");
      equal(await order(i("move", "f", atom("beforeend"), "a")), "bca", "into a form");
      await s.page.keyboard.type("again");
      equal([await s.page.inputValue("#x"), s.unread], ["again", 0], "its selection was replaced");
      s.io([i("move", "x", atom("beforeend"), "a"), i("set", "b", "title", "next")]);
      await s.run();
      const [complaint] = await s.complaints();
      assert(complaint?.startsWith("error: n2o"), "an element cannot move into itself");
      equal(await s.page.getAttribute("#b", "title"), "next");
    },
  );

  await step("clear, remove, set, attr, call", list, async (s) => {
    await s.run(
      i("clear", "list"),
      i("remove", tuple(atom("qs"), ".p")),
      i("set", "x", "value", "нове"),
      i("set", "x", "style.display", "block"),
      i("set", "x", "maxLength", 7),
      i("attr", "x", "title", `"a"`),
      i("attr", "x", "hidden", true),
      i("attr", "x", "hidden", false),
      i("attr", all, "data-on", true),
      i("call", "x", "setSelectionRange", [1, 3]),
      i("call", "x", "focus", []),
      i("call", all, "classList.add", ["k"]),
      i("set", all, "dataset.more", "1"),
      i("set", tuple(atom("g"), "document"), "title", "Заголовок"),
      i("call", tuple(atom("g"), "window"), "scrollTo", [0, float(0)]),
    );
    equal(await s.page.innerHTML("#list"), "");
    equal(await s.page.locator(".p").evaluateAll((all) => all.map((p) => p.outerHTML)), [
      `<p class="p k" data-on="" data-more="1">b</p>`,
    ]);
    const x = await s.page.$eval("#x", (x) => {
      const { value, title, hidden, selectionStart, selectionEnd, maxLength } =
        x as HTMLInputElement;
      return [
        value,
        title,
        hidden,
        selectionStart,
        selectionEnd,
        maxLength,
        x === document.activeElement,
      ];
    });
    equal(x, ["нове", `"a"`, false, 1, 3, 7, true]);
    equal(await s.page.title(), "Заголовок");
  });

  await step(
    "attr and text leave what a person entered, and show what is stated anew",
    `<input id="x" value="a"><input id="y" type="checkbox"><textarea id="t">old</textarea><p id="p"><b>b</b></p>`,
    async (s) => {
      const held = () =>
        s.page.evaluate(() => {
          const [x, y, t, p] = ["x", "y", "t", "p"].map((id) => document.getElementById(id));
          return [
            (x as HTMLInputElement).value,
            (y as HTMLInputElement).checked,
            (t as HTMLTextAreaElement).value,
            p!.innerHTML,
          ];
        });
      const stating = (value: string, checked: boolean, text: string) =>
        s.run(
          i("attr", "x", "value", value),
          i("attr", "y", "checked", checked),
          i("text", "t", text),
          i("text", "p", `<${text}>`),
        );
      await stating("b", true, "new");
      equal(await held(), ["b", true, "new", "&lt;new&gt;"], "nobody touched it");
      await s.page.fill("#t", "mine");
      await s.page.uncheck("#y");
      await s.page.fill("#x", "mine");
      await stating("b", true, "new");
      equal(await held(), ["mine", false, "mine", "&lt;new&gt;"], "the same is stated");
      await stating("c", true, "newer");
      equal(await held(), ["mine", false, "newer", "&lt;newer&gt;"], "the focus is in the first");
      await s.page.focus("#sync");
      await stating("d", false, "newest");
      equal(await held(), ["d", false, "newest", "&lt;newest&gt;"]);
      await s.run(binding("p", "click", "P", ["x"]));
      await s.page.fill("#x", "sent");
      await s.page.click("#p");
      s.ack((await s.event()).seq);
      await s.run(i("attr", "x", "aria-invalid", true));
      equal((await held())[0], "sent", "another attribute says nothing of the value");
      await s.run(i("attr", "x", "value", "d"));
      equal((await held())[0], "d", "it was taken, and made another of");
    },
  );

  await step("reset empties a control only while it holds the text", list, async (s) => {
    await s.run(i("reset", "x", "other"));
    equal(await s.page.inputValue("#x"), "v");
    await s.run(i("reset", "x", "v"));
    equal(await s.page.inputValue("#x"), "");
  });

  await step("confirm asks once the frame is carried out and sends on yes", list, async (s) => {
    const answers = [false, true];
    s.page.on("dialog", (dialog) => answers.shift() ? dialog.accept() : dialog.dismiss());
    s.io([i("confirm", "x", "Справді?", "NO", ["x"])]);
    await s.run();
    s.io([i("confirm", "x", "Справді?", "YES", ["x"]), i("set", "x", "value", "later")]);
    const { target, pickle, args } = await s.event();
    equal([target, pickle, args], ["x", "YES", { x: "later" }]);
  });

  await step("hook hands a term to scripts of the page", list, async (s) => {
    const seen = await s.page.evaluateHandle(() => {
      const seen: unknown[] = [];
      document.addEventListener("n2o:chart", (event) => seen.push((event as CustomEvent).detail));
      return seen;
    });
    const data: Term = [
      "текст",
      1,
      -70_000,
      float(2),
      0.5,
      true,
      false,
      atom("null"),
      [1, 2, 3],
      [],
      new Map([[atom("k"), "v"]]),
    ];
    await s.run(i("hook", "chart", data));
    equal(await seen.jsonValue(), [["текст", 1, -70_000, 2, 0.5, true, false, null, [1, 2, 3], [], {
      k: "v",
    }]]);
  });

  await step("redirect goes to relative and http addresses only", list, async (s) => {
    for (
      const url of [
        "javascript:document.title='x'",
        " java\nscript:1",
        "data:text/html,x",
        "blob:x",
      ]
    ) {
      await s.run(i("redirect", url));
    }
    equal((await s.complaints()).length, 4);
    s.io([i("redirect", "/app/index.htm?room=%D1%85")]);
    await s.page.waitForURL("**/app/index.htm?room=%D1%85");
  });

  await step("one that fails is reported and keeps nothing back", list, async (s) => {
    await s.run(
      i("nonsense", "x"),
      i("update", tuple(atom("qs"), ":::"), ""),
      i("call", "x", "noSuchMethod", []),
      i("update", "missing", "<p>never</p>"),
      i("set", "missing", "value", "never"),
      i("set", "x", "value", "reached"),
    );
    equal(await s.page.inputValue("#x"), "reached");
    const reported = await s.complaints();
    equal(reported.length, 3, "a target that is not there is passed over in silence");
    assert(reported.every((line) => line.startsWith("error: n2o")));
  });

  await step("what arrives is not run", list, async (s) => {
    const hostile =
      "<img src=x onerror=\"document.title='run'\">${1+1}<script>document.title='run'</script>";
    await s.run(
      i("insert", "list", atom("beforeend"), `<li id="h"></li>`),
      i("set", "h", "textContent", hostile),
    );
    equal(await s.page.textContent("#h"), hostile);
    const markup =
      `<img src="/x.png" onerror="document.title='run'"><script>document.title='run'</script>`;
    await s.run(
      i("update", "one", `<li id="one">${markup}</li>`),
      i("insert", "h", atom("afterend"), markup),
    );
    const complaints = await s.complaints();
    assert(
      complaints.length > 0 && complaints.every((line) => line.includes("Content Security Policy")),
      complaints.join(),
    );
    equal(await s.page.title(), "Test");
  });
});
