import { browserTest } from "../../_support/server/browser.ts";
import { equal } from "../../_support/assert.ts";
import { atom, tuple } from "../../../n2o/term/term.ts";
import { binding, instruction, type Scene, stage } from "./server.ts";

const FORM =
  `<form><input id="x"><input id="p" type="password" autocomplete="off"><textarea name="t">old</textarea>
<input type="checkbox" name="c" value="a"><input type="checkbox" name="c" value="b">
<select id="s"><option>1<option>2</select><div id="e" contenteditable></div></form>
<button id="go">go</button>`;

/** Has a person fill in the form. */
async function fill({ page }: Scene): Promise<void> {
  await page.fill("#x", "Ґанок");
  await page.fill("#p", "secret");
  await page.fill("[name=t]", "text\n2");
  await page.check("[value=b]");
  await page.selectOption("#s", "2");
  await page.fill("#e", "edited");
}

/** Says that the server speaks another version, and waits until the page was loaded anew. */
async function other(s: Scene): Promise<void> {
  const loaded = s.page.waitForEvent("load");
  s.close(4001);
  await loaded;
  await s.state("online");
  await s.run();
}

const FILLED = ["Ґанок", "", "text\n2", false, true, "2", "edited"];

/** What the form holds. */
function held({ page }: Scene): Promise<unknown[]> {
  return page.evaluate(() => {
    const all = [...document.querySelectorAll("form > *")] as HTMLInputElement[];
    return all.map((one) => one.type === "checkbox" ? one.checked : one.value ?? one.innerText);
  });
}

browserTest("what stays refused has the page become another", async (browser, t) => {
  const step = stage(browser, t);

  await step(
    "a server of another version: it is loaded anew, once, with what was typed",
    FORM,
    async (s) => {
      await fill(s);
      await other(s);
      equal(await held(s), FILLED);
      equal(await s.page.evaluate(() => sessionStorage.getItem("typed")), null);
      const [count, life] = [s.hellos.length, s.hellos.at(-1)![1]];
      s.close(4001);
      await s.hello(count + 1);
      await s.state("online");
      await s.run();
      equal([await held(s), s.hellos.at(-1)![1]], [FILLED, life], "it stayed, and asked again");
    },
  );

  await step(
    "what was typed survives a server that begins anew, as long as it states the same",
    FORM,
    async (s) => {
      await fill(s);
      s.greets = false;
      await s.stop();
      await s.page.fill("#x", "offline");
      s.start();
      await s.hello(2);
      const form = FORM.slice(0, FORM.indexOf("<button"));
      s.greet(instruction("update", tuple(atom("qs"), "form"), form));
      await s.state("online");
      await s.run();
      equal(await held(s), ["offline", "secret", ...FILLED.slice(2)]);
    },
  );

  await step("text that an event took along is there again", FORM, async (s) => {
    await s.run(binding("go", "click", "GO", ["x"], { empty: atom("true") }));
    await s.page.fill("#x", "unsent");
    await s.page.click("#go");
    await s.event();
    equal(await s.page.inputValue("#x"), "");
    await other(s);
    equal(await s.page.inputValue("#x"), "unsent");
  });
});
