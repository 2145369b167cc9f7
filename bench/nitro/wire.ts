/**
 * What a page has its client do, on our wire beside the classic one: bytes of an answer, the time that Chromium takes from the frame to the
 * changed document, and the time of layout with it. Our client reads terms; of the classic one what is measured is the evaluation of its
 * text alone, which its own decoder hands it.
 *
 * @module
 */
import { connection } from "../../n2o/connection.ts";
import { atom, decode, encode, heart, isRecord, server, text, tuple } from "../../n2o/mod.ts";
import { client } from "../../nitro/client.gen.ts";
import {
  button,
  label,
  nitro,
  panel,
  renderBody,
  set,
  span,
  textbox,
  update,
} from "../../nitro/mod.ts";
import type { Page } from "../../tests/_support/server/browser.ts";
import { median, table } from "../report.ts";
import { fields } from "./fields.ts";

const FRAMES = 20, ROUNDS = 5;

function form(turn: number) {
  return panel({
    id: "form",
    body: fields.map(({ id, title, value, hint }) =>
      panel({
        class: "field",
        body: [
          label({ for: id, body: title }),
          textbox({ id, name: id, value: `${value} ${turn}` }),
          span({ id: `${id}-h`, class: "hint", body: hint }),
        ],
      })
    ),
  });
}

/** What a page does, by the number of the turn. */
const pages: Readonly<Record<string, (turn: number) => void>> = {
  "a form of 50 fields is updated": (turn) => update("form", form(turn)),
  "ten values are set": (turn) => {
    for (const { id } of fields.slice(0, 10)) set(id, "value", `value ${turn}`);
  },
  "a line and its button are updated": (turn) =>
    update(
      "line",
      panel({
        id: "line",
        body: [`turn ${turn} `, button({ id: "go", body: "go", postback: "go" })],
      }),
    ),
};

/** The answers of a page to so many events: frames on our wire, JavaScript texts on the classic one. */
async function answers(
  run: (turn: number) => void,
  wire: "terms" | "classic",
): Promise<Uint8Array[]> {
  let turn = 0, heard = Promise.withResolvers<Uint8Array<ArrayBuffer>>();
  const made = server({
    secret: "a secret for the benchmark",
    protocols: [heart, nitro],
    routes: { "/p": { event: () => run(turn) } },
    log: () => {},
  });
  const link = connection(made, "/p", { path: "/p", query: "", headers: {} }, {
    send: (frame) => typeof frame !== "string" && heard.resolve(frame),
    close() {},
    backlog: 0,
  });
  const frames: Uint8Array[] = [];
  for (; turn < FRAMES; turn++) {
    heard = Promise.withResolvers();
    // A greeting is answered by what "init" does.
    link.receive(
      wire === "classic" ? "N2O," : encode(tuple(atom("hello"), 1, "", "client-1")).slice().buffer,
    );
    frames.push((await heard.promise).slice());
  }
  return frames;
}

/** The text that the classic client evaluates. */
function code(frame: Uint8Array): string {
  const term = decode(frame);
  return isRecord(term, "io", 3) ? text(term.elements[1] ?? []) ?? "" : "";
}

/** What the page has in place of a socket: frames come as the benchmark says. */
const socket = `
  var sockets = [];
  window.WebSocket = class { readyState = 1; constructor() { sockets.push(this); } send(frame) { if (frame === "PING") this.onmessage({ data: "PONG" }); } close() {} };
  var qi = (id) => document.getElementById(id), qs = (one) => document.querySelector(one);
  var qn = (name) => document.createElement(name);
`;

/** Milliseconds that each of these takes in the page, applied and with layout. */
async function applied(
  page: Page,
  frames: readonly (string | number[])[],
): Promise<[number, number]> {
  return await page.evaluate((frames) => {
    // As: the page's own script put it there.
    const { sockets } = globalThis as unknown as {
      sockets: { onmessage(event: { data: ArrayBuffer }): void }[];
    };
    const given = frames.map((each) =>
      typeof each === "string" ? each : new Uint8Array(each).buffer
    );
    const run = (layout: boolean) => {
      const begun = performance.now();
      for (const each of given) {
        // deno-lint-ignore no-eval -- what the classic client does
        if (typeof each === "string") (0, eval)(each);
        else sockets[0]?.onmessage({ data: each });
        if (layout) document.body.getBoundingClientRect();
      }
      return (performance.now() - begun) / given.length;
    };
    return [run(false), run(true)] as [number, number];
  }, frames);
}

const { chromium } = await import("npm:playwright-core@1.65.1");
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
try {
  for (const [title, run] of Object.entries(pages)) {
    const wires = await Promise.all((["terms", "classic"] as const).map(async (wire) => {
      const frames = await answers(run, wire);
      const page = await browser.newPage();
      await page.setContent(`<div id="line"></div>${renderBody(form(0)).html}`);
      await page.addScriptTag({ content: socket });
      await page.addScriptTag({ content: client });
      const bytes = median(frames.map(({ length }) => length));
      return {
        page,
        bytes,
        frames: frames.map((each) => wire === "terms" ? [...each] : code(each)),
      };
    }));
    const times = wires.map((): [number[], number[]] => [[], []]);
    for (let round = -2; round < ROUNDS; round++) {
      for (const [at, { page, frames }] of wires.entries()) {
        const [bare, laid] = await applied(page, frames);
        if (round < 0) continue;
        times[at]?.[0].push(bare);
        times[at]?.[1].push(laid);
      }
    }
    const row = (at: number) => times[at]?.map((all) => median(all)) ?? [];
    const [own = [], classic = []] = [row(0), row(1)];
    const cells = (all: readonly number[]) => all.map((ms) => `${(ms * 1_000).toFixed(0)} us`);
    table(`${title}: bytes, applied, with layout`, [
      ["the classic wire", `${wires[1]?.bytes} B`, ...cells(classic)],
      ["our wire", `${wires[0]?.bytes} B`, ...cells(own)],
      [
        "ratio",
        ((wires[0]?.bytes ?? NaN) / (wires[1]?.bytes ?? NaN)).toFixed(2),
        ...own.map((ms, at) => (ms / (classic[at] ?? NaN)).toFixed(2)),
      ],
    ]);
    for (const { page } of wires) await page.close();
  }
} finally {
  await browser.close();
}
