/**
 * What entries about actions, events and states do.
 *
 * @module
 */
import { equal } from "../../_support/assert.ts";
import { passing } from "../../_support/server/passing.ts";
import type { DOES } from "./does.ts";

/** As `DOES`. */
export const ACTS: typeof DOES = {
  actions: {
    async updating({ page, press, reads }) {
      await press("update");
      await reads("said", "said");
      await press("replace");
      await page.locator("#said.box").waitFor();
    },
    async inserting({ page, press }) {
      for (const id of ["top", "bottom", "before", "after", "insert", "insert"]) await press(id);
      await page.waitForFunction(() => document.querySelectorAll("#pile li").length === 6);
      const texts = await page.locator("#pile li").allTextContents();
      equal(texts.slice(0, 5), ["top", "before", "middle", "after", "bottom"]);
    },
    async removing({ page, press, reads }) {
      await press("clear");
      await reads("full", "");
      await press("remove");
      await page.locator("#second").waitFor({ state: "detached" });
    },
    async looks({ page, press }) {
      for (const id of ["set", "attr", "style", "display"]) await press(id);
      await page.locator("#subject[data-seen=yes][title='by setAttr']").waitFor();
      await page.waitForFunction(() => {
        const { fontWeight, display } = getComputedStyle(document.querySelector("#subject")!);
        return fontWeight === "700" && display === "inline-block";
      });
      await press("hide");
      await page.locator("#subject").waitFor({ state: "hidden" });
      await press("show");
      await page.locator("#subject").waitFor();
    },
    async controls({ page, press }) {
      await press("focus");
      await page.locator("#line:focus").waitFor();
      await press("jq");
      await page.waitForFunction(() => getSelection()!.toString() === "some text");
      await press("call");
      await press("reset");
      await page.waitForFunction(() => !document.querySelector<HTMLInputElement>("#line")!.value);
    },
    async asking({ page, press, reads }) {
      for (const [id, text] of [["alert", "Good day"], ["confirm", "Really?"]] as const) {
        const asked = page.waitForEvent("dialog");
        const pressed = press(id), dialog = await asked;
        equal(dialog.message(), text);
        await dialog.accept();
        await pressed;
      }
      await reads("really", "Yes.");
    },
    async keeping({ press, reads }) {
      await press("transfer");
      await reads("step", "1");
    },
    async scripts({ press, reads, hears }) {
      await press("hook");
      await reads("greeting", "Heard: from the server");
      await hears('A script said {"heard":"from the server"}');
    },
    async leaving({ page, press, hears }) {
      await press("cookie");
      await hears("The browser keeps it until");
      await press("redirect");
      await page.waitForURL("**/actions?theme=dark#leaving");
      await page.reload();
      await page.locator("#leaving").getByText("theme=dark, cookies of this page: 1").waitFor();
      await page.locator("html[data-n2o=online]").waitFor({ state: "attached" });
    },
    async rendering({ page, press }) {
      await press("render");
      await page.locator("#markup").getByText("0 actions so far").waitFor();
    },
  },
  events: {
    async pressing({ page, reads }) {
      await page.locator("#many").evaluate((button: HTMLElement) => {
        for (let time = 0; time < 5; time++) button.click();
      });
      await reads("presses", "5");
      await page.locator("#single").evaluate((button: HTMLElement) => {
        for (let time = 0; time < 5; time++) button.click();
      });
      await reads("singles", "1");
    },
    async pausing({ page, fill, reads }) {
      await page.locator("#slowly").pressSequentially("slow");
      await reads("typed", "slow");
      for (const value of ["10", "20", "30"]) await fill("slider", value);
      await reads("slid", "30");
    },
    async keys({ page, fill }) {
      await fill("saying", "hello");
      await page.keyboard.press("Enter");
      await page.locator("#sayings").getByText("hello").waitFor();
      equal(await page.locator("#saying").inputValue(), "");
    },
    async confirming({ page, press, fill, hears }) {
      page.once("dialog", (dialog) => dialog.accept());
      await press("sure");
      await hears("It is gone");
      await press("kept");
      await hears("Ticked:");
      equal(await page.locator("#kept").isChecked(), false);
      await press("send");
      equal(await page.evaluate(() => document.activeElement!.id), "mail");
      await fill("mail", "ada@example.com");
      await press("send");
      await hears("Mail to ada@example.com");
    },
    async sources({ fill, press, hears }) {
      await fill("whom", "Ada");
      await press("greet");
      await hears("Good day, Ada");
    },
    async kinds({ page, fill, hears }) {
      await page.getByRole("button", { name: "Read" }).click();
      await hears("2 slow red");
      await fill("colour", "green");
      await page.keyboard.press("Enter");
      await hears("That did not work.");
    },
    async rows({ fill, press, hears }) {
      await fill("name-2", "Two");
      await press("rename-2");
      await hears("Row 2 is Two");
    },
  },
  states: {
    async messages({ press, hears }) {
      await press("info");
      await hears("It rains");
      await press("success");
      await hears("Saved");
      await press("error");
      await hears("There is no more tea");
    },
    async waiting({ page, press, hears }) {
      const pending = await passing(page, "#slow[aria-busy=true]");
      await press("slow");
      await hears("Done");
      equal(await pending(), true, "it is pending meanwhile");
    },
    async failing({ page, press, hears }) {
      await press("fail");
      await page.getByRole("button", { name: "Try again" }).click();
      await hears("Now it worked");
    },
    async unsent({ fill, press, hears }) {
      await fill("unsent-note", "kept");
      await press("keep");
      await hears("Kept");
    },
    async repeating({ press, hears }) {
      await press("once");
      await hears("This event is ");
    },
  },
  jsx: {
    async written({ press, hears }) {
      await press("tsx");
      await hears("Pressed");
    },
  },
};
