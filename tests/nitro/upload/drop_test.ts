import { assert, equal } from "../../_support/assert.ts";
import { browserTest, type Page } from "../../_support/server/browser.ts";
import { stage } from "./stage.ts";

/** Where a real drag drops, seen from the top left corner of an element. */
type Place = readonly [selector: string, x?: number, y?: number];

/** Drags files of the disk into the page and drops them there, as the system does. */
async function drop(page: Page, [selector, x = 4, y = 4]: Place, ...files: string[]) {
  const box = await page.locator(selector).boundingBox();
  if (box === null) throw new Error(`${selector} is nowhere`);
  const system = await page.context().newCDPSession(page);
  for (const type of ["dragEnter", "dragOver", "drop"] as const) {
    await system.send("Input.dispatchDragEvent", {
      type,
      x: box.x + x,
      y: box.y + y,
      data: { items: [], files, dragOperationsMask: 1 },
    });
  }
  await system.detach();
}

browserTest("files that are dropped", async (browser, t) => {
  const control: { accept?: string; disabled?: boolean; multiple?: boolean } = {
    accept: ".TXT, image/*",
  };
  await using s = await stage(browser, { control });
  const { page } = s, rows = page.locator("#files li");
  const plain = await s.file("plain.txt", "text"), odd = await s.file("odd.pdf", "%PDF-1.7");
  await Deno.mkdir(`${s.files}/folder`);

  await t.step("beside the control do not take the page away", async () => {
    for (const place of [["body", 300, 300], ["#count"], ["#log"], ["html", 4, 400]] as const) {
      await drop(page, place, plain);
    }
    await page.getByRole("button", { name: "0", exact: true }).click();
    await page.getByRole("button", { name: "1", exact: true }).waitFor();
    equal([await rows.count(), s.context.pages().length], [0, 1]);
  });

  await t.step("reach another control of the browser's own, and a text is left alone", async () => {
    await page.evaluate(() => {
      const other = document.createElement("input");
      other.type = "file";
      other.id = other.ariaLabel = "other";
      document.body.append(other);
    });
    await drop(page, ["#other"], plain);
    await page.waitForFunction(() =>
      (document.getElementById("other") as HTMLInputElement).files?.[0]?.name === "plain.txt"
    );
    const isKept = await page.evaluate(() => {
      const dataTransfer = new DataTransfer(), at = document.querySelector("#files label")!;
      dataTransfer.setData("text/plain", "a text");
      return !at.dispatchEvent(
        new DragEvent("dragover", { dataTransfer, bubbles: true, cancelable: true }),
      );
    });
    equal(isKept, false);
  });

  await t.step(
    "onto the control are taken; one of a kind that is not offered is told at once, the server decides",
    async () => {
      await drop(page, ["#files label"], plain, odd);
      await s.row("plain.txt", "done");
      await s.row("odd.pdf", "failed");
      equal(s.heard.filter((each) => each.includes("odd")), []);
      const again = page.getByRole("button", { name: "Try again odd.pdf" });
      await again.focus();
      await page.keyboard.press("Enter");
      await s.row("odd.pdf", "done");
      const focused = await page.evaluate(() => document.activeElement?.ariaLabel);
      equal(focused, "Dismiss odd.pdf");
      for (
        const [name, type, state] of [
          ["A.TXT", "", "done"],
          ["a.txt.exe", "application/x-msdownload", "failed"],
          ["a.heic", "", "done"], // a type that the browser does not know
          ["a.svg", "image/svg+xml", "done"],
          ["image", "text/image", "failed"],
        ] as const
      ) {
        await page.evaluate(({ name, type }) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File(["x"], name, { type }));
          document.getElementById("files")!.dispatchEvent(
            new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }),
          );
        }, { name, type });
        await page.locator(`#files li:last-child[data-state=${state}] b`).getByText(name, {
          exact: true,
        }).waitFor();
      }
    },
  );

  await t.step("as a folder are told, not sent", async () => {
    await drop(page, ["#files label"], `${s.files}/folder`);
    await s.row("folder", "failed");
    await drop(page, ["#files label"], `${s.files}/folder`, plain);
    await page.locator("#files li[data-state=done]", { hasText: "plain" }).nth(1).waitFor();
    equal([await s.left(), s.heard.filter((each) => each.includes("folder"))], [0, []]);
  });

  await t.step("onto a control for one file are told, but for the first", async () => {
    control.multiple = false;
    s.relay.cut();
    await page.locator("#files input:not([multiple])").waitFor({ state: "attached" });
    await drop(
      page,
      ["#files label"],
      await s.file("first.txt", "1"),
      await s.file("second.txt", "2"),
    );
    await s.row("first.txt", "done");
    await s.row("second.txt", "failed");
    await page.getByText("Only one file is taken here.").waitFor();
    equal(await page.getByRole("button", { name: "Try again second.txt" }).count(), 0);
  });

  await t.step("onto a control that is disabled by an update are not taken", async () => {
    control.disabled = true;
    s.relay.cut();
    await page.locator("#files input:disabled").waitFor({ state: "attached" });
    const before = await rows.count();
    for (const place of [["#files label"], ["#files input"]] as const) {
      await drop(page, place, plain);
    }
    equal([await rows.count(), s.context.pages().length], [before, 1]);
    assert(await page.locator("#files[data-over]").count() === 0, "it looks as if it took it");
  });
});
