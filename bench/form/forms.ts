/**
 * The form of `examples/forms` declared as a document and live, beside the one that is written by hand, in Chromium over one WebSocket:
 * how many forms a second, each in a frame of its own or with its layout done.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- the figures are what a bench is for
import { application, kvs } from "../../mod.ts";
import { declared } from "../../examples/forms/declared.ts";
import * as page from "../../examples/forms/page.ts";
import { best, launch, measure, type Places, type Rate, ROUNDS, text } from "../nitro/rate.ts";

/** The places of the declared one. */
const PLACES: Places = {
  first: "#c0_sheet_create",
  last: "#c9_sheet_create",
  entered: "#f0_sheet_create",
  other: "#f5_sheet_create",
};

const kv = kvs.memoryKv();
const { start } = await application({
  kv,
  routes: { "/forms/index.htm": page, "/forms/declared": declared },
  static: { "/forms/": new URL("../../examples/forms/static/", import.meta.url) },
  port: 0,
  hostname: "127.0.0.1",
  secret: "a secret of more than sixteen letters",
  production: true,
});
const running = await start(), base = `http://127.0.0.1:${running.port}`;
const browser = await launch("uncapped");
for (const query of ["ten", "all"]) {
  const own: Rate[] = [], other: Rate[] = [];
  let focus = "";
  for (let round = 0; round < ROUNDS; round++) {
    const rate = await browser.at(
      `${base}/forms/declared?${query}`,
      (page) => measure(page, PLACES),
    );
    own.push(rate);
    focus = rate.focus;
    other.push(await browser.at(`${base}/forms/index.htm?${query}`, measure));
  }
  const [mine, hand] = [best(own), best(other)];
  console.log(`a document, ${query}: ${text(mine)}; focus ${focus}`);
  console.log(
    `  by hand: ${text(hand)}; ${(mine.frames / hand.frames).toFixed(2)} and ${
      (mine.laidOut / hand.laidOut).toFixed(2)
    } of that`,
  );
}
await browser[Symbol.asyncDispose]();
await running.stop();
