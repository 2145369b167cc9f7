/**
 * The form of `examples/forms` in Chromium over one WebSocket: how many forms a second, each in a frame of its own or with its layout done,
 * and what an update costs the server, beside one that is sent whole.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- the figures are what a bench is for
import {
  AHEAD,
  best,
  BROWSERS,
  launch,
  measure,
  type Page,
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
let inFrames = true, isOn = false;
const ask = () => isOn && socket.send("next");
socket.onmessage = ({ data }) => {
  for (const [id, text] of JSON.parse(data)) document.getElementById(id).textContent = text;
  measured.forms++;
  if (inFrames) return requestAnimationFrame(ask);
  void document.body.offsetHeight;
  ask();
};
globalThis.measured = {
  begin(asked, ahead) {
    this.forms = 0;
    isOn = true;
    inFrames = asked;
    while (ahead--) ask();
  },
  end() { isOn = false; },
};
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

function measureBare(page: Page): Promise<Rate> {
  return page.evaluate(
    async (ms, ahead) => {
      const pass = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
      while (!("measured" in globalThis)) await pass(50);
      // As: the page has it.
      const { measured } = globalThis as unknown as {
        measured: { forms: number; begin(inFrames: boolean, ahead: number): void; end(): void };
      };
      document.getElementById("f5")?.focus();
      const rate = async (inFrames: boolean) => {
        await pass(300);
        measured.begin(inFrames, inFrames ? 1 : ahead);
        await pass(ms);
        measured.end();
        return measured.forms * 1_000 / ms;
      };
      return { frames: await rate(true), laidOut: await rate(false) };
    },
    SECONDS * 1_000,
    AHEAD,
  );
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
  await using browser = await launch(name);
  for (const query of ["ten", "all", "whole"]) {
    const own: Rate[] = [], other: Rate[] = [];
    let focus = "";
    for (let round = 0; round < ROUNDS; round++) {
      const rate = await browser.at(`${base}/forms/index.htm?${query}`, measure);
      own.push(rate);
      focus = rate.focus;
      other.push(await browser.at(bareAt, measureBare));
    }
    const [mine, peer] = [best(own), best(other)];
    console.log(`${name}, ${query}: ${text(mine)}; focus ${focus}`);
    console.log(
      `  beside ten bare texts: ${text(peer)}; ${(mine.frames / peer.frames).toFixed(2)} and ${
        (mine.laidOut / peer.laidOut).toFixed(2)
      } of that`,
    );
  }
}
await bare.shutdown();
await running.stop();
