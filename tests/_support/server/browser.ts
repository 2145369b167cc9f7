/**
 * Tests in a real browser: Debian's Chromium, driven by Playwright.
 *
 * @module
 */
import type { Browser } from "npm:playwright-core@1.65.1";
import { CI } from "../program.ts";
import { isThere } from "../permission.ts";

export type {
  Browser,
  BrowserContext,
  Locator,
  Page,
  WebSocketRoute,
} from "npm:playwright-core@1.65.1";

/**
 * Where Debian has it. The headless shell is the same engine without a browser's windows around it: it starts, and opens
 * a page, in a quarter of the time.
 */
export const executablePath: string =
  ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"].find(isThere) ?? "/usr/bin/chromium";

/** How it is started. */
export const args: string[] = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** True where there is no browser. */
export const absent: boolean = !isThere(executablePath);

/** The browser of an isolate, from its first test that runs on. */
let running: Promise<Browser> | undefined;
let isClosing = false;

/**
 * Registers a test in a browser, which the tests of an isolate share: each opens contexts of its own, and what it left open is
 * closed when it ends.
 *
 * Where there is no browser, or something else is lacking, it is reported as ignored, but under `CI=true` it runs, and fails.
 */
export function browserTest(
  name: string,
  fn: (browser: Browser, t: Deno.TestContext) => Promise<void>,
  lacks = false,
): void {
  if (!isClosing) {
    isClosing = true;
    Deno.test.afterAll(async () => await (await running)?.close());
  }
  Deno.test({
    name,
    ignore: (absent && !CI) || lacks,
    fn: async (t) => {
      running ??= launched();
      const browser = await running;
      try {
        await fn(browser, t);
      } finally {
        for (const context of browser.contexts()) await context.close();
      }
    },
  });
}

async function launched(): Promise<Browser> {
  // Only here: what is imported reads variables of the environment.
  const { chromium } = await import("npm:playwright-core@1.65.1");
  return await chromium.launch({ executablePath, args });
}
