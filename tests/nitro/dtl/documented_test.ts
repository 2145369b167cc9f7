import { assert, equal } from "../../_support/assert.ts";
import { virtualClock } from "../../_support/clock.ts";
import { filters as ownFilters } from "../../../nitro/dtl/filter/table.ts";
import { memory, Templates } from "../../../nitro/dtl/mod.ts";
import { tags as ownTags } from "../../../nitro/dtl/tag/table.ts";
import { type Documented, filters, tags } from "./documented.ts";

const clock = virtualClock(Date.UTC(2026, 10, 28, 15, 7, 9));
const templates = new Templates({
  source: memory({}),
  clock,
  random: () => 0.5,
  static: (path) => `/static/${path}`,
  url: (name, [id], { sort }) => name === "shop" ? `/shop/${id}/?sort=${sort}` : undefined,
});

/** Tags that more than one template is needed for: inherit_test.ts has them. */
const APART = ["extends", "include"];

for (const [kind, all, own] of [["tag", tags, ownTags], ["filter", filters, ownFilters]] as const) {
  for (const [name, template, data, text] of all satisfies readonly Documented[]) {
    Deno.test(`the ${kind} ${name} writes what Django's documentation says`, async () => {
      equal(await templates.inline(template, data), text);
    });
  }
  Deno.test(`each built-in ${kind} has a line`, () => {
    const named = new Set(all.map(([name]) => name));
    const missing = [...own.keys()].filter((name) => !named.has(name) && !APART.includes(name));
    assert(missing.length === 0, missing.join());
  });
}
