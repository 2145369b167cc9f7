import { browserTest } from "../../_support/server/browser.ts";
import { sample } from "../../_support/server/sample.ts";
import { walkThrough } from "./steps.ts";

browserTest("the sample: login and chat", async (browser, t) => {
  await using served = await sample();
  await walkThrough(browser, t, served);
});
