/**
 * Pictures of the gallery: `deno task pictures [FOLDER]`, into `pictures/` where no folder is given.
 *
 * Each group on a phone and on a screen, in light and dark; the first page also with what a search finds.
 *
 * @module
 */
import { chromium } from "npm:playwright-core@1.65.1";
import { args, executablePath } from "../../_support/server/browser.ts";
import { stage } from "./stage.ts";
import { DESKTOP, PHONE, turn, views } from "./views.ts";

const folder = Deno.args[0] ?? new URL("../../../pictures/", import.meta.url).pathname;
await Deno.mkdir(folder, { recursive: true });
const browser = await chromium.launch({ executablePath, args });
try {
  await using s = await stage(browser);
  for (const name of ["", "?q=dialog", ...s.groups.map((each) => each.name)]) {
    await s.open(name);
    for (const view of views({ phone: PHONE, desktop: DESKTOP })) {
      await turn(s.page, view);
      const file = `${name.replace("?q=", "search ") || "contents"} ${view.name}.png`;
      await s.page.screenshot({ path: `${folder}/${file}`, fullPage: true });
    }
  }
} finally {
  await browser.close();
}
