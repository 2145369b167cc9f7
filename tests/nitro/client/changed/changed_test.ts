import { type Action, renderBody } from "../../../../nitro/mod.ts";
import { changes } from "../../../../nitro/wire/changes/changes.ts";
import { Memory } from "../../../../nitro/wire/changes/memory.ts";
import { terms } from "../../../../nitro/wire/terms.ts";
import { atom, tuple } from "../../../../n2o/mod.ts";
import { assert, equal } from "../../../_support/assert.ts";
import { rounds, SEED } from "../../../_support/long.ts";
import { type Random, random } from "../../../_support/random.ts";
import { browserTest } from "../../../_support/server/browser.ts";
import { Bodies, element, type Part } from "../../wire/changes/bodies.ts";
import { type Scene, scene } from "../server.ts";

const EMPTY = '<div id="root"></div>';

/** What is seen of a page: its elements, what the controls hold, and where the person is. */
function seen({ page }: Scene): Promise<unknown> {
  return page.evaluate(() => {
    const root = document.querySelector("#root")!;
    const holds = [...root.querySelectorAll<HTMLInputElement>("input,textarea,select")]
      .map(({ value, checked }) => [value, checked]);
    const { id, selectionStart = null } = document.activeElement as HTMLInputElement;
    const html = root.outerHTML.replace(/auto-\w+/g, "auto").replace(/ (aria-busy)="true"/g, "");
    return [html, holds, id.replace(/auto-\w+/, "auto"), selectionStart];
  });
}

/** What a person does to a control, by its place. */
type Deed = readonly [nth: number, deed: number, text: string];

/** What a person does to controls, the same wherever it is done. */
function act({ page }: Scene, deeds: readonly Deed[]): Promise<void> {
  return page.evaluate((deeds) => {
    for (const [nth, deed, text] of deeds) {
      const all = document.querySelectorAll<HTMLInputElement>("#root :is(input,textarea,select)");
      const control = all[nth % Math.max(all.length, 1)];
      if (control === undefined) return;
      if (deed === 0) control.focus();
      else if (deed === 1) control.blur();
      else if (/^(checkbox|radio)$/.test(control.type)) control.click();
      else if (control instanceof HTMLSelectElement) {
        control.selectedIndex = nth % Math.max((control as HTMLSelectElement).length, 1);
        (control as HTMLSelectElement).dispatchEvent(new Event("input", { bubbles: true }));
      } else {
        control.value = text;
        control.dispatchEvent(new Event("input", { bubbles: true }));
      }
    }
  }, deeds);
}

/** Two pages of one person: one has only what changed, the other all. */
async function series(small: Scene, whole: Scene, choices: Random): Promise<number> {
  const bodies = new Bodies(choices), { below, pick } = choices;
  let body: Part = bodies.first("root"), bytes: Uint8Array<ArrayBuffer> | undefined, count = 0;
  // What the person did to the elements of another series is not known to this one's memory.
  const both = <T>(act: (scene: Scene) => Promise<T>) => Promise.all([small, whole].map(act));
  await both(({ page }) =>
    page.evaluate((html) => {
      document.querySelector("#root")!.outerHTML = html;
    }, EMPTY)
  );
  const say = (scene: Scene, actions: readonly Action[]) =>
    scene.run(...terms(actions, ({ target }) => `p ${target}`));
  for (let step = 0; step < 8; step++) {
    const { html, actions } = renderBody(element(body));
    const update: Action = { action: "update", target: "root", html };
    const shown = { bytes, session: "s", now: 1, lasts: 1 };
    const made = changes([update, ...actions], new Map([[update, actions]]), shown);
    bytes = made.bytes;
    if (!made.actions.includes(update)) count++;
    const [is, shall] = await both(async (scene) => {
      await say(scene, scene === whole ? [update, ...actions] : made.actions);
      return await seen(scene);
    });
    equal(is, shall, `step ${step}`);
    const deeds = Array.from({ length: below(4) }, (): Deed => [
      below(1_000),
      below(6),
      pick(["typed", "", "another text", "7"]),
    ]);
    await both((scene) => act(scene, deeds));
    if (below(2) === 0) bytes = await press(small, whole, bytes);
    body = bodies.next(body);
  }
  return count;
}

/** The person presses a button that takes a control along. */
async function press(small: Scene, whole: Scene, bytes: Uint8Array<ArrayBuffer>) {
  const memory = new Memory(bytes, "s");
  const source = await whole.page.evaluate(() => {
    const all = document.querySelectorAll("#root :is(input,textarea,select)[id]");
    return [...all].map(({ id }) => id).filter((id) => !id.startsWith("auto-"))[0] ?? "";
  });
  if (source === "") return bytes;
  const bind = tuple(atom("bind"), "press", "click", "press", [source], new Map());
  await Promise.all([small, whole].map(async (scene) => {
    await scene.run(bind);
    await scene.page.evaluate(() => document.querySelector<HTMLElement>("#press")!.click());
    const { seq } = await scene.event();
    scene.ack(seq);
  }));
  for (const control of ["press", source]) memory.carried(control);
  return memory.bytes;
}

browserTest(
  `a page that gets only what changed shows what one shows that gets all, seed ${SEED}`,
  async (browser) => {
    const html = `${EMPTY}<button id="press">press</button>`;
    let count = 0;
    await using small = await scene(browser, html);
    await using whole = await scene(browser, html);
    for (let round = 0; round < rounds(3, 160); round++) {
      const seed = SEED * 1_000 + round;
      try {
        count += await series(small, whole, random(seed));
      } catch (error) {
        throw new Error(`series ${seed}`, { cause: error });
      }
    }
    assert(count > 5, `${count} updates were small`);
    equal([await small.complaints(), await whole.complaints()], [[], []]);
  },
);
