/**
 * What entries about states show and do.
 *
 * @module
 */
import { equal } from "../../_support/assert.ts";
import type { Locator } from "../../_support/server/browser.ts";
import { passing } from "../../_support/server/passing.ts";
import type { DOES } from "./does.ts";

/** Whether nothing of a framed page's foot is scrolled out of sight. */
function isWhole(frame: Locator): Promise<boolean> {
  const foot = frame.contentFrame().locator("#n2o-foot");
  return foot.evaluate(({ scrollHeight, clientHeight }) => scrollHeight <= clientHeight);
}

/** As `DOES`. */
export const STATES: typeof DOES = {
  states: {
    async connection({ page }) {
      for (
        const [title, said] of [
          ["Connecting", "Connecting"],
          ["Offline", "Offline. What you send now"],
          ["Refused", "The server does not let this page in."],
        ] as const
      ) {
        const frame = page.locator(`iframe[title="${title}"]`);
        await frame.scrollIntoViewIfNeeded();
        const shown = frame.contentFrame().locator("#n2o-states > p:visible");
        await shown.filter({ hasText: said }).waitFor();
        equal(await shown.count(), 1, title);
        equal(await isWhole(frame), true, `${title}: all of it is seen`);
      }
    },
    async words({ page }) {
      const frame = page.locator(`iframe[title="Offline, in Ukrainian"]`);
      await frame.scrollIntoViewIfNeeded();
      await frame.contentFrame().getByText("Немає мережі").waitFor();
      equal(await frame.contentFrame().locator("html").getAttribute("lang"), "uk");
      equal(await isWhole(frame), true, "all of it is seen");
    },
    async faults({ page }) {
      for (
        const [title, said] of [
          ["404: nothing is there", "There is nothing here"],
          ["500: a page that fails", "Something went wrong here"],
        ] as const
      ) {
        const frame = page.locator(`iframe[title="${title}"]`);
        await frame.scrollIntoViewIfNeeded();
        await frame.contentFrame().getByRole("heading", { name: said }).waitFor();
      }
    },
  },
  controls: {
    async closed({ page }) {
      equal(await page.locator("#closed-shown :is(input, select, button):enabled").count(), 0);
    },
    async fixed({ page }) {
      await page.locator("#fixed-text").focus();
      await page.keyboard.type("x");
      equal(await page.locator("#fixed-text").inputValue(), "2026-0042");
    },
    async needed({ page, fill, hears }) {
      await page.getByRole("button", { name: "Say it" }).click();
      equal(await page.evaluate(() => document.activeElement!.id), "passport-name");
      await fill("passport-name", "Ada");
      await page.keyboard.press("Enter");
      await hears("Hello, Ada");
    },
    async refused({ page, fill, press, reads, hears }) {
      await fill("nick", "ada");
      await press("nick-take");
      await reads("nick-wrong", "ada is taken. Please choose another.");
      await page.locator("#nick[aria-invalid=true][aria-errormessage=nick-wrong]").waitFor();
      equal(await page.locator("#nick").inputValue(), "ada");
      await fill("nick", "grace");
      await press("nick-take");
      await hears("grace is yours");
      await page.locator("#nick:not([aria-invalid])").waitFor();
    },
    async empty({ page, press }) {
      await page.locator("#no-orders").waitFor();
      await press("add-order");
      await page.locator("#order-0").waitFor();
      await press("clear-orders");
      await page.locator("#no-orders").waitFor();
    },
    async loading({ page, press }) {
      await page.locator("#report[aria-busy=true] progress").waitFor();
      await press("report-read");
      await page.locator("#report:not([aria-busy])").getByText("7 orders").waitFor();
    },
    async busy({ page, press, hears }) {
      const paying = await passing(page, "#pay:disabled", "Paying");
      await press("pay");
      await hears("Paid");
      equal(await paying(), true, "it is disabled meanwhile");
      await page.locator("#pay:enabled", { hasText: /^Pay$/ }).waitFor();
    },
    async long({ page }) {
      const [name, town] = await page.evaluate(() =>
        ["#rtl-name", "#rtl-town"].map((id) => {
          const { direction } = getComputedStyle(document.querySelector(id)!);
          return direction;
        })
      );
      equal([name, town], ["rtl", "rtl"]);
      const gap = await page.evaluate(() => {
        const text = document.createRange(), tick = document.getElementById("rtl-post")!;
        text.selectNodeContents(tick.parentElement!);
        text.setStartAfter(tick);
        return tick.getBoundingClientRect().left - text.getBoundingClientRect().right;
      });
      equal(gap >= 4, true, `${gap} pixels between a box and its label`);
    },
  },
  offers: {
    async slow({ page }) {
      const searching = await passing(page, "#slow-fruit *", "Searching");
      await page.locator("#slow-fruit-text").pressSequentially("a");
      await page.locator("#slow-fruit-list li").first().waitFor();
      equal(await searching(), true, "it says so meanwhile");
      await page.keyboard.press("Escape");
    },
    async none({ page }) {
      await page.locator("#no-fruit-text").pressSequentially("a");
      await page.locator("#no-fruit").getByText("Nothing found").first().waitFor();
      await page.keyboard.press("Escape");
    },
    async failing({ page }) {
      await page.locator("#ill-fruit-text").pressSequentially("a");
      await page.locator("#ill-fruit").getByText("The search failed").first().waitFor();
      await page.keyboard.press("Enter");
      await page.locator("#ill-fruit-list li").first().waitFor();
      await page.keyboard.press("Escape");
    },
    async wrong({ page, fill }) {
      await page.locator("#strict-fruit-text").fill("Pear");
      await page.keyboard.press("Tab");
      await page.locator("#strict-fruit-text[aria-invalid=true]").waitFor();
      await fill("strict-day-text", "01.12.2026");
      await page.keyboard.press("Tab");
      await page.locator("#strict-day-text[aria-invalid=true]").waitFor();
      await fill("strict-day-text", "30.11.2026");
      await page.keyboard.press("Tab");
      await page.locator("#strict-day-text:not([aria-invalid=true])").waitFor();
    },
    async closed({ page }) {
      equal(await page.locator("#closed-shown :is(input, button):enabled:visible").count(), 0);
    },
    async empty({ page }) {
      await page.locator("#full-phones [data-n2o-add]").click();
      await page.locator("#full-phones").getByText("No more than 2").waitFor();
      equal(await page.getByRole("textbox", { name: "Telephone" }).count(), 2);
    },
    async words({ page }) {
      await page.locator("#rtl-fruit-text").focus();
      await page.keyboard.press("ArrowDown");
      await page.locator("#rtl-fruit-list li").first().waitFor();
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "انقل اكتب" }).waitFor();
    },
  },
};
