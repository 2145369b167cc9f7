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

/** Where Debian has it. */
export const executablePath: string = "/usr/bin/chromium";

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

/**
 * Registers a test that gets a browser of its own, closed when the test ends.
 *
 * Where there is no browser, or something else is lacking, it is reported as ignored, but under `CI=true` it runs, and fails.
 */
export function browserTest(
  name: string,
  fn: (browser: Browser, t: Deno.TestContext) => Promise<void>,
  lacks = false,
): void {
  Deno.test({
    name,
    ignore: (absent && !CI) || lacks,
    fn: async (t) => {
      // Only here: what is imported reads variables of the environment.
      const { chromium } = await import("npm:playwright-core@1.65.1");
      const browser = await chromium.launch({ executablePath, args });
      try {
        await fn(browser, t);
      } finally {
        await browser.close();
      }
    },
  });
}
