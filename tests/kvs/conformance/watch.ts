/** Watches. */
import type { KvEntryMaybe } from "../../../kvs/kv.ts";
import { equal } from "../../_support/assert.ts";
import type { Register } from "./case.ts";

type Reader = ReadableStreamDefaultReader<KvEntryMaybe<unknown>[]>;

/** Reads until the values are these: states between may be left out. */
async function until(reader: Reader, values: unknown[]): Promise<KvEntryMaybe<unknown>[]> {
  while (true) {
    const { value, done } = await reader.read();
    if (done) throw new Error("the watch ended");
    if (Deno.inspect(value.map((entry) => entry.value)) === Deno.inspect(values)) return value;
  }
}

export function conformWatch(test: Register): void {
  test("a watch tells the state first, missing keys included, then every change to come", async (kv) => {
    const { versionstamp } = await kv.set(["a"], 1);
    const reader = kv.watch<unknown[]>([["a"], ["b"]]).getReader();
    equal((await reader.read()).value, [
      { key: ["a"], value: 1, versionstamp },
      { key: ["b"], value: null, versionstamp: null },
    ]);
    const later = await kv.atomic().set(["a"], 2).set(["b"], 2).commit();
    const stamp = later.ok ? later.versionstamp : "";
    equal(await until(reader, [2, 2]), [
      { key: ["a"], value: 2, versionstamp: stamp },
      { key: ["b"], value: 2, versionstamp: stamp },
    ]);
    await kv.delete(["a"]);
    await until(reader, [null, 2]);
    await kv.atomic().sum(["n"], 1n).set(["b"], 3).commit();
    await until(reader, [null, 3]);
    await reader.cancel();
  });

  test("a watch is told of keys that end in a versionstamp", async (kv) => {
    const { versionstamp } = await kv.set(["a"], 0);
    // the next versionstamps are not known, so one that is known is written again
    await kv.set(["log", versionstamp], "old");
    const reader = kv.watch<unknown[]>([["log", versionstamp]]).getReader();
    await until(reader, ["old"]);
    await kv.set(["log", versionstamp], "new");
    await until(reader, ["new"]);
    await reader.cancel();
  });

  test("the last of many changes arrives, and other keys wake nobody", async (kv) => {
    const reader = kv.watch<unknown[]>([["a"]]).getReader();
    await until(reader, [null]);
    const next = reader.read();
    await kv.set(["b"], 1);
    await kv.set(["a", "b"], 1);
    for (let i = 1; i <= 100; i++) await kv.set(["a"], i);
    const first = await next;
    if (first.value?.[0]?.value !== 100) await until(reader, [100]);
    await reader.cancel();
  });

  test("many watches of one key are all told", async (kv) => {
    const readers = Array.from({ length: 20 }, () => kv.watch<unknown[]>([["a"]]).getReader());
    await Promise.all(readers.map((reader) => until(reader, [null])));
    await kv.set(["a"], 1);
    await Promise.all(readers.map((reader) => until(reader, [1])));
    await Promise.all(readers.map((reader) => reader.cancel()));
  });

  test("a raw watch is told of commits that changed nothing to see", async (kv) => {
    const reader = kv.watch<unknown[]>([["a"]], { raw: true }).getReader();
    await until(reader, [null]);
    const next = reader.read();
    await kv.delete(["a"]);
    equal((await next).value, [{ key: ["a"], value: null, versionstamp: null }]);
    await reader.cancel();
  });

  test("closing the store ends its watches", async (kv) => {
    const reader = kv.watch<unknown[]>([["a"]]).getReader();
    await until(reader, [null]);
    const next = reader.read();
    kv.close();
    equal((await next).done, true);
  });
}
