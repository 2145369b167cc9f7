/**
 * Tests in a real browser: Debian's Chromium, driven by Playwright.
 *
 * @module
 */
import { type Browser, chromium } from "npm:playwright-core@1.65.1";

export type { Browser, BrowserContext, Page } from "npm:playwright-core@1.65.1";

const executablePath = "/usr/bin/chromium";

const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** True where there is no browser. */
export const absent: boolean = !isFile(executablePath);

/**
 * Registers a test that gets a browser of its own, closed when the test ends.
 *
 * Where there is no browser it is reported as ignored, but under `CI=true` it runs, and fails.
 */
export function browserTest(
  name: string,
  fn: (browser: Browser, t: Deno.TestContext) => Promise<void>,
): void {
  Deno.test({
    name,
    ignore: absent && Deno.env.get("CI") !== "true",
    fn: async (t) => {
      const browser = await chromium.launch({ executablePath, args });
      try {
        await fn(browser, t);
      } finally {
        await browser.close();
      }
    },
  });
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
