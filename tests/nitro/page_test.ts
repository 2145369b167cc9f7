import * as nitro from "../../nitro/mod.ts";
import { isSent } from "../../n2o/bus/news.ts";
import type { Req } from "../../n2o/cx.ts";
import { instructions, scene } from "../n2o/page.ts";
import { equal, throws } from "../_support/assert.ts";

Deno.test("small conversions: ids, millions, thousands, the first that is set, white space that is seen", () => {
  equal(nitro.atom("row", 7, 8n), "row_7_8");
  equal([2_500_000, 999_999, -1, 3_000_000n].map(nitro.meg), ["2M", "0M", "0M", "3M"]);
  equal(["4K", "2M", "-3K", "0K"].map(nitro.num), [4_000, 2_000_000, -3_000, 0]);
  for (const text of ["", "4", "K", "4k", "1.5M", "4K ", "9999999999K"]) {
    throws(() => nitro.num(text), nitro.NitroError, "render");
  }
  throws(() => nitro.meg(1.5), nitro.NitroError, "render");
  equal([nitro.coalesce(null, undefined, 0, 1), nitro.coalesce(null)], [0, undefined]);
  equal(nitro.htmlEncodeWhites("a <b>\n\t"), "a&nbsp;&lt;b&gt;<br>&nbsp;&nbsp;&nbsp;&nbsp;");
});

Deno.test("a parameter of another request than the running one", () => {
  const req: Pick<Req, "query"> = { query: "a=1&b=%D0%96" };
  equal([nitro.qc("a", req), nitro.qc("b", req), nitro.qc("c", req)], ["1", "Ж", undefined]);
});

/** The actions that an event of a page wired, or what it threw; cookies come with the request. */
async function wired(run: () => unknown, scripts: boolean, wire: "classic" | "terms") {
  const seen: unknown[] = [];
  const { open, greeted } = scene((event) => {
    if (event !== "init") return void seen.push(event);
    try {
      seen.push(run());
    } catch (error) {
      seen.push(nitro.NitroError.is(error) ? error.code : error);
    }
  }, { scripts });
  if (wire === "terms") await greeted();
  else {
    const client = open();
    client.text("N2O,");
    await client.next();
  }
  return seen;
}

Deno.test("JavaScript text goes where the settings allow it, and over the classic wire alone", async () => {
  const code = () =>
    nitro.wire([nitro.bind({ target: "x", type: "click", code: "go();" }), "a();"]);
  equal(await wired(code, true, "classic"), [undefined]);
  for (const [scripts, wire] of [[true, "terms"], [false, "terms"], [false, "classic"]] as const) {
    equal(await wired(code, scripts, wire), ["script"]);
  }
});

Deno.test("actions are replaced as a whole or not at all", async () => {
  const [found] = await wired(
    () => {
      nitro.clear("a");
      const before = nitro.actions([...nitro.multi({ action: "clear", target: "b" })]).length;
      throws(() => nitro.actions(["script"]), nitro.NitroError, "script");
      return [before, nitro.actions().map((each) => "target" in each && each.target)];
    },
    false,
    "terms",
  );
  equal(found, [1, ["b"]]);
});

Deno.test("a cookie is written so that nothing of it gets out, and dated by the server's clock", async () => {
  const texts = ["plain", 'a;b, c"\\=%41 Ж', "x\r\ny", ""];
  const [found] = await wired(
    () => {
      for (const text of texts) nitro.cookie("id", text, { seconds: 0 });
      for (const name of ["", "a b", "a;b", "a=b", "é"]) {
        throws(() => nitro.cookie(name, ""), nitro.NitroError, "render");
      }
      for (const path of ["", "x", "/;domain=x", "/\n"]) {
        throws(() => nitro.cookie("a", "", { path }), nitro.NitroError, "render");
      }
      throws(() => nitro.cookie("a", "x".repeat(4_096)), nitro.NitroError, "render");
      return nitro.actions().map((each) => each.action === "cookie" && each.text);
    },
    false,
    "terms",
  );
  const all = Array.isArray(found) ? found.map(String) : [];
  equal(all.length, texts.length);
  for (const [at, text] of all.entries()) {
    const [, value = "", date = ""] = /^id=([!-:<-~]*); path=\/; expires=(\w{3}, [\w: ]+ GMT)$/
      .exec(text) ?? [];
    equal([decodeURIComponent(value), Number.isNaN(Date.parse(date))], [texts[at], false]);
  }
});

Deno.test("what a page hands itself: values at once, messages as news and not as postbacks", async () => {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  const { greeted } = scene((event) => {
    if (event === "init") nitro.transfer({ state: { step: 2 }, events: [{ go: 1 }] });
    else if (isSent(event)) resolve([event.topic, event.message, nitro.state("step")]);
  });
  await greeted();
  equal(await promise, ["transfer", { go: 1 }, 2]);
});

Deno.test("what was wired is let go once it was written; what is left of its message goes on", async () => {
  const later = Promise.withResolvers<void>(), over = Promise.withResolvers<unknown>();
  const { greeted } = scene((event) => {
    if (event !== "init") return;
    nitro.update("a", "markup");
    const wired = nitro.actions().length;
    // Not waited for: the client is answered meanwhile.
    void later.promise.then(() => over.resolve([wired, nitro.actions().length, nitro.qc("b")]));
  });
  const { hello } = await greeted();
  equal(JSON.stringify(instructions(hello)).includes("markup"), true);
  later.resolve();
  equal(await over.promise, [1, 0, undefined]);
});
