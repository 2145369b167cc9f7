import type { Action } from "../../../nitro/action/action.ts";
import { NitroError, panel, renderBody } from "../../../nitro/mod.ts";
import { classic } from "../../../nitro/wire/classic.ts";
import { terms } from "../../../nitro/wire/terms.ts";
import { assert, equal } from "../../_support/assert.ts";
import { long, SEED } from "../../_support/long.ts";
import { random } from "../../_support/random.ts";
import { browserTest } from "../../_support/server/browser.ts";
import { stage } from "../../conformance/nitro/stage.ts";
import { actionsWith } from "../wire/actions.ts";
import { filled, makers, NAMES, TEXTS } from "./texts.ts";

/** Properties that hold an address. */
const ADDRESSES = new Set("href src action formaction poster cite data background".split(" "));

/** The markup of an element with a text wherever it is not refused. */
function markup([name, make]: ReturnType<typeof makers>[number], text: string): string {
  const others = NAMES.filter((each) => !ADDRESSES.has(each) && each !== "httpEquiv");
  for (const names of [NAMES, others, ["id", "title"]]) {
    try {
      return renderBody(filled(make, text, names)).html;
    } catch (error) {
      if (!(error instanceof NitroError)) throw error;
    }
  }
  assert(
    ["script", "style", "iframe", "upload", "calendar"].includes(name) || /^</.test(text),
    `${name} refuses ${text}`,
  );
  return "";
}

browserTest(
  `no hostile text in any place of an element runs, as the page comes and as it is updated (seed ${SEED})`,
  async (browser) => {
    const choose = random(SEED), page = await browser.newPage();
    await page.route(
      "**/*",
      (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html><p>" }),
    );
    await page.goto("http://n2o.invalid/");
    const texts = (): readonly string[] =>
      long ? TEXTS : Array.from({ length: 2 }, () => choose.pick(["", ...TEXTS]));
    const html = makers().flatMap((made) => texts().map((text) => markup(made, text)));
    const placed = (all: readonly string[]) =>
      page.evaluate(async (pieces) => {
        let ran = 0;
        Object.assign(globalThis, { pwn: () => ran++ });
        const keep = (event: Event) => {
          const element = (event.target as Element).closest?.("a,area,form");
          const address = element?.getAttribute("href") ?? element?.getAttribute("action") ?? "";
          if (!/script:/i.test(address)) event.preventDefault();
        };
        // A page that comes, whose parser runs scripts, and one that is updated.
        for (const isParsed of [true, false]) {
          for (let at = 0; at < pieces.length; at += 100) {
            const part = pieces.slice(at, at + 100);
            const frame = document.createElement("iframe");
            document.body.append(frame);
            const inner = frame.contentDocument!;
            Object.assign(frame.contentWindow!, { pwn: () => ran++ });
            inner.open();
            inner.write(
              `<!doctype html><body>${
                isParsed ? part.map((each) => `<div>${each}</div>`).join("") : ""
              }`,
            );
            inner.close();
            Object.assign(frame.contentWindow!, { pwn: () => ran++ });
            for (const type of ["click", "submit"]) inner.addEventListener(type, keep, true);
            if (!isParsed) {
              for (const each of part) {
                const box = inner.createElement("div");
                inner.body.append(box);
                box.innerHTML = each;
              }
            }
            for (const element of inner.querySelectorAll("*")) {
              for (const type of ["mouseover", "focus", "error", "load", "change", "input"]) {
                element.dispatchEvent(new Event(type, { bubbles: true }));
              }
              // As: whatever has a click of its own.
              const pressed = element as Partial<HTMLElement>;
              if (!element.matches("input[type=file]")) pressed.click?.();
            }
            await new Promise((resolve) => setTimeout(resolve, 20));
            frame.remove();
          }
        }
        return ran;
      }, all);
    equal(await placed(html), 0);
    assert(await placed(["<img src=x onerror=pwn()>"]) > 0, "what does run is noticed");
  },
);

browserTest("no hostile text in any place of an action runs, over either wire", async () => {
  await using on = await stage();
  const scenery = { types: ["click"], more: "" }, seal = () => "sealed";
  for (const text of long ? TEXTS : TEXTS.filter((_, at) => at % 8 === 0)) {
    // What carries markup, text of a program or an address is no place for a text; what it is aimed at is there.
    const carried = Object.values(actionsWith(text)).filter(({ action }) => !APART.has(action));
    const aimed = carried.map((action) => aim(action, text));
    const { html } = renderBody(
      panel(
        text === ""
          ? {}
          : { id: text, title: text, class: text, attributes: { "x-own": text }, body: text },
      ),
    );
    const all: Action[] = [...aimed, {
      action: "insert",
      target: "target",
      where: "beforeend",
      tag: "div",
      html,
    }];
    for (
      const effect of [
        await on.script(classic(all, seal), scenery),
        await on.instructions(terms(all, seal), scenery),
      ]
    ) {
      assert(
        !effect.told.includes("pwn()") && !/pwn/.test(effect.error),
        `${JSON.stringify(text)}: ${effect.told} ${effect.error}`,
      );
      assert(
        effect.html.includes("x-own="),
        `${JSON.stringify(text)}: the rest was carried out: ${effect.error}`,
      );
    }
  }
});

const APART = new Set<Action["action"]>([
  "script",
  "redirect",
  "clear",
  "remove",
  "update",
  "insert",
  "upload",
  "part",
]);

/** An action on an element that is there. */
function aim(action: Action, text: string): Action {
  switch (action.action) {
    case "call":
      return { ...action, target: "id", method: "setAttribute", args: ["title", text] };
    case "event":
      return { ...action, target: "id", type: "click", options: { confirm: text } };
    case "set":
      return { ...action, target: "id", value: text };
    case "attr":
    case "reset":
    case "confirm":
      return { ...action, target: "id" };
    default:
      return action;
  }
}
