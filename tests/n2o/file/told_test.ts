/**
 * Who hears of the end of an upload: every page of its owner, on every node, once.
 *
 * @module
 */
import { systemClock } from "../../../base/mod.ts";
import { marked } from "../../../host/file/marked.ts";
import { storage } from "../../../host/storage.ts";
import { memoryKv } from "../../../kvs/mod.ts";
import { localBus } from "../../../n2o/bus/local.ts";
import {
  type AddressSink,
  isUpload,
  memorySink,
  type Sink,
  type StoredFile,
} from "../../../n2o/file/mod.ts";
import * as n2o from "../../../n2o/n2o.ts";
import { stop } from "../../../n2o/server.ts";
import { equal } from "../../_support/assert.ts";
import { tokenOf } from "../../_support/server/wire.ts";
import { places } from "./sinks.ts";
import { ask, bytesOf, upload, uploadScene } from "./uploader.ts";

const file = { id: "1", name: "a.txt", bytes: bytesOf(50) };
const base = { id: "1", name: "a.txt", size: 50 };

/** What servers share: a bus, and sessions. */
const shared = () => ({ bus: localBus(), storage: storage(memoryKv(), systemClock) });

Deno.test("the pages of the owner hear of an end on every node, each once, and nobody else's; of a beginning only who sends", async () => {
  const nodes = shared(), sink = memorySink();
  const one = uploadScene(sink, {}, nodes), two = uploadScene(sink, {}, nodes);
  const sender = await one.client(), token = tokenOf(sender.hello);
  const same = await one.client(token, "client-2"), far = await two.client(token, "client-3");
  const strangers = [await one.client("", "client-4"), await two.client("", "client-5")];
  await ask(far, base); // it has sent a part of it before
  await upload(sender, file);
  await ask(sender, { ...base, id: "2" });
  await ask(sender, { ...base, id: "2", status: "abort" });
  for (const wire of [sender, same, far, ...strangers]) await wire.settled();
  const done = "done a.txt application/octet-stream";
  equal(one.heard.toSorted(), ["aborted a.txt", "aborted a.txt", "begun a.txt", done, done]);
  equal(two.heard.toSorted(), ["aborted a.txt", "begun a.txt", done]);
  await one.close();
  await two.close();
});

Deno.test("pages of a user hear in all sessions; those of one who has logged out do not", async () => {
  const bus = localBus(), sink = memorySink(), heard: string[] = [];
  const scene = uploadScene(sink, { accept: ({ meta }) => n2o.user(meta) === meta }, {
    bus,
    routes: {
      "/p": {
        event: (event) => void (isUpload(event) && heard.push(`${n2o.user()} ${event.status}`)),
      },
    },
  });
  const ann = await scene.client(), phone = await scene.client("", "client-2");
  const gone = await scene.client("", "client-3"), bob = await scene.client("", "client-4");
  const logIn = (wire: typeof ann, meta: string) =>
    ask(wire, { ...base, id: "0", meta, status: "abort" });
  for (const wire of [ann, phone, gone]) await logIn(wire, "ann");
  await logIn(gone, "");
  await logIn(bob, "bob");
  await ask(ann, { ...base, meta: "ann", size: 1 });
  await ask(ann, { ...base, meta: "ann", size: 1, status: "send", block: 1, data: "a" });
  for (const wire of [ann, phone, gone, bob]) await wire.settled();
  equal(heard, ["ann begun", "ann done", "ann done"]);
  await scene.close();
});

for (const [name, make] of Object.entries(places)) {
  Deno.test(`${name}: a page hears of a file that became whole just before the process ended, once over all restarts`, async () => {
    await using place = await make();
    const nodes = shared(), sink = place.sink();
    const scene = uploadScene(sink, {}, nodes), wire = await scene.client();
    const owner = `session/${scene.server.sessions.named(tokenOf(wire.hello))}`;
    // As a process leaves it that ends between the two.
    const writing = await sink.open({ owner, id: "1" }, { name: "a.txt", size: 50, meta: "" });
    await writing.write(file.bytes);
    await writing.finish("application/octet-stream");
    equal((await ask(wire, base)).offset, 50);
    await wire.settled();
    equal(scene.heard, ["done a.txt application/octet-stream"]);
    await scene.close();
    const later = uploadScene(place.sink(), {}, nodes),
      again = await later.client(tokenOf(wire.hello));
    for (const status of ["init", "send", "init"]) {
      equal((await ask(again, { ...base, status, block: 50, data: file.bytes })).offset, 50);
    }
    await again.settled();
    equal(later.heard, []);
    await later.close();
  });
}

Deno.test("two processes that tell of one file at once tell a page once", async () => {
  const nodes = shared(), inner = memorySink();
  const slow: Sink = { ...inner, told: () => Promise.resolve() };
  const one = uploadScene(slow, {}, nodes), two = uploadScene(slow, {}, nodes);
  const a = await one.client(), b = await two.client(tokenOf(a.hello), "client-2");
  await upload(a, file);
  for (let round = 0; round < 3; round++) for (const wire of [a, b]) await ask(wire, base);
  await a.settled();
  await b.settled();
  equal([one.places.length, two.places.length], [1, 1]);
  await one.close();
  await two.close();
});

Deno.test("a server that stopped hears no more of the others", async () => {
  const nodes = shared(), sink = memorySink();
  const one = uploadScene(sink, {}, nodes), two = uploadScene(sink, {}, nodes);
  const a = await one.client(), b = await two.client(tokenOf(a.hello), "client-2");
  await ask(b, { ...base, id: "9" });
  const before = nodes.bus.send(["n2o", "uploads"], {});
  await b.leave();
  await stop(two.server);
  equal([before, nodes.bus.send(["n2o", "uploads"], {})], [2, 1]);
  await one.close();
  await two.close();
});

Deno.test("of a file that has arrived at an address a page hears once, also where the client says so again after a restart", async () => {
  using kv = memoryKv();
  const nodes = shared();
  const there: StoredFile = {
    place: "x",
    name: "a.txt",
    size: 50,
    type: "text/plain",
    modified: 0,
  };
  const bucket: AddressSink = {
    address: () => ({ url: "https://bucket.example/1" }),
    arrived: () => there,
    abort: () => {},
  };
  const first = uploadScene(marked(bucket, kv), {}, nodes), wire = await first.client();
  await ask(wire, base);
  await ask(wire, { ...base, status: "done" });
  await wire.settled();
  equal(first.heard, ["begun a.txt", "done a.txt text/plain"]);
  await first.close();
  const second = uploadScene(marked(bucket, kv), {}, nodes);
  const again = await second.client(tokenOf(wire.hello));
  equal((await ask(again, { ...base, status: "done" })).offset, 50);
  equal((await ask(again, { ...base, status: "done" })).offset, 50);
  await again.settled();
  equal(second.heard, []);
  await second.close();
});

Deno.test("where connections cannot reach each other nobody hears of the upload of another, and the bus brings one's own only", async () => {
  const sink = memorySink(), scene = uploadScene(sink, {}, { isApart: true });
  const sender = await scene.client(), token = tokenOf(sender.hello);
  const other = await scene.client(token, "client-2");
  await ask(other, base);
  await upload(sender, file);
  await sender.settled();
  await other.settled();
  equal(scene.heard, ["begun a.txt", "done a.txt application/octet-stream"]);
  await scene.close();
});

Deno.test("the application is asked whatever begins an upload or ends it", async () => {
  const asked: string[] = [], sink = memorySink();
  let may = true;
  const accept = ({ name }: { readonly name: string }) => {
    asked.push(name);
    return may;
  };
  const scene = uploadScene(sink, { accept }), wire = await scene.client();
  equal((await ask(wire, base)).status, "init");
  may = false;
  for (const status of ["init", "abort", "done"]) {
    equal((await ask(wire, { ...base, status })).word, "denied");
  }
  equal(asked.length, 4);
  await scene.close();
});
