import * as n2o from "../../../n2o/mod.ts";
import * as nitro from "../../../nitro/mod.ts";
import { equal } from "../../_support/assert.ts";
import { atom, tuple } from "../../../n2o/bert/bert.ts";
import { bpe } from "../../../bpe/process/bpe.ts";
import { bpeN2o, live } from "../../../bpe/n2o.ts";
import {
  beginEvent,
  endEvent,
  process,
  sequenceFlow,
  userTask,
} from "../../../bpe/define/builders.ts";
import { memoryKv } from "../../../kvs/mod.ts";
import { link, shownAnswer } from "../../_support/server/wire.ts";
import { hello, scene, secret } from "../page.ts";

/** A bus whose registrations hold when a test says so, and that may lose. */
function late() {
  const base = n2o.localBus(), holds = Promise.withResolvers<void>();
  const receivers = new Map<n2o.Receiver, n2o.Key>();
  const bus: n2o.Bus = {
    ...base,
    reg(topic, receiver) {
      base.reg(topic, receiver);
      receivers.set(receiver, topic);
      return holds.promise;
    },
  };
  return {
    bus,
    hold: holds.resolve,
    lose() {
      for (const [receiver, topic] of receivers) receiver(new n2o.Lost(topic));
    },
  };
}

Deno.test("init is answered when its registrations hold, whether or not the page awaits them", async () => {
  for (const awaits of [true, false]) {
    const { bus, hold } = late(), steps: string[] = [];
    const { open } = scene(async (event) => {
      if (event !== "init") return;
      const holds = n2o.reg("room").then(() => void steps.push("holds"));
      if (awaits) await holds;
    }, { bus });
    const client = open();
    client.term(hello());
    for (let each = 0; each < 100; each++) await undefined;
    equal(client.sent, 0);
    hold();
    await client.next();
    equal(steps, ["holds"]);
  }
});

Deno.test("a page that is slow is told once that it missed messages; its client stays, and nobody else waits", async () => {
  const gate = Promise.withResolvers<void>(), slow: unknown[] = [], quick: unknown[] = [];
  const { greeted, server, book } = scene(async (event) => {
    const isSlow = n2o.context().cx.client === "slow-one", heard = isSlow ? slow : quick;
    if (event === "init") return void n2o.reg("room");
    if (isSlow) await gate.promise;
    heard.push(n2o.isSent(event) ? event.message : n2o.isLost(event) ? "lost" : event);
  }, { limits: { mailbox: 4 } });
  const one = await greeted("", "slow-one"), two = await greeted("", "quick-one");
  for (let each = 1; each <= 10; each++) {
    server.bus.send("room", each);
    await two.settled();
  }
  equal(quick, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  gate.resolve();
  await one.settled();
  // One is at work, four wait.
  equal(slow, [1, 2, 3, 4, 5, "lost"]);
  server.bus.send("room", 11);
  await one.settled();
  equal(slow.at(-1), 11);
  equal(book.take(), []);
});

Deno.test("what the bus says is for the page that registered, with what it wires; a loss likewise", async () => {
  const { bus, hold, lose } = late();
  hold();
  const { greeted } = scene((event) => {
    if (event === "init") n2o.reg("room");
    else nitro.set("out", "value", n2o.isLost(event) ? "lost" : "other");
  }, { bus });
  const client = await greeted();
  lose();
  equal(JSON.stringify(shownAnswer(await client.next())).includes("lost"), true);
});

Deno.test("whoever has asked for a process's changes and may have missed some is told how it stands", async () => {
  using kv = memoryKv();
  await using b = bpe(kv, {
    modules: {
      ticket: {
        def: () =>
          process({
            name: "ticket",
            tasks: [
              beginEvent({ id: "Created" }),
              userTask({ id: "Work" }),
              endEvent({ id: "Final" }),
            ],
            flows: [
              sequenceFlow({ id: "f1", source: "Created", target: "Work" }),
              sequenceFlow({ id: "f2", source: "Work", target: "Final" }),
            ],
          }),
      },
    },
  });
  const { bus, hold, lose } = late();
  hold();
  const made = n2o.server({
    secret,
    bus,
    routes: { "/p": { event() {} } },
    protocols: [n2o.heart, bpeN2o(b, { anonymous: true }), nitro.nitro],
  });
  const stop = live(made, b), id = await b.start("ticket"), client = link(made, "/p");
  client.term(hello());
  await client.next();
  client.term(tuple(atom("Sub"), id));
  await client.next();
  await b.next(id);
  const told = shownAnswer(await client.next());
  lose();
  equal(shownAnswer(await client.next()), told);
  stop();
});
