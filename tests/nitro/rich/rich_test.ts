import { browserTest } from "../../_support/server/browser.ts";
import { byHand } from "./keyboard.ts";
import { looks } from "./look.ts";
import { stage } from "./stage.ts";
import { inTrouble } from "./trouble.ts";

browserTest("rich controls in a browser", async (browser, t) => {
  await using s = await stage(browser);
  await byHand(s, t);
  await inTrouble(s, t);
  await looks(s, t);
});
