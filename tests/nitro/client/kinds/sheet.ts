/**
 * One page for many small tests: each begins with an empty body of its own.
 *
 * @module
 */
import { equal } from "../../../_support/assert.ts";
import type { Browser, Page } from "../../../_support/server/browser.ts";
import type { Term } from "../../../../n2o/term/term.ts";
import { instruction, type Scene, scene } from "../server.ts";

/** What a page's own scripts see: elements of any kind. */
// deno-lint-ignore no-explicit-any -- see above
export type Any = any;

/** The page, and what its tests do with it. */
export interface Sheet extends AsyncDisposable {
  readonly s: Scene;
  readonly page: Page;
  readonly kb: Page["keyboard"];
  /** Runs a test in an empty body; nothing may be complained of. */
  step(name: string, act: () => Promise<void>): Promise<void>;
  /** Runs a function in the page. */
  ev(act: (argument?: Any) => unknown): Promise<Any>;
  /** Gives the body other HTML, then carries out instructions. */
  up(html: string, ...more: Term[]): Promise<void>;
  /** The events that came, acknowledged: each its pickle, with what its sources held. */
  events(): Promise<unknown[]>;
}

/** Opens a page. */
export async function sheet(browser: Browser, t: Deno.TestContext): Promise<Sheet> {
  const s = await scene(browser, `<div id="r"></div>`), { page } = s;
  const up = (html: string, ...more: Term[]) =>
    s.run(instruction("update", "r", `<div id="r">${html}</div>`), ...more);
  return {
    s,
    page,
    kb: page.keyboard,
    ev: (act) => page.evaluate(act),
    up,
    async step(name, act) {
      await t.step(name, async () => {
        await up("");
        await act();
        // What Chromium itself has to say of passwords and autofocus.
        equal((await s.complaints()).filter((line) => !/^(verbose|info)/.test(line)), []);
      });
    },
    async events() {
      await page.evaluate(() => new Promise(requestAnimationFrame));
      await s.ping();
      const all: unknown[] = [];
      while (s.unread) {
        const { pickle, args, seq } = await s.event(), values = Object.values(args);
        s.ack(seq);
        all.push(values.length ? [pickle, ...values] : pickle);
      }
      await s.run();
      return all;
    },
    [Symbol.asyncDispose]: () => s[Symbol.asyncDispose](),
  };
}
