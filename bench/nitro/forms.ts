/**
 * The form of `examples/forms` in Chromium over one WebSocket: how many forms a second, each in a frame of its own or with its layout done,
 * and what an update costs the server, beside one that is sent whole.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- the figures are what a bench is for
import { chromium, type Page } from "npm:playwright-core@1.65.1";
import { application, kvs, n2o, nitro } from "../../mod.ts";
import * as page from "../../examples/forms/page.ts";
import { ENTERED, sheet } from "../../examples/forms/sheet.ts";
import { changes } from "../../nitro/wire/changes/changes.ts";
import { terms } from "../../nitro/wire/terms.ts";

const SECONDS = 3;

/** Forms in a second, as they are seen in frames, and as they come when the next is asked for with the layout done. */
async function measure(page: Page, query: string, base: string): Promise<string> {
  const sizes: number[] = [];
  page.on(
    "websocket",
    (socket) => socket.on("framereceived", ({ payload }) => void sizes.push(payload.length)),
  );
  await page.goto(`${base}/forms/index.htm?${query}`);
  await page.locator("#c9").waitFor();
  await page.focus("#f5");
  await page.waitForTimeout(500);
  const seen = await page.evaluate(async (ms) => {
    const sum = () =>
      document.querySelector("#c0")!.textContent +
      document.querySelector<HTMLInputElement>("#f0")!.value;
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    let frames = 0, forms = 0, last = sum();
    const begun = performance.now();
    while (performance.now() - begun < ms) {
      await frame();
      frames++;
      if (sum() !== last) forms++;
      last = sum();
    }
    return { frames, forms };
  }, SECONDS * 1_000);
  const laidOut = await page.evaluate(async (ms) => {
    const frames = document.querySelector("#frames")!;
    (frames as HTMLElement).click();
    await new Promise((resolve) => setTimeout(resolve, 200));
    let forms = 0;
    const watcher = new MutationObserver(() => {
      if (frames.hasAttribute("aria-busy")) return;
      void document.body.offsetHeight;
      forms++;
      frames.dispatchEvent(new Event("frame"));
    });
    watcher.observe(frames, { attributeFilter: ["aria-busy"] });
    frames.dispatchEvent(new Event("frame"));
    await new Promise((resolve) => setTimeout(resolve, ms));
    watcher.disconnect();
    return forms;
  }, SECONDS * 1_000);
  const focus = await page.evaluate(() => document.activeElement?.id);
  const size = sizes.toSorted((a, b) => a - b)[sizes.length >> 1];
  return `${(seen.forms / SECONDS).toFixed(0)} in frames of their own (${
    (seen.frames / SECONDS).toFixed(0)
  } frames), ${(laidOut / SECONDS).toFixed(0)} laid out; ${size} B; focus ${focus}`;
}

/** What an update costs, and how large it is. */
function cost(): void {
  const numbers = Array.from({ length: ENTERED }, (_, at) => 100 + at);
  const times = (name: string, run: (tick: number) => number) => {
    let size = 0, best = Infinity;
    for (let round = 0; round < 20; round++) {
      const begun = performance.now();
      for (let tick = 0; tick < 200; tick++) size = run(round * 200 + tick);
      best = Math.min(best, (performance.now() - begun) / 200 * 1_000);
    }
    console.log(`  ${name}: ${best.toFixed(1)} us, ${size} B`);
    return best;
  };
  let bytes: Uint8Array<ArrayBuffer> | undefined;
  const update = (tick: number) => {
    const { html, actions } = nitro.renderBody(sheet({ numbers, tick, rate: 0 }));
    const update: nitro.Action = { action: "update", target: "sheet", html };
    return { update, actions };
  };
  const frame = (actions: readonly nitro.Action[], tick: number) =>
    n2o.encode(n2o.tuple(n2o.atom("io"), terms(actions, () => "x".repeat(160)), n2o.ackData(tick)))
      .length;
  const small = times("ten of 50 changed", (tick) => {
    const { update: made, actions } = update(tick);
    const shown = { bytes, session: "", now: 0, lasts: 1 };
    const left = changes([made, ...actions], new Map([[made, actions]]), shown);
    bytes = left.bytes;
    return frame(left.actions, tick);
  });
  const whole = times("the whole", (tick) => {
    const { update: made, actions } = update(tick);
    return frame([made, ...actions], tick);
  });
  times(
    "rendering alone",
    (tick) => nitro.renderBody(sheet({ numbers, tick, rate: 0 })).html.length,
  );
  const other = times("another shape each time", (tick) => {
    const made: nitro.Action = {
      action: "update",
      target: "sheet",
      html: nitro.renderBody(sheet({ numbers, tick, rate: 0 }, true)).html,
    };
    const left = changes([made], new Map([[made, []]]), { bytes, session: "", now: 0, lasts: 1 });
    bytes = left.bytes;
    return frame(left.actions, tick);
  });
  console.log(
    `  ${(whole / small).toFixed(2)} of the whole's speed; of another shape ${
      (other / whole).toFixed(2)
    } of its time`,
  );
}

console.log("the form, an update");
cost();
const kv = kvs.memoryKv();
const { start } = await application({
  kv,
  routes: { "/forms/index.htm": page },
  static: { "/forms/": new URL("../../examples/forms/static/", import.meta.url) },
  port: 0,
  hostname: "127.0.0.1",
  secret: "a secret of more than sixteen letters",
  // As people are served: while a page is developed each of its frames is looked at, here and in the browser.
  production: true,
});
const running = await start(), base = `http://127.0.0.1:${running.port}`;
const common = ["--no-sandbox", "--disable-quic"],
  uncapped = ["--disable-frame-rate-limit", "--disable-gpu-vsync"];
for (const [name, args] of [["uncapped", uncapped], ["60 Hz", ["--disable-gpu"]]] as const) {
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: [...common, ...args],
  });
  for (const query of ["ten", "all", "whole"]) {
    const page = await browser.newPage();
    console.log(`${name}, ${query}: ${await measure(page, query, base)}`);
    await page.close();
  }
  await browser.close();
}
await running.stop();
