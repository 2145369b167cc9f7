import { cx as opened } from "../../../n2o/cx.ts";
import { toHex } from "../../../base/mod.ts";
import * as n2o from "../../../n2o/mod.ts";
import { pi, ring, start, supervisor } from "../../../n2o/process.ts";
import { assert, equal, rejects, throws } from "../../_support/assert.ts";
import { scene, settled } from "./scene.ts";

const { N2oError } = n2o;

Deno.test("the children of n2o are the partitions of each application and transport, and the caching timer", async () => {
  await using shop = scene({ services: { ws: ["chat"], mqtt: ["erp", "bpe"] } });
  await start(shop.server);
  const children = supervisor.whichChildren("n2o", shop.server);
  const names = (table: string, app: string) =>
    [4, 3, 2, 1].map((n) => [table, `/${app}/${table}/${n}`]);
  equal(children.map(({ id }) => id), [
    ...names("mqtt", "bpe"),
    ...names("mqtt", "erp"),
    ...names("ws", "chat"),
    ["caching", "timer"],
  ]);
  const [first] = children.slice(8);
  equal([first?.type, first?.modules], ["worker", ["n2o_ws"]]);
  assert(first !== undefined && first.pid === pi.pid("ws", "/chat/ws/4", shop.server));
  equal(children.at(-1)?.modules, ["n2o"]);
  await rejects(() => start(shop.server), N2oError, "already_started");
});

Deno.test("the caching timer sweeps tables and sessions each minute, also after it has failed", async () => {
  await using shop = scene();
  await start(shop.server);
  const async = shop.server.tables.get("async"), { clock } = shop;
  for (let minute = 1; minute <= 3; minute++) {
    async?.set("old", 1, clock.now() + 1_000);
    equal(async?.size, 1);
    await clock.advanceAsync(60_000);
    equal(async?.size, 0, `minute ${minute}`);
    pi.pid("caching", "timer", shop.server)?.exit(new Error("told to fail"));
    await settled();
    equal(clock.pending, 1, "the timer of the one before has ended with it");
  }
});

Deno.test("a request that is published to a ring is answered by the member of its key, for the client", async () => {
  await using shop = scene({ services: { ws: ["chat"] } });
  await start(shop.server);
  const sent: n2o.Frame[] = [], { server } = shop;
  const request = (frame: string | ArrayBuffer): ring.Publish => ({
    type: "publish",
    frame,
    send: (frame) => void sent.push(frame),
  });
  const answer = await ring.send("room", request("PING"), { server });
  equal([sent.splice(0), answer], [["PONG"], { sent: true, cx: opened("/") }]);
  equal(await ring.send("room", "what is this", { server }), { unknown: "what is this" });
  await ring.send("room", request(new ArrayBuffer(0)), { server });
  equal(sent.length, 0, "nothing but silence");
  await ring.send("room", request(Uint8Array.of(1, 2, 3).buffer), { server });
  assert(
    toHex(sent[0] instanceof Uint8Array ? sent[0] : new Uint8Array()).includes(
      toHex(new TextEncoder().encode("bad frame")),
    ),
  );
  equal(supervisor.whichChildren("n2o", server).length, 5, "it ended no member");
  equal(shop.book.take(), ["a published request failed"]);
});

Deno.test("each member has the keys that the ring of the original gives it", async () => {
  const asked: string[] = [];
  const spy: n2o.Protocol = { info: () => n2o.reply({ text: "" }) };
  await using shop = scene({ services: { ws: ["erp"] }, protocols: [spy] });
  await start(shop.server);
  const { server } = shop, chosen = ring.ring({ server });
  for (let key = 0; key < 40; key++) {
    const node = ring.lookup(chosen, key);
    asked.push(Array.isArray(node) ? String.fromCodePoint(...node.map(Number)) : "");
  }
  equal(new Set(asked), new Set(["/erp/ws/1", "/erp/ws/2", "/erp/ws/3", "/erp/ws/4"]));
});

Deno.test("a ring that is not there, and a member that has ended, are clear errors; members begin when they are called", async () => {
  await using shop = scene({ services: { ws: ["chat", "erp"], tcp: [] } });
  const { server } = shop;
  const call = () => ring.send(1, 1, { server, app: "chat" });
  equal(await Promise.all([call(), call()]), [{ unknown: 1 }, { unknown: 1 }]);
  equal(supervisor.whichChildren("n2o", server).length, 8, "of one table, once");
  for (const n of [1, 2, 3, 4]) await pi.stop("ws", `/chat/ws/${n}`, server);
  await rejects(call, N2oError, "noproc");
  for (const route of [{}, { app: "none" }, { table: "tcp" }, { table: "udp", app: "chat" }]) {
    const { message } = throws(() => ring.ring({ server, ...route }), N2oError, "config");
    assert(message.includes("there is chat on ws, erp on ws"), message);
  }
  throws(() => scene({ services: { udp: ["chat"] } }), N2oError, "config");
});
