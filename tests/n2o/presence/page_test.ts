import * as n2o from "../../../n2o/mod.ts";
import { pi } from "../../../n2o/process.ts";
import { presenceOf } from "../../../n2o/presence/presence.ts";
import { server, stop } from "../../../n2o/server.ts";
import { equal, throws } from "../../_support/assert.ts";
import { link } from "../../_support/server/wire.ts";
import { hello, scene } from "../page.ts";

/** Lets everything run that waits for nothing from outside. */
async function turns(): Promise<void> {
  for (let each = 0; each < 100; each++) await undefined;
}

/** Who is in the room, without the names of their ways. */
const there = (server: n2o.Server) =>
  presenceOf(server).list("room").map(({ key, metas }) => [key, ...metas.map(({ data }) => data)]);

Deno.test("a page tracks its user as long as its connection lives, hears who comes and goes, and reg with a value says the same", async () => {
  const heard: [joins: string[], leaves: string[]][] = [];
  let count = 0;
  const { server, greeted } = scene((event) => {
    if (event === "init") {
      count++;
      n2o.user("ann");
      if (count === 1) n2o.presence.watch("room");
      if (count < 3) n2o.presence.track("room", n2o.user(), count);
      else n2o.reg("room", count);
    } else if (n2o.isPresence(event)) {
      const keys = (people: readonly n2o.Person[]) => people.map(({ key }) => key);
      heard.push([keys(event.joins), keys(event.leaves)]);
    }
  });
  const first = await greeted("", "client-1"), second = await greeted("", "client-2");
  const third = await greeted("", "client-3");
  equal(there(server), [["ann", 1, 2, 3]]);
  // A page that begins anew is there once.
  third.term(hello("", "client-3"));
  await third.next();
  equal(there(server), [["ann", 1, 2, 4]]);
  await second.leave();
  await third.leave();
  await turns();
  await first.settled();
  equal(there(server), [["ann", 1]]);
  equal(heard, [
    [["ann"], []],
    [["ann"], []],
    [["ann"], []],
    [[], ["ann"]],
    [["ann"], []],
    [[], ["ann"]],
    [[], ["ann"]],
  ]);
  await first.leave();
  await turns();
  equal(there(server), []);
});

Deno.test("a host may count presence in its own way: the server and its pages use what it hands in", async () => {
  const calls: string[] = [];
  const presence: n2o.Presence = {
    track: (topic, key) => (calls.push(`track ${topic} ${key}`), () => {}),
    untrack: () => void calls.push("untrack"),
    list: () => [{ key: "bob", metas: [] }],
    watch: () => void calls.push("watch"),
    unwatch: () => void calls.push("unwatch"),
    close: () => void calls.push("close"),
  };
  let listed: unknown;
  const { server, greeted } = scene((event) => {
    if (event !== "init") return;
    n2o.presence.watch("room");
    n2o.presence.track("room", "ann", null);
    listed = n2o.presence.list("room");
  }, { presence });
  const client = await greeted();
  calls.splice(0, calls.indexOf("watch"));
  await client.leave();
  await turns();
  await stop(server);
  equal([calls, listed], [
    ["watch", "track room ann", "untrack", "unwatch", "close"],
    [{ key: "bob", metas: [] }],
  ]);
});

Deno.test("a process and a request that say who is there are there no longer than they live", async () => {
  const { server } = scene();
  const track = () => n2o.presence.track("room", "bot", 1);
  const pid = await pi.start({
    table: "async",
    name: "/bot",
    module: { init: track, proc: () => ({}) },
    state: undefined,
    sup: server,
    restart: "temporary",
    timeout: 1_000,
  });
  equal(there(server), [["bot", 1]]);
  await pi.stop("async", "/bot", server);
  equal([pid.alive, there(server)], [false, []]);
  const req = { path: "/p", query: "", headers: {} };
  await n2o.visit(server, { req, session: "" }, () => {
    track();
    equal(there(server), [["bot", 1]]);
  });
  equal(there(server), []);
  await stop(server);
});

Deno.test("a server without presence says so where somebody asks for it, and lets all others come and go", async () => {
  const said: unknown[] = [];
  const made = server({
    secret: "a secret of more than sixteen letters",
    log: n2o.silentLog,
    protocols: [{
      async info(message) {
        if (message.type !== "text") return n2o.unknown;
        await n2o.reg("room");
        const asks = [() => n2o.reg("room", 1), () => n2o.presence.list("room")];
        for (const ask of asks) said.push(throws(ask, n2o.N2oError, "config").message);
        n2o.unreg("room");
        return n2o.reply({ text: "done" });
      },
    }],
  });
  const client = link(made, "/", "");
  client.text("ask");
  equal(await client.next(), { text: "done" });
  await client.leave();
  await stop(made);
  equal([said.length, String(said[0]).includes("leasedPresence of n2o/presence")], [2, true]);
});
