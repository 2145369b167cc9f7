import { browserTest } from "../../_support/server/browser.ts";
import { equal } from "../../_support/assert.ts";
import { all, content, person, type Seen } from "../../_support/server/person.ts";
import { sample } from "../../_support/server/sample.ts";
import { complaints } from "../../_support/server/server.ts";

browserTest("the sample: nothing is lost over a restart", async (browser, t) => {
  await using served = await sample();

  await t.step("killed and started again, both clients come back with all they had", async () => {
    await using olena = await person(browser, served);
    await using taras = await person(browser, served);
    await olena.visit();
    await olena.enter("Olena", "killed");
    await taras.visit();
    await taras.enter("Taras", "killed");
    await olena.say("before");
    await taras.sees("before");
    await taras.page.getByRole("textbox", { name: "Message" }).focus();
    await taras.page.keyboard.type("typed before, ");

    equal(await served.end("SIGKILL"), 128 + 9);
    await olena.state("offline");
    await taras.state("offline");
    await taras.page.getByRole("status").getByText("Offline.").waitFor();
    await taras.page.keyboard.type("typed while down");
    await olena.send("sent while down");

    await served.start();
    await olena.state("online");
    await taras.state("online");
    await taras.sees("sent while down");
    await olena.page.locator("#message:placeholder-shown").waitFor();
    const typed = "typed before, typed while down";
    equal(await taras.composer(), { focused: true, value: typed, caret: typed.length });
    await taras.page.keyboard.press("Enter");
    await olena.sees(typed);
    const said = [
      { user: "Olena", text: "before" },
      { user: "Olena", text: "sent while down" },
      { user: "Taras", text: typed },
    ];
    await all([olena, taras], said);
    await olena.page.reload();
    await olena.state("online");
    await all([olena], said);
    await content(olena, taras);
  });

  await t.step("killed amid a burst, every message is there once, in its order", async () => {
    await using olena = await person(browser, served);
    await using taras = await person(browser, served);
    await olena.visit();
    await olena.enter("Olena", "burst");
    await taras.visit();
    await taras.enter("Taras", "burst");
    const texts = (user: string) => Array.from({ length: 20 }, (_, i) => `${user} ${i + 1}`);
    await taras.burst(texts("Taras").slice(0, 3));
    await olena.burst(texts("Olena").slice(0, 8));
    const ended = served.end("SIGKILL");
    await olena.burst(texts("Olena").slice(8, 14));
    await taras.burst(texts("Taras").slice(3, 10));
    await ended;
    await olena.state("offline");
    await served.start();
    await olena.burst(texts("Olena").slice(14));
    await taras.burst(texts("Taras").slice(10));
    await olena.count(40);
    await taras.count(40);
    await olena.say("the end");
    await taras.sees("the end");

    const seen = await olena.history();
    equal(await taras.history(), seen);
    equal(of(seen, "Olena"), [...texts("Olena"), "the end"]);
    equal(of(seen, "Taras"), texts("Taras"));
    await taras.page.reload();
    await taras.state("online");
    equal(await taras.history(), seen);
    await content(olena, taras);
  });

  await t.step("sent again because its answer was lost, a message is there once", async () => {
    await using olena = await person(browser, served);
    await using taras = await person(browser, served);
    let deaf = false;
    await olena.page.routeWebSocket(/./, (client) => {
      const server = client.connectToServer();
      client.onMessage((frame) => server.send(frame));
      server.onMessage((frame) => deaf || client.send(frame));
    });
    await olena.visit();
    await olena.enter("Olena", "deaf");
    await taras.visit();
    await taras.enter("Taras", "deaf");
    deaf = true;
    await olena.send("said twice");
    await taras.sees("said twice");
    equal(await olena.history(), []);
    await served.end("SIGKILL");
    await olena.state("offline");
    deaf = false;
    await served.start();
    await taras.state("online");
    await olena.sees("said twice");
    await olena.page.locator("#message:placeholder-shown").waitFor();
    await olena.say("said once");
    await taras.sees("said once");
    await all([olena, taras], ["said twice", "said once"].map((text) => ({ user: "Olena", text })));
    await content(olena, taras);
  });

  await t.step(
    "what is typed while an answer is outstanding is a message of its own, online and offline",
    async () => {
      await using olena = await person(browser, served);
      await olena.visit();
      await olena.enter("Olena", "typing");
      await olena.page.getByRole("textbox", { name: "Message" }).pressSequentially(
        "one\ntwo\nthree\nfo",
      );
      await olena.sees("three");
      equal((await olena.composer()).value, "fo");
      await served.end("SIGKILL");
      await olena.state("offline");
      await olena.page.getByRole("textbox", { name: "Message" }).pressSequentially("ur\nfive\nsi");
      await olena.page.getByRole("button", { name: "Chat", exact: true }).focus();
      await served.start();
      await olena.state("online");
      await olena.sees("five");
      equal((await olena.composer()).value, "si");
      equal(of(await olena.history(), "Olena"), ["one", "two", "three", "four", "five"]);
      await content(olena);
    },
  );

  await t.step(
    "told to stop, it says so to its clients, ends well, and they come back",
    async () => {
      await using olena = await person(browser, served);
      await olena.page.addInitScript(() => {
        const codes: number[] = [];
        Object.assign(globalThis, { codes });
        globalThis.WebSocket = class extends WebSocket {
          constructor(url: string | URL) {
            super(url);
            this.addEventListener("close", ({ code }) => codes.push(code));
          }
        };
      });
      await olena.visit();
      await olena.enter("Olena", "stopped");
      await olena.say("before");
      equal(await served.end("SIGTERM"), 0);
      await olena.state("offline");
      equal((await olena.page.evaluate("codes") as number[])[0], 1001);
      await served.start();
      await olena.state("online");
      // Amid a burst the host may reset the socket before the code is read; nothing is lost for that.
      const burst = Array.from({ length: 40 }, (_, at) => `burst ${at}`);
      await olena.burst(burst);
      equal(await served.end("SIGTERM"), 0);
      await olena.state("offline");
      await served.start();
      await olena.state("online");
      await olena.say("after");
      equal(of(await olena.history(), "Olena"), ["before", ...burst, "after"]);
      await content(olena);
    },
  );

  equal(complaints(served), []);
});

function of(seen: readonly Seen[], user: string): string[] {
  return seen.filter((each) => each.user === user).map(({ text }) => text);
}
