import { browserTest } from "../../_support/server/browser.ts";
import { assert, equal } from "../../_support/assert.ts";
import { encode } from "../../../n2o/bert/bert.ts";
import { atom, tuple } from "../../../n2o/term/term.ts";
import { binding, instruction, type Scene, stage } from "./server.ts";

const buttons = `<button id="a">a</button><button id="b">b</button><button id="c">c</button>`;
const bound = [binding("a", "click", "A"), binding("b", "click", "B"), binding("c", "click", "C")];

/** Records the client's own events from now on; the function returns them. */
async function record({ page }: Scene, name: string): Promise<() => Promise<unknown[]>> {
  const seen = await page.evaluateHandle((name) => {
    const seen: unknown[] = [];
    document.addEventListener(name, (event) => seen.push((event as CustomEvent).detail));
    return seen;
  }, name);
  return () => seen.jsonValue();
}

browserTest("the client connects, stays connected, and loses no event", async (browser, t) => {
  const step = stage(browser, t);

  await step("it connects for its page and says hello with a random name", buttons, async (s) => {
    equal(s.paths, ["/ws/app/page.htm?room=%D1%85%D0%B0%D1%82%D0%B0&x=1"]);
    equal(s.hellos[0]?.[0], "");
    assert(/^[A-Za-z0-9_-]{8,64}$/.test(s.hellos[0]?.[1] ?? ""));
    equal(await s.page.evaluate(() => sessionStorage.getItem("token")), "token-1");
    await s.page.reload();
    await s.hello(2);
    equal(s.hellos[1]?.[0], "token-1");
    assert(s.hellos[0]?.[1] !== s.hellos[1]?.[1], "a life of the page has a name of its own");
  }, { path: "/app/page.htm?room=%D1%85%D0%B0%D1%82%D0%B0&x=1" });

  await step(
    "events wait while the server is away and go out in order after hello",
    buttons,
    async (s) => {
      await s.run(...bound);
      await s.stop();
      await s.state("offline");
      await s.page.click("#a");
      await s.page.click("#b");
      s.greets = false;
      s.start();
      await s.hello(2);
      await s.page.click("#c");
      await s.ping();
      equal(s.unread, 0, "nothing goes out before the answer to hello");
      equal(s.hellos[1], ["token-1", s.hellos[0]![1]]);
      s.greet();
      const sent = [await s.event(), await s.event(), await s.event()];
      equal(sent.map(({ pickle, seq }) => [pickle, seq]), [["A", 2], ["B", 3], ["C", 4]]);
      await s.state("online");
    },
  );

  await step(
    "an event without an answer is sent again once, with its number",
    buttons,
    async (s) => {
      await s.run(...bound);
      await s.page.click("#a");
      await s.page.click("#b");
      const [a, b] = [await s.event(), await s.event()];
      s.ack(a.seq);
      s.close(1012);
      await s.hello(2);
      equal(await s.event(), b);
      s.ack(b.seq);
      await s.run();
      equal(s.unread, 0);
    },
  );

  await step(
    "each click of two sends an event, and the element is busy until both are answered",
    buttons,
    async (s) => {
      await s.run(...bound);
      await s.page.dblclick("#a");
      const { seq: first } = await s.event(), { seq, pickle } = await s.event();
      equal(pickle, "A");
      await s.run(instruction("update", "b", `<button id="b">B</button>`));
      equal(await s.page.getAttribute("#a", "aria-busy"), "true");
      await s.run(instruction("update", "a", `<button id="a">A</button>`), bound[0]!);
      equal(await s.page.getAttribute("#a", "aria-busy"), "true", "an update leaves it busy");
      s.ack(first);
      await s.run();
      equal(await s.page.getAttribute("#a", "aria-busy"), "true", "the second is under way");
      s.ack(seq);
      await s.run();
      equal(await s.page.getAttribute("#a", "aria-busy"), null);
      await s.page.click("#a");
      equal((await s.event()).pickle, "A");
    },
  );

  await step(
    "what was changed back meanwhile is no double click",
    `<input id="x" type="checkbox">`,
    async (s) => {
      await s.run(binding("x", "change", "X", ["x"]));
      for (let i = 0; i < 3; i++) await s.page.click("#x");
      const sent = [await s.event(), await s.event(), await s.event()];
      equal(sent.map(({ args }) => args["x"]), [":true", ":false", ":true"]);
    },
  );

  await step("an answer that comes twice counts once", buttons, async (s) => {
    const errors = await record(s, "n2o:error");
    await s.run(...bound);
    await s.page.click("#a");
    const { seq } = await s.event();
    const more = instruction("insert", "c", atom("beforebegin"), "<i>more</i>");
    for (let each = 0; each < 2; each++) s.io([more], tuple(atom("ack"), seq));
    await s.page.click("#b");
    const refused = tuple(atom("error"), (await s.event()).seq, "failed");
    for (let each = 0; each < 2; each++) s.io([], refused);
    s.io([], tuple(atom("error"), 0, "failed")); // of nothing that has a number
    await s.run();
    equal(await s.page.locator("i").count(), 1);
    equal(await errors(), [{ seq: seq + 1, reason: "failed" }, { seq: 0, reason: "failed" }]);
  });

  await step("a refusal ends the event and is told", buttons, async (s) => {
    const errors = await record(s, "n2o:error");
    await s.run(...bound);
    await s.page.click("#a");
    const { seq } = await s.event();
    s.io([], tuple(atom("error"), seq, "bad arguments"));
    await s.run();
    equal(await errors(), [{ seq, reason: "bad arguments" }]);
    s.close(1012);
    await s.hello(2);
    await s.run();
  });

  for (const reason of ["expired", "unknown"]) {
    await step(`what is ${reason} has the page initialised anew, once`, buttons, async (s) => {
      await s.run(...bound);
      await s.page.click("#a");
      await s.page.click("#b");
      const sent = [await s.event(), await s.event()];
      for (const { seq } of sent) s.io([], tuple(atom("error"), seq, reason));
      await s.hello(2);
      await s.run();
      equal(s.hellos.length, 2);
      equal(s.paths.length, 1);
    });
  }

  await step(
    "a frame over the server's limit is given up, the rest goes on",
    `${buttons}<textarea id="t"></textarea>`,
    async (s) => {
      const errors = await record(s, "n2o:error");
      await s.run(bound[0]!, binding("b", "click", "B", ["t"]));
      await s.page.fill("#t", "ї".repeat(5_000));
      await s.page.click("#a");
      await s.page.click("#b");
      const [a, b] = [await s.event(), await s.event()];
      s.close(1009);
      await s.hello(2);
      equal(await s.event(), a);
      s.ack(a.seq);
      await s.run();
      equal(await errors(), [{ seq: b.seq, reason: "too large" }]);
    },
  );

  await step(
    "a heartbeat goes out every 5 s; a silent connection is given up",
    buttons,
    async (s) => {
      await s.run();
      s.texts.length = 0;
      for (let i = 1; i <= 3; i++) {
        await s.page.clock.runFor(5_000);
        await s.run();
      }
      equal(s.texts, ["PING", "PING", "PING"]);
      equal(s.paths.length, 1);
      s.pongs = false;
      await s.page.clock.runFor(15_000);
      await s.page.clock.runFor(10_000);
      await s.hello(2);
      equal(s.paths.length, 2);
    },
    { clock: true },
  );

  await step(
    "when the network is back it does not wait for its next attempt",
    buttons,
    async (s) => {
      const states = await record(s, "n2o:status");
      await s.stop();
      await s.state("offline");
      s.start();
      equal(s.hellos.length, 1); // time stands still: only what follows can wake it
      await s.page.evaluate(() => void dispatchEvent(new Event("online")));
      await s.hello(2);
      await s.state("online");
      equal(await states(), ["offline", "connecting", "online"]);
    },
    { clock: true },
  );

  await step("frames that say nothing are passed over", buttons, async (s) => {
    s.raw("");
    s.raw("N2O");
    s.raw(new Uint8Array());
    s.raw(encode(atom("whatever")));
    s.raw(encode(tuple(atom("later"), 1)));
    await s.run();
    equal(s.paths.length, 1);
  });

  await step("a fresh token is kept and sends nothing again", buttons, async (s) => {
    await s.run(...bound);
    await s.page.click("#a");
    equal((await s.event()).pickle, "A");
    s.io([], tuple(atom("Token"), "token-2"));
    await s.run();
    equal(await s.page.evaluate(() => sessionStorage.getItem("token")), "token-2");
  });

  await step("data-ws names another address", buttons, (s) => {
    equal(s.paths, ["/ws/elsewhere/app/page.htm"]);
    return Promise.resolve();
  }, { script: `data-ws="/ws/elsewhere"` });
});
