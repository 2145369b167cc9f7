import {
  DurableApplication,
  type ObjectConfig,
  type ObjectGiven,
} from "../../../host/cloudflare/mod.ts";
import type { DurableKv } from "../../../kvs/host/durable/durable.ts";
import { appendMany } from "../../../kvs/mod.ts";
import type { Limits, N2oError } from "../../../n2o/mod.ts";
import { files, uploads } from "../../../host/file/files.ts";
import { isUpload } from "../../../n2o/file/mod.ts";
import { assert, equal } from "../../_support/assert.ts";
import { virtualClock } from "../../_support/clock.ts";
import { bindings, notebook, shownAnswer, tokenOf, type Wire } from "../../_support/server/wire.ts";
import { ackOf, record } from "../../n2o/file/uploader.ts";
import { hello, nonsense, pickle } from "../../n2o/page.ts";
import { object } from "./object.ts";
import * as room from "../worker/room.ts";

/** An object with the page of `worker/room.ts`. */
function scene(limits: Partial<Limits> = {}, settings: Partial<ObjectConfig> = {}) {
  const clock = virtualClock(), book = notebook();
  class Pages extends DurableApplication {
    settings(): ObjectConfig {
      const secret = "a secret of more than sixteen letters", { log } = book;
      return { routes: { "/room": room }, secret, clock, log, limits, ...settings };
    }
  }
  const made = object((context) => new Pages(context, {}));
  return { clock, book, made, [Symbol.dispose]: () => made[Symbol.dispose]() };
}

/** A client that was greeted, and its buttons. */
async function greeted(wire: Wire, name = "client-1") {
  wire.term(hello("", name));
  const answer = await wire.next(), sealed = bindings(answer);
  let seq = 0;
  const press = (deed: string, as = ++seq) =>
    wire.term(pickle(deed, sealed[`${deed} click`] ?? "", [], as));
  return {
    press,
    token: tokenOf(answer),
    shown: async () => JSON.stringify((await wire.settled()).map(shownAnswer)),
  };
}

Deno.test("an object that slept knows the page, the session, the topics and who is there; nothing keeps it awake", async () => {
  using stage = scene();
  const { made, clock } = stage;
  const a = await made.dial("/room?a"), b = await made.dial("/room?b");
  const ann = await greeted(a), bob = await greeted(b);
  for (const deed of ["login", "come", "watch", "join", "count"]) ann.press(deed);
  await a.settled();
  for (const deed of ["watch", "join", "come"]) bob.press(deed);
  await b.settled();
  equal(clock.pending, 0);
  const before = made.count;
  await made.evict();
  bob.press("tell");
  assert((await ann.shown()).includes("nobody"));
  await made.evict();
  ann.press("count");
  assert((await ann.shown()).includes("count 2"));
  await made.evict();
  bob.press("look");
  const seen = await bob.shown();
  assert(seen.includes("user-a") && seen.includes("nobody"), seen);
  await made.evict();
  await a.leave();
  const gone = await bob.shown();
  assert(gone.includes("user-a") && gone.includes("left"), gone);
  equal(made.count, before + 4);
  equal(clock.pending, 0);
  await b.leave();
  await made.evict();
  await made.ring();
  equal(clock.pending, 0);
});

Deno.test("an event that comes again after the object slept is not carried out again, whoever sends it", async () => {
  using stage = scene();
  const { made } = stage, wire = await made.dial("/room?a"), ann = await greeted(wire);
  ann.press("count", 1);
  assert((await ann.shown()).includes("count 1"));
  await made.evict();
  ann.press("count", 1);
  const again = await ann.shown();
  assert(again.includes(":ack") && !again.includes("count"), again);
  await wire.leave();
  await made.evict();
  const next = await made.dial("/room?a");
  next.term(hello(ann.token, "client-1"));
  const sealed = bindings(await next.next())["count click"] ?? "";
  next.term(pickle("count", sealed, [], 1));
  const third = JSON.stringify((await next.settled()).map(shownAnswer));
  assert(third.includes(":ack") && !third.includes("count"), third);
  await next.leave();
});

Deno.test("what is large lies in the storage, what is attached leaves half of the room, and what is too large is the page's error", async () => {
  using stage = scene();
  const { made, book } = stage, wire = await made.dial("/room?a"), ann = await greeted(wire);
  equal(made.rows, 0);
  ann.press("large");
  await wire.settled();
  equal([made.rows, made.attached.every((bytes) => bytes < 8_192)], [1, true]);
  await made.evict();
  ann.press("large");
  assert((await ann.shown()).includes("large 9999"));
  equal(made.rows, 0);
  ann.press("count");
  ann.press("huge");
  assert((await ann.shown()).includes("failed"));
  const [entry] = book.entries.filter(({ level }) => level === "error");
  assert(String(entry?.details?.error).includes("table of kvs"), String(entry?.details?.error));
  await made.evict();
  ann.press("count");
  // What the page kept before it failed is kept, as anywhere.
  assert((await ann.shown()).includes("count 1001"));
  ann.press("large");
  await wire.settled();
  await wire.leave();
  equal(made.rows, 0);
});

Deno.test("headers of 12 KB are there after a sleep, and bounds are counted over sleeps", async () => {
  using stage = scene({ strikes: 3, hellos: 4 });
  const { made, clock } = stage;
  const wire = await made.dial("/room?a", { "x-long": "x".repeat(12_000) });
  const ann = await greeted(wire);
  equal([made.rows, made.attached.every((bytes) => bytes < 8_192)], [1, true]);
  for (let each = 0; each < 3; each++) {
    await made.evict();
    clock.advance(20_000);
    wire.bytes(nonsense);
    assert((await ann.shown()).includes("bad frame"));
  }
  await made.evict();
  wire.bytes(nonsense);
  equal((await wire.closed)[0], 1008);
  const other = await made.dial("/room?b"), bob = await greeted(other);
  for (let each = 0; each < 3; each++) {
    await made.evict();
    other.term(hello(bob.token, "client-2"));
    await other.settled();
  }
  await made.evict();
  other.term(hello(bob.token, "client-2"));
  equal((await other.closed)[0], 1013);
});

Deno.test("whoever floods an object that sleeps ends their own connection only", async () => {
  using stage = scene({ rate: 500, mailbox: 100 });
  const { made } = stage;
  const a = await made.dial("/room?a"), b = await made.dial("/room?b");
  await greeted(a);
  const bob = await greeted(b);
  await made.evict();
  await a.flood(Array.from({ length: 2_000 }, () => ""));
  equal((await a.closed)[0], 1013);
  bob.press("count");
  assert((await bob.shown()).includes("count 1"));
  await b.leave();
  equal(made.attached, []);
});

Deno.test("whoever closes, is closed or is lost while the object sleeps is gone, once", async () => {
  using stage = scene({ frame: 1_000 });
  const { made } = stage, b = await made.dial("/room?b"), bob = await greeted(b);
  bob.press("join");
  await b.settled();
  const left = async () => (await bob.shown()).split("left").length - 1;
  for (const end of ["leaves", "is lost", "is closed"]) {
    const a = await made.dial("/room?a");
    await greeted(a);
    await made.evict();
    if (end === "leaves") await a.leave();
    else if (end === "is lost") await a.lose();
    else {
      a.text("x".repeat(1_001));
      equal((await a.closed)[0], 1009);
    }
    await made.evict();
    equal(await left(), 1, end);
    equal(made.attached.length, 1, end);
  }
  await b.leave();
});

Deno.test("silent clients are closed by the alarm, those whose heartbeats the runtime answered are not", async () => {
  using stage = scene({ silence: 150_000 });
  const { made, clock } = stage, started = clock.now();
  const a = await made.dial("/room?a"), b = await made.dial("/room?b");
  await greeted(a);
  const bob = await greeted(b);
  assert((made.alarm ?? 0) > started && (made.alarm ?? 0) <= started + 150_001);
  clock.advance(150_001);
  b.beat(clock.now() - 1_000);
  await made.evict();
  await made.ring();
  equal((await a.closed)[0], 1001);
  assert((made.alarm ?? 0) > clock.now());
  bob.press("count");
  assert((await bob.shown()).includes("count 1"));
  await b.leave();
  equal(clock.pending, 0);
});

Deno.test("the session of a program that merely beats is prolonged by the alarm", async () => {
  using stage = scene({ silence: 10_000_000 }, { ttl: 900 });
  const { made, clock } = stage, wire = await made.dial("/room?a"), ann = await greeted(wire);
  ann.press("login");
  await wire.settled();
  for (let each = 0; each < 5; each++) {
    await made.evict();
    clock.advance(450_001);
    assert((made.alarm ?? Infinity) <= clock.now(), `${made.alarm} ${clock.now()}`);
    wire.beat(clock.now());
    await made.ring();
    assert(tokenOf((await wire.settled())[0]) !== "");
  }
  ann.press("who");
  assert((await ann.shown()).includes("user-a at"));
  await wire.leave();
});

Deno.test("an object whose settings cannot work says so for each event, and works once they do", async () => {
  let isWrong = true;
  class Pages extends DurableApplication {
    settings(): ObjectConfig {
      const secret = isWrong ? "short" : "a secret of more than sixteen letters";
      return { routes: { "/room": room }, secret };
    }
  }
  using made = object((context) => new Pages(context, {}));
  const { message } = await made.dial("/room").then(() => new Error("it worked"), (error) => error);
  assert(message.startsWith("secret:"), message);
  isWrong = false;
  const wire = await made.dial("/room?a");
  await greeted(wire);
  await wire.leave();
});

Deno.test("the log of requests tells of a socket that slept, when it closes, what it tells of any", async () => {
  const entries: { kind: string; path: string; received: number; bytes: number }[] = [];
  const totals = async (sleeps: boolean) => {
    using stage = scene({}, { requests: (entry) => void entries.push(entry as typeof entries[0]) });
    const { made } = stage, wire = await made.dial("/room?a");
    const ann = await greeted(wire);
    for (let each = 0; each < 3; each++) {
      if (sleeps) await made.evict();
      ann.press("count");
      assert((await ann.shown()).includes(`count ${each + 1}`));
    }
    if (sleeps) await made.evict();
    await wire.leave();
    const closed = entries.splice(0).filter(({ kind }) => kind === "close");
    return closed.map(({ path, received, bytes }) => ({ path, received, bytes: bytes > 300 }));
  };
  const awake = await totals(false);
  equal(awake.length, 1);
  equal(await totals(true), awake);
});

Deno.test("a socket whose connection another program has written, or nobody can read, is closed, and the others go on", async () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  for (
    const attached of [
      [bytes("[2,{}]")],
      [bytes("{")],
      [bytes("null")],
      [bytes("[1,null]")],
      [bytes("[1,{}]")],
      ["no row"],
      [7],
      "text",
      null,
      [],
    ]
  ) {
    using stage = scene();
    const { made } = stage, a = await made.dial("/room?a"), b = await made.dial("/room?b");
    await greeted(a);
    const bob = await greeted(b);
    a.keep(attached);
    await made.evict();
    bob.press("count");
    assert((await bob.shown()).includes("count 1"));
    equal((await a.closed)[0], 1012, JSON.stringify(attached));
    await b.leave();
    equal(made.attached, []);
  }
});

Deno.test("whoever closes with a code that may not be sent is gone, as anybody", async () => {
  using stage = scene();
  const { made } = stage, b = await made.dial("/room?b"), bob = await greeted(b);
  bob.press("join");
  await b.settled();
  for (const code of [0, 1, 999, 1000, 1004, 1005, 1006, 1011, 1015, 2999, 3000, 4999, 5000]) {
    const a = await made.dial("/room?a");
    await greeted(a);
    await made.evict();
    await a.leaveWith(code, "\ufffd".repeat(123));
    await made.evict();
    equal((await bob.shown()).split("left").length - 1, 1, `${code}`);
    equal(made.attached.length, 1, `${code}`);
  }
  await b.leave();
});

Deno.test("a client whose frame finds an application that cannot begin is closed, and comes again", async () => {
  let isWrong = false;
  class Pages extends DurableApplication {
    settings(): ObjectConfig {
      if (isWrong) throw new TypeError("what an application may throw");
      return { routes: { "/room": room }, secret: "a secret of more than sixteen letters" };
    }
  }
  using made = object((context) => new Pages(context, {}));
  const wire = await made.dial("/room?a");
  await greeted(wire);
  await made.evict();
  isWrong = true;
  const { message } = await wire.flood(["x"]).then(() => new Error("it worked"), (error) => error);
  assert(message.includes("may throw"), message);
  equal((await wire.closed)[0], 1011);
  isWrong = false;
  const again = await made.dial("/room?a"), ann = await greeted(again);
  again.text("PING");
  ann.press("count");
  assert((await ann.shown()).includes("count 1"));
  await again.leave();
});

Deno.test("a storage that fails in the middle ends the connection that it cannot keep, once, and nobody waits", async () => {
  using stage = scene({}, { once: "process" });
  const { made, book } = stage, a = await made.dial("/room?a"), ann = await greeted(a);
  ann.press("large");
  await a.settled();
  ann.press("count");
  await a.settled();
  made.fail(true);
  ann.press("count");
  equal((await a.closed)[0], 1011);
  assert(book.entries.some(({ message }) => message === "a connection cannot be kept"));
  made.fail(false);
  await made.evict();
  const b = await made.dial("/room?b"), bob = await greeted(b);
  bob.press("count");
  assert((await bob.shown()).includes("count 1"));
  equal([made.attached.length, made.rows], [1, 0]);
  await b.leave();
});

Deno.test("settings that begin with a start are refused where nobody starts", async () => {
  const open = () => Promise.resolve({ port: 1, close: () => Promise.resolve() });
  const mqtt = { start: () => Promise.resolve({ close: () => Promise.resolve() }), browsers: "" };
  for (
    const [key, value] of Object.entries({
      tcp: open,
      udp: open,
      mqtt: { ...mqtt, invite: () => undefined },
      metrics: { port: 9_001 },
    })
  ) {
    const stage = scene({}, { [key]: value });
    using _ = stage;
    const { code, message } = await stage.made.dial("/room")
      .then(() => new Error("it worked") as N2oError, (error) => error);
    equal([code, message.split(":")[0]], ["config", key]);
  }
  using stage = scene({}, { metrics: { guard: () => true } });
  await (await stage.made.dial("/room")).leave();
});

Deno.test("two objects in one isolate know nothing of each other", async () => {
  using one = scene(), other = scene();
  const a = await one.made.dial("/room?a"), b = await other.made.dial("/room?b");
  const ann = await greeted(a), bob = await greeted(b);
  for (const deed of ["login", "join", "come", "watch"]) {
    ann.press(deed);
    bob.press(deed);
  }
  await Promise.all([a.settled(), b.settled()]);
  await one.made.evict();
  await other.made.evict();
  ann.press("tell");
  ann.press("look");
  const seen = await ann.shown();
  assert(seen.includes("user-a") && !seen.includes("user-b"), seen);
  equal(await bob.shown(), "[]");
  await a.leave();
  equal(await bob.shown(), "[]");
  await b.leave();
});

Deno.test("an upload goes on over a sleep between any two of its messages; a chunk that does not belong there is told so", async () => {
  const heard: string[] = [], size = 5_000, data = new Uint8Array(size).map((_, at) => at * 7);
  const page = { event: (event: unknown) => void (isUpload(event) && heard.push(event.status)) };
  class Pages extends DurableApplication {
    settings({ kv }: ObjectGiven<unknown>): ObjectConfig {
      const secret = "a secret of more than sixteen letters", routes = { "/room": page };
      const protocols: ObjectConfig["protocols"] = (
        given,
      ) => ["n2o_heart", "nitro_n2o", uploads(given, files(kv))];
      return { routes, secret, protocols, log: () => {} };
    }
  }
  using made = object((context) => new Pages(context, {}));
  const wire = await made.dial("/room?a");
  await greeted(wire);
  const ask = async (status: string, offset = 0, block = 0) => {
    wire.term(record({ size, status, offset, block, data: data.slice(offset, offset + block) }));
    return ackOf(await wire.next());
  };
  equal((await ask("init"))?.offset, 0);
  for (let at = 0; at < size; at += 1_000) {
    await made.evict();
    equal((await ask("send", Math.min(at + 1_500, 4_500), 500))?.word, "offset", `${at}`);
    await made.evict();
    equal((await ask("send", at, 1_000))?.offset, at + 1_000);
  }
  await wire.settled();
  equal(heard, ["begun", "done"]);
  await wire.leave();
});

Deno.test("one alarm rings for the store and for the connections, whichever is due first, and again where much has expired", async () => {
  let kept: DurableKv | undefined;
  class Pages extends DurableApplication {
    settings({ kv }: ObjectGiven<unknown>): ObjectConfig {
      kept = kv;
      const secret = "a secret of more than sixteen letters";
      return { routes: { "/room": room }, secret, limits: { silence: 150_000 }, log: () => {} };
    }
  }
  using made = object((context) => new Pages(context, {}));
  const wire = await made.dial("/room?a"), ann = await greeted(wire), began = Date.now();
  const due = made.alarm ?? 0;
  assert(due > began + 100_000 && due <= began + 150_001, `${due - began}`);
  await kept?.set(["soon"], 1, { expireIn: 20_000 });
  assert((made.alarm ?? 0) <= Date.now() + 20_000, "the store is due first");
  await made.ring();
  await made.evict();
  await made.ring();
  assert((made.alarm ?? 0) <= Date.now() + 20_000, "the store is due still");
  await kept?.delete(["soon"]);
  await made.ring();
  assert((made.alarm ?? 0) >= due, "a client is due");
  const rows = Array.from({ length: 600 }, (_, id) => ({ id, text: "x" }));
  // As: the object is awake.
  await appendMany(kept as DurableKv, rows, "/notes", { expireIn: 1, split: true });
  await new Promise((resolve) => setTimeout(resolve, 2));
  await made.ring();
  assert((made.alarm ?? Infinity) <= Date.now(), "there is more to be taken out");
  await made.ring();
  assert((made.alarm ?? 0) > Date.now(), "nothing is left");
  ann.press("count");
  assert((await ann.shown()).includes("count 1"));
  await wire.leave();
});

Deno.test("what changed is known after a sleep, also beside a connection that is as large as what is attached may be", async () => {
  using stage = scene();
  const { made } = stage;
  const wire = await made.dial("/room?a", { "x-long": "x".repeat(7_000) }),
    ann = await greeted(wire);
  ann.press("sheet");
  assert((await ann.shown()).includes("as it was"));
  for (const row of [2, 3, 4]) {
    await made.evict();
    ann.press("sheet");
    const shown = await ann.shown();
    assert(shown.includes(`"row-0","${row}"`) && !shown.includes("as it was"), shown);
  }
  equal([made.rows, made.attached.every((bytes) => bytes < 16_384)], [0, true]);
  wire.term(hello("", "client-1"));
  await wire.settled();
  ann.press("sheet");
  assert((await ann.shown()).includes("as it was"));
  await wire.leave();
});

Deno.test("what was forgotten before a sleep is not known after it, however large the connection is", async () => {
  for (const large of [0, 12_000]) {
    using stage = scene();
    const { made } = stage, wire = await made.dial("/room?a", { "x-long": "x".repeat(large) });
    const ann = await greeted(wire);
    for (const forgets of ["wrong", "hello", "forged"]) {
      ann.press("sheet");
      await wire.settled();
      await made.evict();
      ann.press("sheet");
      assert(!(await ann.shown()).includes("as it was"), forgets);
      if (forgets === "wrong") ann.press("wrong");
      if (forgets === "hello") wire.term(hello(ann.token, "client-1"));
      if (forgets === "forged") ann.press("nothing");
      await wire.settled();
      await made.evict();
      ann.press("sheet");
      assert((await ann.shown()).includes("as it was"), `${large} ${forgets}`);
    }
    await wire.leave();
  }
});
