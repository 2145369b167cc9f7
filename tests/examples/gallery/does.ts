/**
 * What entries of the gallery do when a person uses them, told by what they say of themselves.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { equal } from "../../_support/assert.ts";
import type { Page } from "../../_support/server/browser.ts";

/** What a check has. */
export interface Person {
  /** The page of the group. */
  readonly page: Page;
  /** Presses what has this id. */
  press(id: string): Promise<void>;
  /** Replaces what a control holds. */
  fill(id: string, text: string): Promise<void>;
  /** Waits until the page says this, and closes it. */
  hears(text: string): Promise<void>;
  /** Waits until an element holds this. */
  reads(id: string, text: string): Promise<void>;
}

type Check = (person: Person) => Promise<void>;

/** Checks by group and entry; an entry that is not here does nothing but show. */
export const DOES: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
  embed: {
    async drawing({ page, press }) {
      const drawn = () =>
        page.evaluate(() => document.querySelector<HTMLCanvasElement>("#chart")!.toDataURL());
      const before = await drawn();
      await press("draw");
      while (await drawn() === before) {
        await page.evaluate(() => new Promise(requestAnimationFrame));
      }
    },
  },
  svg: {
    async drawn({ page, press }) {
      await press("grow");
      await page.locator("#disc[r='16']").waitFor();
    },
  },
  form: {
    async order({ fill, page, hears }) {
      await fill("count", "2");
      await fill("item", "tea");
      await page.keyboard.press("Enter");
      await hears("Ordered: 2 tea");
    },
    async checked({ fill, press, hears, page }) {
      await fill("plate", "none");
      await press("save");
      equal(await page.evaluate(() => document.activeElement!.id), "plate");
      await fill("plate", "AA 1234");
      await press("save");
      await hears("Saved AA 1234");
    },
    async computed({ fill, reads }) {
      await fill("left", "2");
      await fill("right", "3.5");
      await reads("sum", "5.5");
    },
    async choices({ page, hears }) {
      await page.locator("#cakes").selectOption(["Apple", "Nut"]);
      await hears("Chosen: Apple, Nut");
    },
    async texts({ page, fill, hears }) {
      await fill("note", "seven..");
      await page.keyboard.press("Control+Enter");
      await hears("7 characters");
    },
  },
  input: {
    async numbers({ fill, hears }) {
      await fill("volume", "9");
      await hears("Volume 9");
    },
    async days({ fill, hears }) {
      await fill("a-day", "2026-11-28");
      await hears("Day 28");
    },
    async ticks({ press, hears }) {
      await press("agree");
      await hears("Agreed");
      await press("agree");
      await hears("Not agreed");
    },
    async one({ page, press, hears }) {
      await press("size-0");
      await hears("Size s");
      await page.locator("#where").selectOption("kyiv");
      await hears("To kyiv");
    },
    async buttons({ page, fill, press, hears }) {
      await fill("thing", "cake");
      await page.getByRole("button", { name: "Send" }).click();
      await hears("Sent cake");
      await page.getByRole("button", { name: "As before" }).click();
      equal(await page.locator("#thing").inputValue(), "tea");
      for (
        const [id, said] of [["press", "button"], ["press-image", "picture"], ["plain", "element"]]
      ) {
        await press(id!);
        await hears(`Pressed: ${said}`);
      }
    },
  },
  upload: {
    async sending({ page, hears }) {
      await page.locator("#photos-file").setInputFiles({
        name: "a.txt",
        mimeType: "text/plain",
        buffer: Buffer.from("hello"),
      });
      await hears("a.txt is there: 5 bytes");
    },
    async refused({ page, hears }) {
      const send = (name: string, bytes: number) =>
        page.locator("#notes-file").setInputFiles({
          name,
          mimeType: "text/plain",
          buffer: Buffer.alloc(bytes, 65),
        });
      const row = (said: string) =>
        page.locator("#notes-list > [data-state=failed]").filter({ hasText: said });
      await send("a.exe", 1);
      await row("A note ends with .txt.").waitFor();
      await send("b.txt", 1_000_001);
      await row("A note has a megabyte at most.").waitFor();
      await page.getByRole("button", { name: "Dismiss a.exe" }).press("Enter");
      equal(await page.locator("#notes-list > li").count(), 1);
      await send("c.txt", 3);
      await hears("c.txt is there: 3 bytes");
    },
  },
  interactive: {
    async opening({ page }) {
      await page.getByText("Tea", { exact: true }).click();
      await page.getByText("Cake", { exact: true }).click();
      equal(await page.locator("details[open]").count(), 1);
    },
    async asking({ page, press, reads }) {
      await press("ask");
      await page.locator("#sure:modal").waitFor();
      equal(await page.evaluate(() => document.activeElement!.id), "sure-no");
      await page.keyboard.press("Escape");
      equal(await page.evaluate(() => document.activeElement!.id), "ask");
      await press("ask");
      await press("sure-yes");
      await reads("answer", "Gone.");
      equal(await page.locator("#sure[open]").count(), 0);
    },
    async popover({ page, press }) {
      await press("hint-button");
      await page.locator("#hint").waitFor();
      await page.keyboard.press("Escape");
      await page.locator("#hint").waitFor({ state: "hidden" });
    },
  },
  rich: {
    async fixed({ page, hears }) {
      await page.locator("#fruit-text").pressSequentially("apr");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await hears("Chosen: Apricot");
    },
    async asking({ page, hears }) {
      await page.locator("#person-text").pressSequentially("grace");
      await page.locator("#person-list li").first().waitFor();
      await page.waitForFunction(() => document.querySelectorAll("#person-list li").length === 1);
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await hears("Chosen: Grace Hopper");
    },
    async writing({ page }) {
      await page.locator("#letter-lookup-text").pressSequentially("ada");
      await page.locator("#letter-lookup-list li").first().waitFor();
      await page.waitForFunction(() =>
        document.querySelectorAll("#letter-lookup-list li").length === 1
      );
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.waitForFunction(() =>
        /Ada Lovelace/.test(document.querySelector<HTMLTextAreaElement>("#letter-text")!.value)
      );
    },
    async dates({ page, fill, hears }) {
      await fill("due-text", "26.11.2026");
      await page.keyboard.press("Tab");
      await hears("Due on 26.11.2026");
      await page.locator("#due [data-n2o-open]").click();
      await page.locator("#due dialog:modal").waitFor();
      await page.keyboard.press("ArrowLeft");
      await page.keyboard.press("Enter");
      await hears("Due on 25.11.2026");
    },
    async several({ page, hears }) {
      await page.locator("#phones [data-n2o-add]").click();
      await hears("2 telephones");
    },
    async free({ fill, press, hears }) {
      await fill("colour-text", "Sepia");
      await press("paint");
      await hears("Colour: Sepia");
    },
  },
  lists: {
    async sorting({ page, press, hears }) {
      await page.getByRole("button", { name: "Move Write", exact: true }).focus();
      for (const key of ["Space", "ArrowDown", "Space"]) await page.keyboard.press(key);
      await hears("Order: Read, Write, Rest");
      await press("sing");
      await page.locator("#tasks").getByText("Sing").waitFor();
    },
    async several({ page, hears }) {
      await page.locator("#towns-input-text").pressSequentially("odes");
      await page.locator("#towns-input-list li").first().waitFor();
      await page.waitForFunction(() =>
        document.querySelectorAll("#towns-input-list li").length === 1
      );
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await hears("Chosen: Kyiv, Odesa");
    },
    async making({ page, fill, press }) {
      await page.locator("#places summary").click();
      await fill("place", "Lutsk");
      await press("add-place");
      await page.locator("#places-list").getByText("Lutsk").waitFor();
    },
    async grouping({ page, press }) {
      await page.locator("#tours-draft-input-text").pressSequentially("lv");
      await page.waitForFunction(() =>
        document.querySelectorAll("#tours-draft-input-list li").length === 1
      );
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.locator("#tours-draft-list").getByText("Lviv").waitFor();
      await press("tours-confirm");
      await page.locator("#tours-list").getByText("Tour 2: Lviv").waitFor();
    },
  },
};
