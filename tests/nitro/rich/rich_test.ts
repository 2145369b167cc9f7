import { browserTest } from "../../_support/server/browser.ts";
import { byHand } from "./keyboard.ts";
import { looks } from "./look.ts";
import { inTrouble } from "./trouble.ts";

browserTest("rich controls in a browser", async (browser, t) => {
  await byHand(browser, t);
  await inTrouble(browser, t);
  await looks(browser, t);
});
