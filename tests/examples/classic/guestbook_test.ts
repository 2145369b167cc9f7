import { guestbook } from "../../../examples/classic/guestbook.ts";
import { memoryKv } from "../../../kvs/mod.ts";
import { assert, equal } from "../../_support/assert.ts";
import { axe } from "../../_support/server/axe.ts";
import { type Browser, browserTest, type Page } from "../../_support/server/browser.ts";

/** The guestbook on a free port, for as long as a test lasts. */
async function opened(run: (origin: string) => Promise<void>): Promise<void> {
  using kv = memoryKv();
  const { start } = await guestbook(kv, {
    port: 0,
    hostname: "127.0.0.1",
    secret: "a secret of the guestbook",
    log: () => {},
  });
  const server = await start();
  try {
    await run(`http://127.0.0.1:${server.port}`);
  } finally {
    await server.stop();
  }
}

/** Logs in, as a person does who is led to it. */
async function enter(page: Page, origin: string, name: string): Promise<void> {
  await page.goto(origin);
  await page.getByRole("main").getByRole("link", { name: "Log in" }).click();
  await page.getByLabel("Your name").fill(name);
  await page.getByRole("button", { name: "Enter" }).click();
}

async function write(page: Page, text: string): Promise<void> {
  await page.getByLabel("What do you think").fill(text);
  await page.getByRole("button", { name: "Write" }).click();
}

async function within(browser: Browser, options: object, run: (page: Page) => Promise<void>) {
  const context = await browser.newContext(options);
  try {
    await run(await context.newPage());
  } finally {
    await context.close();
  }
}

browserTest(
  "a person without scripts logs in, writes, sees it once however often they reload, and logs out",
  (browser) =>
    opened(async (origin) => {
      await within(browser, { javaScriptEnabled: false }, async (page) => {
        await enter(page, origin, "<Ann>");
        await page.getByText("Good day, <Ann>.").waitFor();
        await write(page, "<script>alert(1)</script> see www.example.com\n\nsecond");
        await page.getByText("Thank you, it is written.").waitFor();
        await page.reload();
        equal(await page.getByRole("article").count(), 1);
        equal(await page.getByText("Thank you").count(), 0);
        equal(
          await page.getByRole("link", { name: "www.example.com" }).getAttribute("href"),
          "http://www.example.com",
        );
        // What the browser would have kept back the server says beside the field, and what was typed stays.
        await write(page, "   ");
        const text = page.getByLabel("What do you think");
        await page.getByText("Write something.").waitFor();
        equal(await text.getAttribute("aria-describedby"), "text-wrong");
        equal(await text.inputValue(), "   ");
        await page.getByRole("button", { name: "Log out" }).click();
        await page.getByText("to write something").waitFor();
      });
    }),
);

browserTest(
  "the guestbook is in order on a phone and a desktop, light and dark",
  (browser) =>
    opened(async (origin) => {
      for (
        const [width, colorScheme] of [[320, "dark"], [320, "light"], [1_280, "dark"], [
          1_280,
          "light",
        ]] as const
      ) {
        await within(browser, { viewport: { width, height: 740 }, colorScheme }, async (page) => {
          const refused: string[] = [];
          page.on("console", (said) => void (said.type() === "error" && refused.push(said.text())));
          const look = async (name: string) => {
            equal(await axe(page), [], `${name} ${width} ${colorScheme}`);
            const over = await page.evaluate(() =>
              document.documentElement.scrollWidth - document.documentElement.clientWidth
            );
            equal(over, 0, `${name} at ${width}`);
            const pictures = Deno.env.get("PICTURES");
            if (pictures !== undefined) {
              await page.screenshot({
                path: `${pictures}/${name}-${width}-${colorScheme}.png`,
                fullPage: true,
              });
            }
          };
          await page.goto(`${origin}/login`);
          await look("login");
          await enter(page, origin, "Ann");
          await write(
            page,
            `A long word: ${"x".repeat(90)}\nhttps://example.com/${"y".repeat(90)}`,
          );
          await look("book");
          await page.getByLabel("What do you think").fill("   ");
          await page.getByRole("button", { name: "Write" }).click();
          await page.getByText("Write something.").waitFor();
          await look("wrong");
          assert(refused.every((line) => /status of 422/.test(line)), refused.join("\n"));
        });
      }
    }),
);
