/**
 * The form of `examples/forms` in Chromium over one WebSocket: how many forms a second, each in a frame of its own or with its layout done,
 * and what an update costs the server, beside one that is sent whole.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- the figures are what a bench is for
import type { Page } from "npm:playwright-core@1.65.1";
import {
  apart,
  best,
  BROWSERS,
  launch,
  measure,
  type Rate,
  ROUNDS,
  SECONDS,
  text,
} from "./rate.ts";
import { application, kvs, n2o, nitro } from "../../mod.ts";
import * as page from "../../examples/forms/page.ts";
import { computed, ENTERED, sheet } from "../../examples/forms/sheet.ts";
import { changes } from "../../nitro/wire/changes/changes.ts";
import { terms } from "../../nitro/wire/terms.ts";

/** A page of fifty rows that has no more than it needs: what this machine can do. It says itself how many forms a second came. */
const BARE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Bare</title>
<style>body{margin:0;font:14px sans-serif}div{contain:strict;height:24px;width:300px}</style><body>${
  Array.from({ length: ENTERED + 10 }, (_, at) =>
    `<div><label for="f${at}">Field</label> ${
      at % 5 === 4
        ? `<output id="c${(at - 4) / 5}">0</output>`
        : `<input id="f${at}" value="${at}">`
    }</div>`).join("")
}<script>
const socket = new WebSocket("ws://" + location.host);
let inFrames = true, isOn = false, forms = 0;
const ask = () => isOn && socket.send("next");
socket.onmessage = ({ data }) => {
  for (const [id, text] of JSON.parse(data)) document.getElementById(id).textContent = text;
  forms++;
  if (inFrames) return requestAnimationFrame(ask);
  void document.body.offsetHeight;
  ask();
};
const pass = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
async function measure(ms) {
  const rates = [];
  for (inFrames of [true, false]) {
    await pass(300);
    forms = 0;
    isOn = true;
    ask();
    await pass(ms);
    isOn = false;
    rates.push(forms * 1000 / ms);
  }
  return rates;
}
</script>`;

/** Serves the bare page; each message is answered with ten texts. */
function serveBare(): Deno.HttpServer<Deno.NetAddr> {
  let tick = 0;
  return Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, (request) => {
    if (request.headers.get("upgrade") !== "websocket") {
      return new Response(BARE, { headers: { "content-type": "text/html" } });
    }
    const { socket, response } = Deno.upgradeWebSocket(request);
    socket.onmessage = () => {
      const numbers = Array.from({ length: ENTERED }, (_, at) => 100 + at);
      const texts = computed({ numbers, tick: ++tick, rate: 0 });
      socket.send(JSON.stringify(texts.map((text, at) => [`c${at}`, text])));
    };
    return response;
  });
}

async function measureBare(page: Page, address: string): Promise<Rate> {
  await page.goto(address);
  await page.focus("#f5");
  const [frames = NaN, laidOut = NaN] = await page.evaluate<number[]>(
    `measure(${SECONDS * 1_000})`,
  );
  return { frames, laidOut };
}

/** What an update costs, and how large it is. */
function cost(): void {
  const numbers = Array.from({ length: ENTERED }, (_, at) => 100 + at);
  const times = (name: string, run: (tick: number) => number) => {
    let size = 0, best = Infinity;
    for (let round = 0; round < 60; round++) {
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
const bare = serveBare(), bareAt = `http://127.0.0.1:${bare.addr.port}/`;
for (const name of BROWSERS) {
  const browser = await launch(name);
  for (const query of ["ten", "all", "whole"]) {
    const own: Rate[] = [], other: Rate[] = [];
    let told = "";
    for (let round = 0; round < ROUNDS; round++) {
      const rate = await apart(
        browser,
        (page) => measure(page, `${base}/forms/index.htm?${query}`),
      );
      own.push(rate);
      told = rate.told;
      other.push(await apart(browser, (page) => measureBare(page, bareAt)));
    }
    const [mine, peer] = [best(own), best(other)];
    console.log(`${name}, ${query}: ${text(mine)}; ${told}`);
    console.log(
      `  beside ten bare texts: ${text(peer)}; ${(mine.frames / peer.frames).toFixed(2)} and ${
        (mine.laidOut / peer.laidOut).toFixed(2)
      } of that`,
    );
  }
  await browser.close();
}
await bare.shutdown();
await running.stop();
