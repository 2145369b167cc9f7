/**
 * A store that stops before whatever it is asked.
 *
 * @module
 */
import type { Kv, KvAtomic, KvListIterator } from "../../../kvs/mod.ts";
import { withClock } from "../../../kvs/store/clock.ts";
import type { Timed } from "./stores.ts";

/** Runs until a point is not reached. */
export async function eachPoint(run: (point: number) => Promise<boolean>): Promise<void> {
  for (let point = 1; await run(point); point++);
}

/** The store as one who lets somebody in at a point: before so many reads and commits. */
export function stoppedAt({ kv, clock }: Timed, point: number, letIn: () => Promise<void>): Kv {
  let points = 0;
  return withClock(
    stopping(kv, async () => {
      if (++points === point) await letIn();
    }),
    clock,
  );
}

/** The store as one who stops before each read and each commit. */
function stopping(kv: Kv, stop: () => Promise<void>): Kv {
  const before =
    <A extends readonly unknown[], R>(run: (...args: A) => Promise<R>) => async (...args: A) => {
      await stop();
      return await run(...args);
    };
  const instead: Partial<Record<PropertyKey, unknown>> = {
    get: before((key: Parameters<Kv["get"]>[0]) => kv.get(key)),
    getMany: before((keys: Parameters<Kv["getMany"]>[0]) => kv.getMany(keys)),
    list: (...args: Parameters<Kv["list"]>) => stoppingList(kv.list(...args), stop),
    atomic: () => stoppingAtomic(kv.atomic(), stop),
  };
  return new Proxy(kv, {
    get(target, name) {
      const own: unknown = Reflect.get(target, name);
      return instead[name] ?? (typeof own === "function" ? own.bind(target) : own);
    },
  });
}

function stoppingList<T>(list: KvListIterator<T>, stop: () => Promise<void>): unknown {
  const next = async () => {
    await stop();
    return await list.next();
  };
  return { next, [Symbol.asyncIterator]: () => ({ next }) };
}

function stoppingAtomic(atomic: KvAtomic, stop: () => Promise<void>): KvAtomic {
  const commit = atomic.commit.bind(atomic);
  atomic.commit = async () => {
    await stop();
    return await commit();
  };
  return atomic;
}
