/**
 * What an upload leaves in the browser, and whoever leaves it.
 *
 * @module
 */
import { equal } from "../../_support/assert.ts";
import { browserTest } from "../../_support/server/browser.ts";
import { stage } from "./stage.ts";

browserTest("who leaves while files are under way", async (browser, t) => {
  await using s = await stage(browser);
  const { page } = s, bytes = new Uint8Array(2_000_000);
  const kept = () =>
    page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("n2o,")));
  const paths = await Promise.all(
    Array.from({ length: 5 }, (_, at) => s.file(`secret ${at}.bin`, bytes)),
  );
  let asked = 0;
  page.on("dialog", async (dialog) => {
    if (dialog.type() === "beforeunload") asked++;
    await dialog.accept();
  });

  await t.step("is asked by the browser, and not when nothing is", async () => {
    // A browser asks for who has done something on the page.
    await page.getByRole("button", { name: "0", exact: true }).click();
    await page.reload();
    await s.ready();
    equal(asked, 0);
    const held = s.relay.hold(300_000);
    await s.choose(...paths);
    await held;
    await page.getByRole("button", { name: "Log in or out" }).focus();
    await page.keyboard.press("Tab");
    s.relay.cut();
    await page.reload();
    await s.ready();
    equal(asked, 1);
    equal((await kept()).length, 5, "whoever comes back goes on");
  });

  await t.step("leaves no name of a file when the session is another, in no tab", async () => {
    const other = await s.context.newPage();
    await other.goto(page.url());
    await other.waitForFunction(() => document.getElementById("files")?.ondrop);
    await other.getByRole("button", { name: "Log in or out" }).click();
    await page.waitForFunction(() =>
      !Object.keys(localStorage).some((key) => key.startsWith("n2o,"))
    );
    await s.choose(...paths.slice(0, 1));
    await s.row("secret 0.bin", "done");
    equal(await kept(), []);
    await other.close();
  });

  await t.step("gives none of them to who comes instead, in another tab", async () => {
    const other = await s.context.newPage();
    await other.goto(page.url());
    await other.waitForFunction(() => document.getElementById("files")?.ondrop);
    const done = () => s.heard.filter((each) => each.startsWith("done")).length, before = done();
    const held = s.relay.hold(300_000);
    await s.choose(...paths.slice(1, 3));
    await held;
    await other.getByRole("button", { name: "Log in or out" }).click();
    s.relay.cut();
    await s.row("secret 1.bin", "failed");
    await s.row("secret 2.bin", "failed");
    equal(done(), before);
    await page.locator("#files li", { hasText: "secret 1.bin" })
      .getByRole("button", { name: /again/i }).click();
    await s.row("secret 1.bin", "done");
    equal(done(), before + 1);
    await other.close();
  });
});
