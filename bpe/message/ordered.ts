/**
 * Rows of several lists in the order of their coming.
 *
 * @module
 */
import type { Kv, KvEntry, KvKey } from "../../kvs/mod.ts";

/**
 * The rows under several prefixes, each of them in the order of the times in its keys: by that time, and of one time in the order
 * of their commits. Only the rows of one time are held at once.
 */
export async function* ordered(
  kv: Kv,
  prefixes: readonly KvKey[],
  timeOf: (key: KvKey) => number,
): AsyncGenerator<KvEntry<unknown>, void, void> {
  const lists = prefixes.map((prefix) =>
    kv.list({ prefix }, { batchSize: 10 })[Symbol.asyncIterator]()
  );
  const heads = await Promise.all(lists.map((list) => list.next()));
  for (;;) {
    const times = heads.flatMap(({ done, value }) => done === true ? [] : [timeOf(value.key)]);
    if (times.length === 0) return;
    const time = Math.min(...times);
    const rows: KvEntry<unknown>[] = [];
    for (const [index, list] of lists.entries()) {
      for (let head = heads[index]; head?.done === false && timeOf(head.value.key) === time;) {
        rows.push(head.value);
        heads[index] = head = await list.next();
      }
    }
    yield* rows.sort((a, b) =>
      a.versionstamp < b.versionstamp ? -1 : a.versionstamp > b.versionstamp ? 1 : 0
    );
  }
}
