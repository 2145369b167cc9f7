/**
 * Records of chance: whatever a client says, it is answered, nothing fails, and nothing lies where it should not.
 *
 * @module
 */
import { atom, encode, type Term, tuple } from "../../../n2o/bert/bert.ts";
import { folderSink } from "../../../n2o/file/folder/folder.ts";
import { assert, equal } from "../../_support/assert.ts";
import { temporaryFolder } from "../../_support/folder.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { needs } from "../../_support/permission.ts";
import { type Random, random } from "../../_support/random.ts";
import { contentOf, nextAck, record, uploadScene } from "./uploader.ts";

needs("read", "write");

const NAMES: readonly [Term, ...Term[]] = [
  "a.txt",
  "a.txt",
  "a.txt",
  "b",
  "../c",
  "/d",
  "con",
  "",
  "\0",
  "x".repeat(300),
  "é",
  "a/b",
];
const NUMBERS: readonly [Term, ...Term[]] = [
  0,
  1,
  2,
  3,
  -1,
  1.5,
  2 ** 31,
  2 ** 53,
  2n ** 64n,
  -(2n ** 64n),
  "1",
  atom("x"),
  [],
];
const TERMS: readonly [Term, ...Term[]] = [atom("x"), tuple(), [], 7, new Map(), "text", [1, [2]]];

/** A value that is mostly of the right kind. */
function oneOf(chance: Random, right: readonly [Term, ...Term[]]): Term {
  return chance.below(12) === 0 ? chance.pick(TERMS) : chance.pick(right);
}

function anyRecord(chance: Random): Term {
  const data = "x".repeat(chance.below(4));
  if (chance.below(3) === 0) {
    const id = chance.pick(["1", "2", "3"]), status = chance.pick(["init", "send", "abort"]);
    return record({ id, size: 3, block: 3, data: "xxx", status });
  }
  return record({
    id: oneOf(chance, ["1", "2", "3", "", "../1", "i".repeat(200)]),
    sid: oneOf(chance, ["", "", "", "", "00aa"]),
    name: oneOf(chance, NAMES),
    meta: oneOf(chance, ["", "m", "m".repeat(2_000)]),
    size: oneOf(chance, chance.below(2) === 0 ? [3] : NUMBERS),
    offset: oneOf(chance, chance.below(2) === 0 ? [0] : NUMBERS),
    block: oneOf(chance, chance.below(2) === 0 ? [3] : NUMBERS),
    data: oneOf(chance, [data, data, new TextEncoder().encode(data)]),
    status: oneOf(chance, ["init", "send", "send", "abort", "done", "stop"]),
    headers: oneOf(chance, [[], [tuple(atom("window"), 9)]]),
  });
}

Deno.test("records of chance are answered each, and what is whole has the bytes that it should", async () => {
  await using folder = await temporaryFolder();
  const sink = folderSink(`${folder.path}/files`),
    scene = uploadScene(sink, { limits: { uploads: 2 } });
  Object.assign(scene.server, {
    limits: { ...scene.server.limits, strikes: Infinity, rate: Infinity },
  });
  const wire = await scene.client();
  for (let seed = SEED; seed < SEED + rounds(400, 5_000); seed++) {
    wire.term(anyRecord(random(seed)));
    const ack = await nextAck(wire);
    assert(["init", "send", "abort", "error"].includes(ack.status), `seed ${seed}`);
    assert((ack.status === "error") === (ack.word !== ""), `seed ${seed}`);
    assert(!["failed", "full", "aborted"].includes(ack.word), `seed ${seed}: ${ack.word}`);
  }
  await wire.settled();
  assert(scene.places.length > 0, "some are whole");
  for (const place of scene.places) {
    const text = new TextDecoder().decode(await contentOf(sink, place));
    assert(/^x{0,3}$/.test(text), text);
    assert(/^[0-9a-z]{25}\/(?:a\.txt|b|é|x{0,240})$/.test(place), place);
  }
  const own = [...Deno.readDirSync(folder.path)].map(({ name }) => name);
  equal(own, ["files"]);
  equal(scene.book.entries.filter(({ level }) => level === "error"), []);
  await scene.close();
});

Deno.test("records whose bytes were changed by chance close nothing but the connection that sends them, and fail nowhere", async () => {
  await using folder = await temporaryFolder();
  const sink = folderSink(`${folder.path}/files`), scene = uploadScene(sink);
  Object.assign(scene.server, {
    limits: { ...scene.server.limits, strikes: Infinity, rate: Infinity },
  });
  const wire = await scene.client();
  for (let seed = SEED; seed < SEED + rounds(400, 5_000); seed++) {
    const chance = random(seed), bytes = encode(anyRecord(chance)).slice();
    for (let times = chance.below(4); times >= 0; times--) {
      bytes[chance.below(bytes.length)] = chance.below(256);
    }
    wire.bytes(bytes.subarray(0, chance.below(8) === 0 ? chance.below(bytes.length) : undefined));
    if (seed % 10 === 0) {
      await wire.settled();
      await scene.ftp.idle(scene.server);
    }
  }
  await wire.settled();
  await scene.ftp.idle(scene.server);
  const failures = scene.book.entries.filter(({ level }) => level === "error");
  equal(failures.map(({ message, details }) => `${message} ${details?.error}`), []);
  equal([...Deno.readDirSync(folder.path)].map(({ name }) => name), ["files"]);
  await scene.close();
});
