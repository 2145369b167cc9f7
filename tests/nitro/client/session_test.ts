import { browserTest } from "../../_support/server/browser.ts";
import { assert, equal } from "../../_support/assert.ts";
import type { Term } from "../../../n2o/term/term.ts";
import { binding, instruction, type Scene, scene, stage } from "./server.ts";

const body = `<p id="p">before</p><button id="a">a</button>`;
const shown = (text: string): Term => instruction("update", "p", `<p id="p">${text}</p>`);
const text = ({ page }: Scene) => page.textContent("#p");

/** Has what the client reports of itself written down; the function returns it. */
async function errors({ page }: Scene): Promise<() => Promise<unknown[]>> {
  const seen = await page.evaluateHandle(() => {
    const seen: unknown[] = [];
    document.addEventListener("n2o:error", (event) => seen.push((event as CustomEvent).detail));
    return seen;
  });
  return () => seen.jsonValue();
}

browserTest("a ticket is exchanged for the cookie before the page goes on", async (browser, t) => {
  const step = stage(browser, t);

  await step(
    "what stands behind it waits, later frames too, and the order stays",
    body,
    async (s) => {
      const answer = Promise.withResolvers<Response>();
      s.exchange = () => answer.promise;
      s.io([shown("first"), instruction("session", "T1"), shown("second")]);
      await s.ticket(1);
      s.io([shown("third"), instruction("session", "T2"), shown("fourth")]);
      await s.ping();
      equal([s.tickets, await text(s)], [["POST T1"], "first"]);
      s.exchange = () => new Response(null, { status: 204 });
      answer.resolve(new Response(null, { status: 204 }));
      await s.ticket(2);
      await s.run();
      equal([s.tickets, await text(s)], [["POST T1", "POST T2"], "fourth"]);
    },
  );

  await step("an event meanwhile is sent and acknowledged", body, async (s) => {
    const answer = Promise.withResolvers<Response>();
    await s.run(binding("a", "click", "A"));
    s.exchange = () => answer.promise;
    s.io([instruction("session", "T")]);
    await s.ticket(1);
    await s.page.click("#a");
    const { seq } = await s.event();
    s.ack(seq);
    await s.ping();
    equal(await s.page.getAttribute("#a", "aria-busy"), null);
    answer.resolve(new Response(null, { status: 204 }));
    await s.run();
  });

  await step(
    "a connection that is lost meanwhile is not online, and the one that follows is",
    body,
    async (s) => {
      const answer = Promise.withResolvers<Response>();
      s.exchange = () => answer.promise;
      s.greet(instruction("session", "T"), shown("went on"));
      await s.ticket(1);
      s.close(1001);
      await s.hello(2);
      answer.resolve(new Response(null, { status: 204 }));
      await s.page.getByText("went on").waitFor();
      assert(await s.page.getAttribute("html", "data-n2o") !== "online");
      s.greet(shown("again"));
      await s.state("online");
      equal([await text(s), s.hellos.length], ["again", 2]);
    },
    { greets: false },
  );

  await step("it goes to another page with the cookie in hand", body, async (s) => {
    s.exchange = () =>
      new Response(null, {
        status: 204,
        headers: { "set-cookie": "n2o=sealed; Path=/; HttpOnly" },
      });
    s.io([instruction("session", "T"), instruction("redirect", "/app/other.htm")]);
    await s.page.waitForURL("**/app/other.htm");
    await s.hello(2);
    equal(s.tickets, ["POST T"]);
    equal((await s.page.context().cookies()).map(({ value }) => value), ["sealed"]);
    equal(await s.page.evaluate(() => document.cookie), "");
  });
});

browserTest("a ticket that cannot be exchanged is said, and the page goes on", async (browser) => {
  for (const [status, tries] of [[403, 1], [404, 1], [503, 3]] as const) {
    await using s = await scene(browser, body);
    const said = await errors(s);
    s.exchange = () => new Response("no", { status });
    s.io([instruction("session", "T"), shown("after")]);
    await s.run();
    equal(s.tickets.length, tries, `${status}`);
    equal(await text(s), "after");
    equal(await said(), [{ seq: 0, reason: "session" }]);
  }
});

browserTest("a server that fails once is asked again", async (browser) => {
  await using s = await scene(browser, body);
  const said = await errors(s);
  s.exchange = () => new Response(null, { status: s.tickets.length === 1 ? 502 : 204 });
  s.io([instruction("session", "T"), shown("after")]);
  await s.run();
  equal([s.tickets, await text(s), await said()], [["POST T", "POST T"], "after", []]);
});

browserTest("other tabs come back over a new connection, the tab itself stays", async (browser) => {
  await using context = await browser.newContext();
  await using s = await scene(browser, body, { context });
  const other = await context.newPage();
  await other.goto(s.page.url());
  await s.hello(2);
  s.io([instruction("session", "T")]); // the socket of the other tab is the newer one
  await s.hello(3);
  equal([s.tickets, s.paths.length], [["POST T"], 3]);
  equal(s.hellos[2]?.[1], s.hellos[0]?.[1], "the first tab came back");
  await other.close();
});
