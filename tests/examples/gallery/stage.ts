/**
 * The gallery in this process, and a page of it in a browser.
 *
 * @module
 */
import { gallery } from "../../../examples/gallery/gallery.ts";
import type { Group } from "../../../examples/gallery/group.ts";
import { groups } from "../../../examples/gallery/groups.ts";
import type { Browser, Page } from "../../_support/server/browser.ts";

/** The gallery that listens, and a browser's page. */
export interface Stage extends AsyncDisposable {
  /** Its groups. */
  readonly groups: readonly Group[];
  /** The page of the browser. */
  readonly page: Page;
  /** What the browser complained of, taken. */
  complaints(): string[];
  /** Opens a page: the name of a group, or nothing for the first page. Its controls work when this resolves. */
  open(name: string): Promise<void>;
}

/** Starts it. */
export async function stage(browser: Browser): Promise<Stage> {
  const secret = "a secret of more than sixteen letters";
  const made = await gallery({ secret, port: 0, hostname: "127.0.0.1", log: () => {} });
  const running = await made.start();
  const context = await browser.newContext({
    baseURL: `http://127.0.0.1:${running.port}`,
    reducedMotion: "reduce",
    viewport: { width: 320, height: 640 },
  });
  const page = await context.newPage(), complaints: string[] = [];
  page.setDefaultTimeout(30_000);
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (said) => {
    const { url } = said.location();
    // Error pages, which the gallery shows in frames.
    if (said.type() !== "debug" && !/\/(broken|nothing-here)$/.test(url)) {
      complaints.push(`${said.text()} ${url}`);
    }
  });
  return {
    groups: await groups(),
    page,
    complaints: () => complaints.splice(0),
    async open(name) {
      await page.goto(`/${name}`);
      await page.locator("[data-live]").waitFor({ state: "attached" });
      await page.waitForFunction(() =>
        [...document.querySelectorAll("[data-n2o-combo],[data-n2o-calendar],[data-n2o-rows]")]
          // Those that are disabled do nothing.
          .every((root) => "value" in root || "multiple" in root || root.querySelector(":disabled"))
      );
    },
    async [Symbol.asyncDispose]() {
      await context.close();
      await running.stop();
    },
  };
}
