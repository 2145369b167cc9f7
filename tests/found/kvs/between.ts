import type { Kv } from "../../../kvs/kv.ts";

/**
 * The store as one who stops after the first read of an index by id: `act` runs then, before anything else is read. What a
 * race does by luck happens each time.
 */
export function between(kv: Kv, act: () => Promise<unknown>): Kv {
  let acted = false;
  const stop = async <T>(reading: Promise<T>, key: readonly unknown[] | undefined): Promise<T> => {
    const read = await reading;
    if (!acted && key?.[0] === "kvs/id") {
      acted = true;
      await act();
    }
    return read;
  };
  return new Proxy(kv, {
    get(target, name) {
      if (name === "get") {
        return (...args: Parameters<Kv["get"]>) => stop(target.get(...args), args[0]);
      }
      if (name === "getMany") {
        return (...args: Parameters<Kv["getMany"]>) => stop(target.getMany(...args), args[0][0]);
      }
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
