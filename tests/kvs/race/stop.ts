/**
 * A store that stops before whatever it is asked: what a race does by luck happens each time.
 *
 * @module
 */
import type {
  Kv,
  KvAtomic,
  KvEntry,
  KvKey,
  KvListIterator,
  KvListOptions,
} from "../../../kvs/kv.ts";

/** Told what is about to be asked of the store, such as `get kvs/id,f,,a`; the asking waits for it. */
export type Stop = (point: string) => Promise<void>;

/** The store as one who stops before each read (of a list: before each batch) and before each commit. */
export function stopping(kv: Kv, stop: Stop): Kv {
  return {
    async get<T>(...[key, options]: Parameters<Kv["get"]>) {
      await stop(`get ${shown(key)}`);
      return await kv.get<T>(key, options);
    },
    async getMany(keys, options) {
      await stop(`getMany ${[...keys].map(shown).join(" ")}`);
      return await kv.getMany(keys, options);
    },
    async set(key, value, options) {
      await stop(`set ${shown(key)}`);
      return await kv.set(key, value, options);
    },
    async delete(key) {
      await stop(`delete ${shown(key)}`);
      return await kv.delete(key);
    },
    list<T>(...[selector, options]: Parameters<Kv["list"]>) {
      const [key] = Object.values(selector);
      return stoppingList(kv.list<T>(selector, options), options, () => stop(`list ${shown(key)}`));
    },
    async enqueue(value, options) {
      await stop("enqueue");
      return await kv.enqueue(value, options);
    },
    listenQueue: (handler) => kv.listenQueue(handler),
    atomic: () => stoppingAtomic(kv.atomic(), stop),
    watch: (keys, options) => kv.watch(keys, options),
    close: () => kv.close(),
    commitVersionstamp: () => kv.commitVersionstamp(),
    [Symbol.dispose]: () => kv.close(),
  };
}

function stoppingList<T>(
  list: KvListIterator<T>,
  { limit, batchSize }: KvListOptions = {},
  stop: () => Promise<void>,
): KvListIterator<T> {
  const size = batchSize ?? Math.min(limit ?? 100, 500);
  let given = 0;
  const iterator: KvListIterator<T> & AsyncIterableIterator<KvEntry<T>> = {
    get cursor() {
      return list.cursor;
    },
    async next() {
      if (given++ % size === 0) await stop();
      return await list.next();
    },
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
}

function stoppingAtomic(atomic: KvAtomic, stop: Stop): KvAtomic {
  const changed = new Set<string>();
  const passed: KvAtomic = {
    check(...checks) {
      atomic.check(...checks);
      return passed;
    },
    mutate(...mutations) {
      for (const { key } of mutations) changed.add(shown(key));
      atomic.mutate(...mutations);
      return passed;
    },
    sum: (key, n) => change(key, () => atomic.sum(key, n)),
    min: (key, n) => change(key, () => atomic.min(key, n)),
    max: (key, n) => change(key, () => atomic.max(key, n)),
    set: (key, value, options) => change(key, () => atomic.set(key, value, options)),
    delete: (key) => change(key, () => atomic.delete(key)),
    enqueue(value, options) {
      atomic.enqueue(value, options);
      return passed;
    },
    async commit() {
      const keys = [...changed];
      await stop(`commit of ${keys.slice(0, 8).join(" ")}${keys.length > 8 ? " ..." : ""}`);
      return await atomic.commit();
    },
  };
  function change(key: KvKey, run: () => void): KvAtomic {
    changed.add(shown(key));
    run();
    return passed;
  }
  return passed;
}

function shown(key: KvKey | undefined): string {
  return (key ?? []).map((part) => part instanceof Uint8Array ? `<${part.join()}>` : String(part))
    .join();
}
