/**
 * A page by the Tab key alone.
 *
 * @module
 */
import type { Page } from "./browser.ts";

/** More presses of Tab than a page has places for. */
const MOST = 400;

/** The controls of a page that Tab, pressed until it comes around, does not reach. */
export async function missed(page: Page): Promise<string[]> {
  await page.evaluate(() => {
    document.body.tabIndex = -1;
    document.body.focus();
  });
  let isAround = false;
  for (let presses = 0; presses < MOST && !isAround; presses++) {
    await page.keyboard.press("Tab");
    isAround = await page.evaluate(() => {
      const at = document.activeElement;
      // On the way out of a frame nothing has the focus for a moment.
      const isLeaving = document.querySelector("iframe[data-last]") !== null;
      if (at === null || at === document.body) return !isLeaving;
      const isFirst = document.querySelector("[data-reached]") === at;
      const was = document.querySelector("[data-last]");
      if (isFirst && was !== at) return true;
      was?.removeAttribute("data-last");
      at.setAttribute("data-reached", "");
      at.setAttribute("data-last", "");
      return false;
    });
  }
  return await page.evaluate((isAround) => {
    const all = document.querySelectorAll<HTMLInputElement>(
      "a[href],button,input,select,textarea,summary,[tabindex],audio,video",
    );
    const left = [...all].filter((each) =>
      each.checkVisibility({ visibilityProperty: true }) && each.tabIndex >= 0 &&
      !each.matches(":disabled,[data-reached]") &&
      !(each.type === "radio" && document.querySelector(`[name="${each.name}"][data-reached]`))
    );
    return [...isAround ? [] : ["it goes on for ever"], ...left.map((each) => each.outerHTML)];
  }, isAround);
}
