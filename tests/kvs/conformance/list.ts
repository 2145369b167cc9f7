/** Lists: order, selectors, limits, batches and cursors. */
import type { Kv, KvListOptions, KvListSelector } from "../../../kvs/kv.ts";
import { equal, rejects, throws } from "../../_support/assert.ts";
import { cursorsOf, filled, KEYS } from "./list_keys.ts";
import { nativeCursors } from "./native_cursors.ts";
import { collect, type Register } from "./case.ts";

async function numbers(
  kv: Kv,
  selector: KvListSelector,
  options?: KvListOptions,
): Promise<unknown[]> {
  return (await collect(kv.list(selector, options))).map(({ value }) => value);
}

const span = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, i) => from + i);

export function conformList(test: Register): void {
  test("all entries are listed in the order of their keys", async (kv) => {
    await filled(kv);
    const entries = await collect(kv.list({ prefix: [] }));
    equal(entries.map(({ key }) => key), [...KEYS]);
    equal(entries.map(({ value }) => value), span(0, KEYS.length));
  });

  test("a prefix selects what it begins, part by part, without itself", async (kv) => {
    await filled(kv);
    equal(await numbers(kv, { prefix: ["a"] }), span(1, 17));
    equal(await numbers(kv, { prefix: ["a", "b"] }), [5]);
    equal(await numbers(kv, { prefix: ["a", "b", "c"] }), []);
    equal(await numbers(kv, { prefix: ["none"] }), []);
  });

  test("start is included and end is not", async (kv) => {
    await filled(kv);
    equal(await numbers(kv, { start: ["a", "b"], end: ["a", 0n] }), span(4, 8));
    equal(await numbers(kv, { prefix: ["a"], start: ["a", 0n] }), span(8, 17));
    equal(await numbers(kv, { prefix: ["a"], end: ["a", 0n] }), span(1, 8));
    equal(await numbers(kv, { start: ["b"], end: ["b"] }), []);
    // bounds that are no keys of the store
    equal(await numbers(kv, { start: ["a", "aa"], end: ["a", "bb"] }), [4, 5, 6]);
  });

  test("reverse lists the same from its end, for every batch size and limit", async (kv) => {
    await filled(kv);
    for (const batchSize of [1, 2, 3, 16, 100]) {
      for (const limit of [1, 5, 16, 1000]) {
        const forward = span(1, 17), back = span(1, 17).reverse();
        equal(await numbers(kv, { prefix: ["a"] }, { batchSize, limit }), forward.slice(0, limit));
        equal(
          await numbers(kv, { prefix: ["a"] }, { batchSize, limit, reverse: true }),
          back.slice(0, limit),
        );
      }
    }
  });

  test("a cursor continues where a list stopped, wherever that was, both ways", async (kv) => {
    await filled(kv);
    const selectors: KvListSelector[] = [
      { prefix: [] },
      { prefix: ["a"] },
      { prefix: ["a"], start: ["a", "b"] },
      { prefix: ["a"], end: ["a", 1.5] },
      { start: ["a", "b"], end: ["b"] },
    ];
    for (const selector of selectors) {
      for (const reverse of [false, true]) {
        const all = await numbers(kv, selector, { reverse });
        for (let limit = 1; limit <= all.length; limit += 3) {
          const seen: unknown[] = [];
          let cursor: string | undefined;
          while (cursor !== "") {
            const page = kv.list(selector, { reverse, limit, ...(cursor ? { cursor } : {}) });
            const values = (await collect(page)).map(({ value }) => value);
            seen.push(...values);
            cursor = values.length < limit ? "" : page.cursor;
          }
          equal(seen, all);
        }
      }
    }
  });

  test("a cursor is unknown before the first entry and empty after the last", async (kv) => {
    await kv.set(["a"], 1);
    const list = kv.list({ prefix: [] });
    throws(() => list.cursor, Error);
    await list.next();
    equal(list.cursor.length > 0, true);
    equal((await list.next()).done, true);
    equal(list.cursor, "");
    equal((await list.next()).done, true);
  });

  test("cursors are those of native Deno KV, so that they may be kept", async (kv) => {
    const cursors = await cursorsOf(kv);
    equal(cursors[0]?.length, KEYS.length + 1);
    equal(cursors, await nativeCursors());
  });

  test("what is no selector, cursor or number of entries is refused", async (kv) => {
    const bad = (selector: unknown, options?: KvListOptions) =>
      rejects(() => kv.list(selector as KvListSelector, options).next(), Error).then((
        { message },
      ) => message);
    const either = "Selector must specify either 'prefix' or both 'start' and 'end' key";
    equal(await bad({}), either);
    equal(await bad({ start: ["a"] }), either);
    equal(await bad({ end: ["a"] }), either);
    equal(
      await bad({ prefix: ["a"], start: ["a", 1], end: ["a", 2] }),
      "Selector can not specify both 'start' and 'end' key when specifying 'prefix'",
    );
    equal(
      await bad({ prefix: ["a"], start: ["b"] }),
      "Start key is not in the keyspace defined by prefix",
    );
    equal(
      await bad({ prefix: ["a"], start: ["a"] }),
      "Start key is not in the keyspace defined by prefix",
    );
    equal(
      await bad({ prefix: ["a"], end: ["b"] }),
      "End key is not in the keyspace defined by prefix",
    );
    equal(await bad({ start: ["b"], end: ["a"] }), "Start key is greater than end key");
    equal(await bad({ prefix: [] }, { cursor: "***" }), "invalid cursor");
    const out = kv.list({ prefix: [] }, { limit: 1 });
    await kv.set(["a"], 1);
    await out.next();
    equal(await bad({ start: ["b"], end: ["c"] }, { cursor: "AA==" }), "cursor out of bounds");
    for (const n of [0, -1, 1.5, NaN]) {
      equal(
        await bad({ prefix: [] }, { limit: n }),
        `Limit must be a positive integer: received ${n}`,
      );
      equal(
        await bad({ prefix: [] }, { batchSize: n }),
        `batchSize must be a positive integer: received ${n}`,
      );
    }
  });

  test("a list goes on over what is written and removed meanwhile", async (kv) => {
    for (let i = 0; i < 10; i++) await kv.set(["l", i], i);
    const seen: unknown[] = [];
    for await (const { value } of kv.list<number>({ prefix: ["l"] }, { batchSize: 2 })) {
      seen.push(value);
      if (value === 3) {
        await kv.delete(["l", 6]);
        await kv.set(["l", 6.5], 6.5);
        await kv.set(["l", -1], -1);
      }
    }
    equal(seen, [0, 1, 2, 3, 4, 5, 6.5, 7, 8, 9]);
  });
}
