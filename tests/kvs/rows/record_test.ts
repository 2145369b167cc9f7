import {
  append,
  appendMany,
  count,
  get,
  type Id,
  type IdPart,
  keys,
  KvsError,
  type KvsRecord,
  put,
} from "../../../kvs/mod.ts";
import { idOf, idParts, idText, samePart, toId } from "../../../kvs/rows/record.ts";
import { throws } from "../../_support/assert.ts";
import { equal, rejects } from "../../_support/assert.ts";
import { onStores } from "../../_support/store/stores.ts";

const bytes = (...all: number[]): Uint8Array => Uint8Array.from(all);

/** Ids in groups: those of a group are the same key, those of different groups are not. */
const SAME: readonly (readonly Id[])[] = [
  [0],
  [-0],
  [0n],
  ["0"],
  [NaN, 0 / 0],
  [1],
  [1n],
  ["1"],
  [true],
  [false],
  [""],
  ["\ud800", "\ufffd", "\udfff"],
  ["\ud800\ud800", "\ufffd\ufffd"],
  ["s\0"],
  ["\u0000"],
  [bytes(), bytes().subarray(0)],
  [bytes(0), bytes(9, 0, 9).subarray(1, 2)],
  [bytes(0, 255)],
  [[0, 1]],
  [[-0, 1]],
  [["a", "b"]],
  [["a,b", "c"], ["a,b", "c"]],
  [["a", "b,c"]],
  [["\ud800", 1], ["\ufffd", 1]],
  [[bytes(1), 1], [bytes(1), 1]],
  [10n ** 40n],
  [-(10n ** 40n)],
];

Deno.test("two ids have the same text if and only if they are the same key in native Deno KV", async () => {
  using kv = await Deno.openKv(":memory:");
  const ids = SAME.flat();
  for (const a of ids) {
    await kv.set(["x", ...list(a)], 1);
    for (const b of ids) {
      const { versionstamp } = await kv.get(["x", ...list(b)]);
      equal(
        idText(a) === idText(b),
        versionstamp !== null,
        `${Deno.inspect(a)}, ${Deno.inspect(b)}`,
      );
    }
    await kv.delete(["x", ...list(a)]);
  }
});

Deno.test("two values are the same part of a key as two ids of them are the same", () => {
  const parts = SAME.flat().filter((id): id is IdPart => !Array.isArray(id));
  for (const a of parts) {
    for (const b of parts) {
      equal(samePart(a, b), idText(a) === idText(b), `${String(a)}, ${String(b)}`);
    }
  }
});

onStores(
  "records of ids that are two keys are two records, of those that are one key one",
  async (kv) => {
    let n = 0;
    const groups = SAME.map((ids) => ids.map((id) => ({ id, n: n++ }))), records = groups.flat();
    await appendMany(kv, records, "/one");
    for (const record of records) await append(kv, record, "/each");
    await put(kv, "one", records);
    for (const record of records) await put(kv, "each", record);
    for (const source of ["/one", "/each", "one", "each"]) {
      equal(await count(kv, source), SAME.length);
      equal((await keys(kv, source)).length, SAME.length);
      for (const group of groups) {
        for (const { id } of group) {
          const found = await get<KvsRecord & { n: number }>(kv, source, id);
          equal(found?.n, group.at(-1)?.n, `${source} ${String(id)}`);
        }
      }
    }
  },
);

Deno.test("what is no id is a bad id, whatever it is", () => {
  const revoked = Proxy.revocable([1, 2], {});
  revoked.revoke();
  const detached = bytes(1, 2);
  structuredClone(detached.buffer, { transfer: [detached.buffer] });
  const hostile = new Proxy({}, {
    get() {
      throw new RangeError("boom");
    },
  });
  const bad: unknown[] = [
    undefined,
    null,
    Symbol("s"),
    () => {},
    {},
    [],
    [1],
    [1, undefined],
    [1, [2, 3]],
    [1, Symbol("s")],
    Array.from({ length: 5000 }, () => 1),
    Object.assign([], { length: 4_000_000_000 }),
    Object.create(null),
    Object.create(Uint8Array.prototype),
    new Proxy(bytes(1), {}),
    new Uint16Array(1),
    new DataView(new ArrayBuffer(1)),
    new ArrayBuffer(1),
    detached,
    new Uint8Array(new SharedArrayBuffer(1)),
    revoked.proxy,
    hostile,
    [1, hostile],
    new Date(0),
    Object(1),
    1n << 2040n,
    -(1n << 2040n),
  ];
  for (const id of bad) {
    throws(() => idParts(id as Id, "here"), KvsError, "bad_id");
    throws(() => idOf({ id: id as Id }, "here"), KvsError, "bad_id");
    const error = throws(() => toId(id as Id, "here"), KvsError);
    equal(error.message.startsWith("here: "), true);
  }
  const thrower = {
    get id(): Id {
      throw new RangeError("boom");
    },
  };
  const inherited = Object.create({ id: 1 });
  for (const record of [thrower, inherited, revoked.proxy]) {
    throws(() => idOf(record as KvsRecord, "here"), KvsError, "bad_id");
  }
  for (const record of [undefined, null, 1, "a", Symbol("s"), [], () => {}]) {
    throws(() => idOf(record as unknown as KvsRecord, "here"), KvsError, "bad_record");
  }
});

Deno.test("an id is read once, and is the caller's no more", () => {
  let reads = 0;
  equal(
    idOf({
      get id() {
        return ++reads;
      },
    }, "here"),
    1,
  );
  const id: [Uint8Array, number] = [bytes(1), 2], taken = toId(id, "here");
  id[0][0] = 9;
  id[1] = 9;
  equal(taken, [bytes(1), 2]);
  const own = bytes(1), ownTaken = toId(own, "here");
  own[0] = 9;
  equal(ownTaken, bytes(1));
});

onStores("an id that no key has room for is too large, and nothing is written", async (kv) => {
  const long = "x".repeat(2048), record = { id: long, text: "y".repeat(1_000_000) };
  for (const id of [long, ["a", long] as const, new Uint8Array(2048), new Uint8Array(1030)]) {
    await rejects(() => append(kv, { id }, "/f"), KvsError, "too_large");
    await rejects(() => put(kv, "t", { id }), KvsError, "too_large");
    await rejects(() => get(kv, "/f", id), KvsError, "too_large");
    await rejects(() => get(kv, "t", id), KvsError, "too_large");
  }
  await rejects(() => put(kv, "t", record), KvsError, "too_large");
  const left: string[] = [];
  for await (const { key } of kv.list({ start: ["kvs/a"], end: ["kvs/z"] })) {
    left.push(String(key[0]));
  }
  equal(left.filter((kind) => kind !== "kvs/format"), []);
});

function list(id: Id): readonly IdPart[] {
  return Array.isArray(id) ? id : [id as IdPart]; // as: it is no array
}
