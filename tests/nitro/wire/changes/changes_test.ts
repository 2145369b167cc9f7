import { type Action, type Body, renderBody } from "../../../../nitro/mod.ts";
import { changes } from "../../../../nitro/wire/changes/changes.ts";
import { assert, equal } from "../../../_support/assert.ts";
import { random } from "../../../_support/random.ts";
import { Bodies, element, type Part } from "./bodies.ts";
import { Page } from "./document.ts";

/** A connection that remembers. */
class Remembering {
  bytes: Uint8Array<ArrayBuffer> | undefined;

  /** The actions of an update. */
  update(target: string, body: Body, ...before: Action[]): readonly Action[] {
    const { html, actions } = renderBody(body), update: Action = { action: "update", target, html };
    const made = changes([...before, update, ...actions], new Map([[update, actions]]), {
      bytes: this.bytes,
      session: "s",
      now: 1_000,
      lasts: 100,
    });
    this.bytes = made.bytes;
    return made.actions;
  }
}

const SEED = 20_261_128;

Deno.test(`the document after what changed is the one after the whole, seed ${SEED}`, () => {
  const bodies = new Bodies(random(SEED));
  let whole = 0, small = 0;
  for (let series = 0; series < 60; series++) {
    const connection = new Remembering();
    let body: Part = bodies.first("root"), page: Page | undefined;
    for (let step = 0; step < 12; step++) {
      const rendered = element(body), { html } = renderBody(rendered);
      const actions = connection.update("root", rendered);
      page ??= new Page(html);
      const before = JSON.stringify(page.shown);
      try {
        if (step > 0) page.run(actions);
        equal(page.shown, new Page(html).shown);
      } catch (error) {
        console.log(series, step, before, "\n->", html, "\n", actions);
        throw error;
      }
      if (step > 0) {
        if (actions.some((each) => each.action === "update" && each.target === "root")) whole++;
        else small++;
      }
      assert((connection.bytes?.length ?? 0) <= 8_192);
      body = bodies.next(body);
    }
  }
  console.log({ whole, small });
});
