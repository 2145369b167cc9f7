import { documents } from "../../../examples/documents/documents.ts";
import { LANGUAGES } from "../../../examples/documents/page.ts";
import { SUBJECTS } from "../../../examples/documents/subjects.ts";
import { equal } from "../../_support/assert.ts";
import { long } from "../../_support/long.ts";
import { axe } from "../../_support/server/axe.ts";
import { browserTest } from "../../_support/server/browser.ts";
import { missed } from "../../_support/server/tabs.ts";

/** Phones, and a screen at 200 %, which has half of the pixels. */
const LOOKS = [[320, "dark"], [320, "light"], [640, "dark"], [1_000, "light"]] as const;

browserTest(
  "pages of the gallery of forms fit at any width, have no serious fault, and are reached by Tab alone",
  async (browser) => {
    const secret = "a secret of more than sixteen letters";
    const made = await documents({ secret, port: 0, hostname: "127.0.0.1", log: () => {} });
    const running = await made.start(), baseURL = `http://127.0.0.1:${running.port}`;
    const context = await browser.newContext({ baseURL, reducedMotion: "reduce" });
    const page = await context.newPage(), wrong: string[] = [];
    page.setDefaultTimeout(10_000);
    page.on("pageerror", ({ message }) => wrong.push(message));
    page.on("console", (said) => said.type() === "error" && wrong.push(said.text()));
    const paths = ["", ...SUBJECTS.map(({ path, href = path }) => `/${href}`)];
    try {
      for (const lang of long ? LANGUAGES : ["uk"]) {
        for (const path of long ? paths : ["/types"]) {
          await page.goto(`/${lang}${path}`);
          await page.locator("html[data-n2o=online]").waitFor({ state: "attached" });
          for (const [width, colorScheme] of long && lang === "en" ? LOOKS : LOOKS.slice(0, 1)) {
            await page.emulateMedia({ colorScheme });
            await page.setViewportSize({ width, height: 640 });
            const beside = await page.evaluate(() =>
              document.documentElement.scrollWidth - document.documentElement.clientWidth
            );
            equal([await axe(page), beside], [[], 0], `${lang}${path} ${width} ${colorScheme}`);
          }
          if (long && lang === "en") equal(await missed(page), [], `${path} by Tab alone`);
        }
      }
      equal(wrong, []);
    } finally {
      await context.close();
      await running.stop();
    }
  },
);
