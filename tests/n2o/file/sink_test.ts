/**
 * One suite over every sink, and chance over all of it.
 *
 * @module
 */
import { systemClock } from "../../../base/mod.ts";
import { storage } from "../../../host/storage.ts";
import { memoryKv } from "../../../kvs/mod.ts";
import { FileError, type Sink } from "../../../n2o/file/mod.ts";
import { assert, equal, rejects } from "../../_support/assert.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { random } from "../../_support/random.ts";
import { needs } from "../../_support/permission.ts";
import { tokenOf } from "../../_support/server/wire.ts";
import { places } from "./sinks.ts";
import { ask, bytesOf, contentOf, digest, upload, uploadScene } from "./uploader.ts";

needs("read", "write");

const key = { owner: "user/ann", id: "1" }, announced = { name: "a.txt", size: 6, meta: "m" };
const utf8 = new TextEncoder();

/** A test of each sink. */
function each(sentence: string, fn: (sink: () => Sink) => Promise<void>): void {
  for (const [name, make] of Object.entries(places)) {
    Deno.test(`${name}: ${sentence}`, async () => {
      await using place = await make();
      await fn(place.sink);
    });
  }
}

each(
  "an upload is known with what is stored of it, and a new writer goes on there",
  async (open) => {
    const sink = open();
    equal(await sink.find(key), undefined);
    const first = await sink.open(key, announced);
    await first.write(utf8.encode("abc"));
    const { touched, ...found } = await open().find(key) ?? {};
    assert(Math.abs(Number(touched) - Date.now()) < 60_000);
    equal(found, { ...key, ...announced, offset: 3, file: undefined });
    const second = await open().open(key, announced);
    equal(second.offset, 3);
    equal(new TextDecoder().decode(await second.head(2)), "ab");
    await rejects(() => first.write(utf8.encode("xyz")), FileError);
    await second.write(utf8.encode("def"));
    const file = await second.finish("text/plain"), { place, modified, ...rest } = file;
    equal(rest, { name: "a.txt", size: 6, type: "text/plain" });
    assert(Math.abs(modified - Date.now()) < 60_000);
    equal(await second.finish("text/plain"), file);
    equal((await open().find(key))?.file, file);
    equal((await open().stat(place))?.name, "a.txt");
    equal(new TextDecoder().decode(await contentOf(open(), place)), "abcdef");
  },
);

each("two files of one name lie side by side, and only as a whole", async (open) => {
  const sink = open(), made: string[] = [];
  for (const id of ["1", "2"]) {
    const writing = await sink.open({ ...key, id }, announced);
    await writing.write(utf8.encode(`file ${id}`));
    made.push((await writing.finish("text/plain")).place);
  }
  equal(new Set(made).size, 2);
  for (const [index, place] of made.entries()) {
    equal(new TextDecoder().decode(await contentOf(sink, place)), `file ${index + 1}`);
  }
  equal((await sink.of(key.owner)).map(({ id }) => id).sort(), ["1", "2"]);
  equal(await sink.of("user/bob"), []);
});

each("ranges of a file are read as they are", async (open) => {
  const sink = open(), bytes = bytesOf(200_000), writing = await sink.open(key, announced);
  for (let at = 0; at < bytes.length; at += 70_001) {
    await writing.write(bytes.subarray(at, at + 70_001));
  }
  const { place } = await writing.finish("application/octet-stream");
  for (
    const [from, to] of [[0, 0], [0, 1], [61_439, 61_441], [10, 199_999], [0, 200_000]] as const
  ) {
    const stream = await sink.read(place, { from, to });
    const read = new Uint8Array(await new Response(stream).arrayBuffer());
    equal([read.length, digest(read)], [to - from, digest(bytes.subarray(from, to))]);
  }
  const cancelled = await sink.read(place);
  await cancelled?.cancel();
  equal(await sink.remove(place), true);
  equal([await sink.remove(place), await sink.stat(place), await sink.read(place)], [
    false,
    undefined,
    undefined,
  ]);
});

each("what is aborted is gone, and its writer writes nothing more", async (open) => {
  const sink = open(), writing = await sink.open(key, announced);
  await writing.write(utf8.encode("abc"));
  await writing.abort();
  equal(await sink.find(key), undefined);
  await rejects(() => writing.write(utf8.encode("abc")), FileError);
  equal((await sink.open(key, announced)).offset, 0);
});

each("places that nobody was told lead nowhere", async (open) => {
  const sink = open(),
    writing = await sink.open(key, announced),
    { place } = await writing.finish("x/y");
  for (
    const bad of ["", ".", "..", "../x", "/etc/passwd", `${place}/..`, `../${place}`, `${place}\0`]
      .concat(["x".repeat(25), `${"x".repeat(25)}/../a.txt`, ".uploads", "a/b", "__proto__"])
  ) {
    equal([await sink.stat(bad), await sink.read(bad), await sink.remove(bad)], [
      undefined,
      undefined,
      false,
    ], bad);
  }
});

each(
  "a sweep removes what was left before a time, forgets what is whole, and leaves its file",
  async (open) => {
    const sink = open(), before = Date.now() - 1_000, after = Date.now() + 1_000;
    const writing = await sink.open(key, announced);
    await writing.write(utf8.encode("abc"));
    const whole = await sink.open({ ...key, id: "2" }, announced),
      { place } = await whole.finish("x/y");
    equal(await sink.sweep(before), []);
    equal((await sink.of(key.owner)).length, 2);
    equal((await sink.sweep(after)).map(({ id, offset }) => [id, offset]), [["1", 3]]);
    equal([await sink.of(key.owner), (await sink.stat(place))?.size], [[], 0]);
    await rejects(() => writing.write(utf8.encode("def")), FileError);
  },
);

each("whom another has overtaken takes nothing back: the other goes on", async (open) => {
  const first = await open().open(key, announced), second = await open().open(key, announced);
  await second.write(utf8.encode("abc"));
  const { code } = await rejects(() => first.abort(), FileError);
  equal([code, (await open().find(key))?.offset], ["taken", 3]);
  await second.abort();
  equal(await open().find(key), undefined);
});

each("two that begin an upload at once write one", async (open) => {
  const both = await Promise.all([open().open(key, announced), open().open(key, announced)]);
  const outcomes = await Promise.allSettled(
    both.map((writing) => writing.write(utf8.encode("abc"))),
  );
  equal(outcomes.filter(({ status }) => status === "fulfilled").length, 1);
  equal((await open().find(key))?.offset, 3);
});

each(
  "whatever breaks off, is said twice or by another, a file arrives with its bytes, once",
  async (open) => {
    using kv = memoryKv();
    const sessions = { storage: storage(kv, systemClock) };
    for (let seed = SEED; seed < SEED + rounds(3, 30); seed++) {
      const chance = random(seed), bytes = bytesOf(1 + chance.below(200_000), seed);
      const id = `upload ${seed}`, source = { id, name: `${seed}.bin`, bytes };
      let scene = uploadScene(open(), {}, sessions),
        wire = await scene.client(),
        done: string[] = [];
      const token = tokenOf(wire.hello), size = bytes.length;
      const base = { id, name: source.name, size };
      let ack = await ask(wire, base);
      for (let step = 0; step < 40 && !(ack.offset === size && ack.block === 0); step++) {
        const from = Math.max(0, ack.offset - chance.below(4) * 1_000);
        const data = bytes.subarray(from, from + 1 + chance.below(30_000));
        const send = { ...base, status: "send", offset: from, block: data.length, data };
        switch (chance.below(7)) {
          case 0: // the server is another one
            await scene.close();
            done = done.concat(scene.places);
            scene = uploadScene(open(), {}, sessions);
            wire = await scene.client(token);
            ack = await ask(wire, base);
            break;
          case 1: // the socket is lost
            wire = await scene.client(token);
            ack = await ask(wire, base);
            break;
          case 2: { // another connection of the session takes it over
            const other = await scene.client(token, "client-2");
            ack = await ask(other, base);
            if (ack.block > 0) equal((await ask(wire, send)).word, "taken", `seed ${seed}`);
            wire = other;
            break;
          }
          case 3: // nonsense changes nothing
            await ask(wire, { ...send, offset: size + 1 });
            await ask(wire, { ...send, size: size + 1 });
            break;
          default:
            ack = await ask(wire, send);
            equal(ack.status, "send", `seed ${seed}`);
        }
      }
      ack = await upload(wire, source);
      equal([ack.offset, ack.block], [size, 0], `seed ${seed}`);
      await wire.settled();
      done = [...new Set(done.concat(scene.places))];
      equal(done.length, 1, `seed ${seed}`);
      equal(digest(await contentOf(open(), done[0] ?? "")), digest(bytes), `seed ${seed}`);
      await scene.close();
    }
  },
);
