/**
 * Uploads that a browser sends to an address by itself.
 *
 * @module
 */
import { atom, type Term, tuple } from "../../../n2o/bert/bert.ts";
import type { AddressSink, StoredFile } from "../../../n2o/file/mod.ts";
import { sweep } from "../../../n2o/server.ts";
import { equal } from "../../_support/assert.ts";
import { ask, nextAck, uploadScene } from "./uploader.ts";

/** A place elsewhere that a test fills, and what it was asked. */
function bucket(): AddressSink & {
  readonly there: Map<string, StoredFile>;
  readonly asked: string[];
} {
  const there = new Map<string, StoredFile>(), asked: string[] = [];
  return {
    there,
    asked,
    address({ id }, { name, size }) {
      asked.push(`address ${name} ${size}`);
      return { url: `https://bucket.example/${id}?signed`, headers: { "x-acl": "private" } };
    },
    arrived: ({ id }) => Promise.resolve(there.get(id)),
    abort({ id }) {
      asked.push(`abort ${id}`);
      there.delete(id);
    },
  };
}

const file = (size: number, type = "image/png"): StoredFile => ({
  place: "there/1",
  name: "a.png",
  size,
  type,
  modified: 0,
});
const base = { id: "1", name: "a.png", size: 6 };

Deno.test("a client is told an address, and is not believed that the file is there", async () => {
  const sink = bucket(), scene = uploadScene(sink), wire = await scene.client();
  const { status, offset, block, headers } = await ask(wire, base);
  equal([status, offset, block], ["init", 0, 0]);
  const wanted: Term = [
    tuple(atom("address"), "https://bucket.example/1?signed"),
    tuple(atom("method"), "PUT"),
    tuple(atom("header"), "x-acl", "private"),
  ];
  equal(JSON.stringify(texts(headers)), JSON.stringify(texts(wanted)));
  equal((await ask(wire, { ...base, status: "send", block: 1, data: "a" })).word, "block");
  equal((await ask(wire, { ...base, status: "done" })).word, "unknown");
  sink.there.set("1", file(6));
  equal((await ask(wire, { ...base, size: 7, status: "done" })).word, "size");
  const done = await ask(wire, { ...base, status: "done" });
  equal([done.status, done.offset, done.block], ["done", 6, 0]);
  equal((await ask(wire, { ...base, status: "done" })).status, "done");
  equal((await ask(wire, base)).offset, 6);
  equal((await ask(wire, { ...base, status: "abort" })).offset, 6);
  await wire.settled();
  equal([scene.heard, scene.places, sink.asked], [
    ["begun a.png", "done a.png image/png"],
    ["there/1"],
    ["address a.png 6"],
  ]);
  await scene.close();
});

Deno.test("what has arrived is of the size and of a kind that were announced and are taken, or is removed", async () => {
  const sink = bucket(), scene = uploadScene(sink, { limits: { kinds: ["image/*"], uploads: 2 } });
  const wire = await scene.client();
  for (const [wrong, word] of [[file(9), "size"], [file(6, "text/html"), "kind"]] as const) {
    await ask(wire, base);
    sink.there.set("1", wrong);
    equal((await ask(wire, { ...base, status: "done" })).word, word);
    equal(sink.there.size, 0);
  }
  equal((await ask(wire, { ...base, name: "../a" })).word, "name");
  equal((await ask(wire, { ...base, size: -1 })).word, "size");
  await ask(wire, base);
  await ask(wire, { ...base, id: "2" });
  equal((await ask(wire, { ...base, id: "3" })).word, "count");
  equal((await ask(wire, { ...base, status: "abort" })).offset, 0);
  equal((await ask(wire, { ...base, id: "3" })).status, "init");
  await wire.settled();
  equal(scene.heard.filter((each) => each.startsWith("aborted")).length, 3);
  await scene.close();
});

Deno.test("an address that nobody sends to is taken back after a time; one is known after a restart of the server", async () => {
  const sink = bucket(), scene = uploadScene(sink, { limits: { patience: 60_000 } });
  const wire = await scene.client();
  await ask(wire, base);
  scene.clock.advance(70_000);
  sweep(scene.server);
  await scene.ftp.idle(scene.server);
  equal(sink.asked, ["address a.png 6", "abort 1"]);
  equal((await nextAck(wire)).word, "aborted");
  sink.there.set("1", file(6));
  equal(
    (await ask(wire, { ...base, status: "done" })).status,
    "done",
    "the place is asked, not the memory",
  );
  await scene.close();
});

Deno.test("after a restart what has arrived stays, whatever its client says of it, and what has not is taken back", async () => {
  const sink = bucket();
  sink.there.set("1", file(6));
  const scene = uploadScene(sink), wire = await scene.client();
  equal((await ask(wire, { ...base, size: 7, status: "done" })).word, "size");
  equal((await ask(wire, { ...base, status: "abort" })).offset, 6);
  equal([sink.there.size, sink.asked], [1, []]);
  equal((await ask(wire, { ...base, id: "2", status: "abort" })).offset, 0);
  equal((await ask(wire, { ...base, id: "2", name: "../a", status: "abort" })).word, "name");
  equal(sink.asked, ["abort 2"]);
  await scene.close();
});

function texts(term: Term): unknown {
  if (term instanceof Uint8Array) return new TextDecoder().decode(term);
  if (Array.isArray(term)) return term.map(texts);
  return typeof term === "object" && term !== null && "elements" in term
    ? (term.elements as readonly Term[]).map(texts) // As: a tuple has terms.
    : String(term);
}
