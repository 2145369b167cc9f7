import { equal } from "../../_support/assert.ts";
import { feel } from "../../../feel/mod.ts";
import { value } from "./standard.ts";

Deno.test("variables of the host are taken as FEEL has them, and what leaves can be stored", () => {
  const when = new Date(Date.UTC(2026, 0, 31, 12));
  const variables = {
    when,
    big: 2n ** 60n,
    order: { when, lines: [{ price: 1 }] },
    gone: undefined,
  };
  equal(value("when", variables), when);
  equal(value("order", variables) === variables.order, true);
  equal(value("order.lines", variables) === variables.order.lines, true);
  equal(value('when + duration("P1M")', variables), "2026-02-28T12:00:00Z");
  equal(value("when.weekday", variables), 6);
  equal(value("order.when = when", variables), true);
  equal(value("big > 1", variables), true);
  equal(value("gone = null", variables), true);
  equal(value("{a: when.time offset, b: [today()]}", variables), { a: "PT0S", b: ["2026-11-24"] });
  equal(structuredClone(value("{a: [1..2], b: 1}")), { a: "[1..2]", b: 1 });
});

Deno.test("one evaluation sees one moment, and the engine's goes before the clock", () => {
  let asked = 0;
  const ticking = feel({ clock: { now: () => ++asked * 1_000 } });
  equal(ticking.evaluate("now() = now()", {}), true);
  equal(asked, 1);
  equal(ticking.evaluate("string(now())", {}, 0), "1970-01-01T00:00:00Z");
  equal(asked, 1);
});
