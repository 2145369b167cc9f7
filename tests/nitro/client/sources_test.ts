import { browserTest } from "../../_support/server/browser.ts";
import { equal } from "../../_support/assert.ts";
import { binding, type Scene, type Shown, stage } from "./server.ts";

const form = `<form>
  <input id="text" value="старе"><textarea id="area"></textarea>
  <input id="check" type="checkbox"><input id="on" type="checkbox" checked>
  <fieldset id="size"><input type="radio" name="s" value="S"><input type="radio" name="s" value="L"></fieldset>
  <input type="radio" name="colour" value="red"><input type="radio" name="colour" value="blue" id="blue">
  <select id="one"><option value="1">a</option><option value="2">b</option></select>
  <select id="none"></select>
  <select id="many" multiple><option>x</option><option>y</option><option>z</option></select>
  <input id="day" type="date"><input id="count" type="number"><input name="named" value="by name">
  <div id="rich" contenteditable></div><div id="plain">text</div>
  <button id="send">send</button>
</form>`;
const sources = [
  ..."text area check on size colour blue one none many day count named rich plain missing".split(
    " ",
  ),
];

async function sent(s: Scene): Promise<Record<string, Shown>> {
  await s.page.click("#send");
  const { args, seq } = await s.event();
  s.ack(seq);
  return args;
}

browserTest("an event carries what each kind of control holds", async (browser, t) => {
  const step = stage(browser, t);

  await step("untouched, empty and missing controls", form, async (s) => {
    await s.run(binding("send", "click", "P", sources));
    equal(await sent(s), {
      text: "старе",
      area: "",
      check: ":false",
      on: ":true",
      size: [],
      colour: [],
      blue: [],
      one: "1",
      none: [],
      many: [],
      day: [],
      count: "",
      named: "by name",
      rich: "",
      plain: [],
      missing: [],
    });
  });

  await step("what a person entered, in Ukrainian and emoji too", form, async (s) => {
    await s.run(binding("send", "click", "P", sources));
    const { page } = s;
    await page.fill("#text", "Їжак 🦔 `${1+1}` <b>");
    await page.fill("#area", "перший\nдругий 👩‍👩‍👧");
    await page.check("#check");
    await page.uncheck("#on");
    await page.check("#size [value=L]");
    await page.check("#blue");
    await page.selectOption("#one", "2");
    await page.selectOption("#many", ["x", "z"]);
    await page.fill("#day", "2026-11-22");
    await page.fill("#count", "-12.50");
    await page.click("#rich");
    await page.keyboard.type("набране");
    equal(await sent(s), {
      text: "Їжак 🦔 `${1+1}` <b>",
      area: "перший\nдругий 👩‍👩‍👧",
      check: ":true",
      on: ":false",
      size: "L",
      colour: "blue",
      blue: "blue",
      one: "2",
      none: [],
      many: ["x", "z"],
      day: ["{}", 2026, 11, 22],
      count: "-12.50",
      named: "by name",
      rich: "набране",
      plain: [],
      missing: [],
    });
  });
});
