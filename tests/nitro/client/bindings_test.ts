import { browserTest } from "../../_support/server/browser.ts";
import { equal } from "../../_support/assert.ts";
import { atom, tuple } from "../../../n2o/term/term.ts";
import { binding, instruction, type Scene, stage } from "./server.ts";

/** The pickles of the next events, acknowledged. */
async function pickles(s: Scene, count: number): Promise<string[]> {
  const found: string[] = [];
  while (found.length < count) {
    const { pickle, seq } = await s.event();
    s.ack(seq);
    found.push(pickle);
  }
  return found;
}

browserTest("bindings send the events of elements", async (browser, t) => {
  const step = stage(browser, t);
  const nested = `<div id="outer"><button id="inner"><b id="leaf">x</b></button></div>`;

  await step("nested bindings all fire, the innermost first", nested, async (s) => {
    await s.run(binding("outer", "click", "OUTER"), binding("inner", "click", "INNER"));
    await s.page.click("#leaf");
    equal(await pickles(s, 2), ["INNER", "OUTER"]);
  });

  await step("the last binding of an element and a type holds", nested, async (s) => {
    await s.run(binding("inner", "click", "OLD"), binding("inner", "click", "NEW"));
    await s.page.click("#leaf");
    equal(await pickles(s, 1), ["NEW"]);
    await s.run();
  });

  await step(
    "focus and blur are seen, at their own element only",
    `<div id="box"><input id="x"></div>`,
    async (s) => {
      await s.run(
        binding("box", "focus", "BOX"),
        binding("x", "focus", "FOCUS"),
        binding("x", "blur", "BLUR"),
      );
      await s.page.focus("#x");
      equal(await pickles(s, 1), ["FOCUS"]);
      await s.page.focus("#sync");
      equal(await pickles(s, 1), ["BLUR"]);
    },
  );

  await step(
    "window, document and selectors can be bound",
    `<p class="row">1</p><p class="row">2</p>`,
    async (s) => {
      await s.run(
        binding(tuple(atom("g"), "window"), "resize", "RESIZE"),
        binding(tuple(atom("g"), "document"), "keyup", "KEY"),
        binding(tuple(atom("qa"), ".row"), "click", "ROW"),
      );
      await s.page.click("p:nth-of-type(2)");
      await s.page.keyboard.press("a");
      await s.page.evaluate(() => void dispatchEvent(new Event("resize")));
      equal(await pickles(s, 3), ["ROW", "KEY", "RESIZE"]);
    },
  );

  const form =
    `<form id="f" action="/gone"><input id="x"><button id="b">ok</button></form><a id="l" href="/gone">l</a>`;
  await step("a form and a link do not leave the page, unless they shall", form, async (s) => {
    await s.run(binding("f", "submit", "SUBMIT"), binding("l", "click", "LINK"));
    await s.page.press("#x", "Enter");
    await s.page.click("#b");
    await s.page.click("#l");
    equal(await pickles(s, 2), ["SUBMIT", "SUBMIT"]);
    equal((await pickles(s, 1))[0], "LINK");
    await s.run(binding("b", "click", "CLICK"));
    await s.page.click("#b");
    equal(await pickles(s, 1), ["CLICK"]);
    await s.run();
    await s.run(binding("l", "click", "GONE", [], { prevent: atom("false") }));
    await s.page.click("#l");
    await s.page.waitForURL("**/gone");
  });

  await step(
    "only the key that was asked for, and not while a word is composed",
    `<textarea id="x"></textarea>`,
    async (s) => {
      await s.run(binding("x", "keydown", "ENTER", ["x"], { key: "Enter" }));
      await s.page.locator("#x").pressSequentially("ab");
      await s.page.evaluate(() => {
        const composed = new KeyboardEvent("keydown", {
          key: "Enter",
          isComposing: true,
          bubbles: true,
        });
        document.querySelector("#x")!.dispatchEvent(composed);
      });
      await s.page.press("#x", "Enter");
      const { args, seq } = await s.event();
      equal(args, { x: "ab" });
      s.ack(seq);
      await s.run();
      equal(await s.page.inputValue("#x"), "ab", "Enter left no line behind");
    },
  );

  await step("confirm asks first; no ends it", nested, async (s) => {
    await s.run(
      binding("outer", "click", "OUTER"),
      binding("inner", "click", "INNER", [], { confirm: "Видалити?" }),
    );
    const asked: string[] = [], answers = [false, true];
    s.page.on("dialog", (dialog) => {
      asked.push(dialog.message());
      return answers.shift() ? dialog.accept() : dialog.dismiss();
    });
    await s.page.click("#inner");
    await s.run();
    await s.page.click("#inner");
    equal(await pickles(s, 2), ["INNER", "OUTER"]);
    equal(asked, ["Видалити?", "Видалити?"]);
  });

  await step(
    "text leaves its controls as it is sent, and comes back before what was typed since where it is refused",
    `<input id="x"><input id="box" type="checkbox" checked><button id="go">Go</button>`,
    async (s) => {
      await s.run(binding("go", "click", "GO", ["x", "box"], { empty: true }));
      await s.page.fill("#x", "first");
      await s.page.click("#go");
      await s.page.fill("#x", "second");
      const { args, seq } = await s.event();
      equal(args, { x: "first", box: ":true" });
      s.io([], tuple(atom("error"), seq, "failed"));
      await s.run();
      equal(await s.page.inputValue("#x"), "firstsecond");
      equal(await s.page.isChecked("#box"), true);
      await s.page.click("#go");
      const again = await s.event();
      equal(again.args.x, "firstsecond");
      s.ack(again.seq);
      await s.run();
    },
  );

  await step(
    "debounce sends once it is quiet, with what is there then",
    `<input id="x">`,
    async (s) => {
      const bind = (pickle: string) => binding("x", "input", pickle, ["x"], { debounce: 300 });
      await s.run(bind("OLD"));
      await s.page.locator("#x").pressSequentially("abc");
      await s.page.clock.runFor(299);
      s.io([instruction("update", "x", `<input id="x" class="new">`), bind("NEW")]);
      await s.page.waitForSelector(".new");
      await s.page.clock.runFor(1);
      const { pickle, args, seq } = await s.event();
      equal([pickle, args], ["NEW", { x: "abc" }], "an update does not lose what waits");
      s.ack(seq);
      await s.page.clock.runFor(1_000);
      await s.run();
    },
    { clock: true },
  );

  await step(
    "throttle sends at most one in its time, the last of all that came",
    `<input id="x">`,
    async (s) => {
      await s.run(binding("x", "input", "P", ["x"], { throttle: 1_000 }));
      const typed = async (text: string, ms: number) => {
        await s.page.locator("#x").pressSequentially(text);
        await s.page.clock.runFor(ms);
        await s.ping();
      };
      await typed("a", 400);
      equal((await s.event()).args.x, "a");
      await typed("b", 400);
      await typed("c", 100);
      equal(s.unread, 0);
      await typed("d", 101);
      equal((await s.event()).args.x, "abcd");
      await s.page.clock.runFor(5_000);
      await s.ping();
      equal(s.unread, 0);
    },
    { clock: true },
  );

  await step(
    "a guard against double clicks is there where it is asked for",
    nested,
    async (s) => {
      await s.run(binding("inner", "click", "ONE", [], { single: atom("true") }));
      await s.page.dblclick("#inner");
      const { pickle, seq } = await s.event();
      equal(pickle, "ONE");
      await s.run();
      s.ack(seq);
      await s.ping();
      await s.page.click("#inner");
      equal(await pickles(s, 1), ["ONE"]);
    },
  );

  await step(
    "an element that was updated has the bindings of its new HTML only",
    nested,
    async (s) => {
      await s.run(binding("inner", "click", "OLD"));
      await s.run(instruction("update", "inner", `<button id="inner">plain</button>`));
      await s.page.click("#inner");
      await s.run();
      equal(s.unread, 0);
    },
  );
});
