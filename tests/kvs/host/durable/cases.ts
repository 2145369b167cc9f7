/**
 * Lets test modules be imported inside a Durable Object: what they ask of Deno, with their tests
 * collected, and the store of the object in place of the others. It is imported before them.
 */
import { silentLog } from "../../../../base/mod.ts";
import { inspect } from "node:util";
import { type DurableKv, durableKv } from "../../../../kvs/host/durable/durable.ts";
import type { DurableState } from "../../../../kvs/host/durable/durable.ts";
import { stores } from "../../../_support/store/stores.ts";

/** The tests that were collected, by name. */
export const cases: Map<string, () => Promise<void> | void> = new Map();

/** The object that a case runs in: one at a time. */
export interface Host {
  readonly state: DurableState & { storage: { deleteAll(): Promise<void> } };
  /** From now on the object's alarm is this store's. */
  opened(kv: DurableKv): void;
}

let host: Host | undefined;

/** Runs a case inside an object. */
export async function runCase(name: string, inside: Host): Promise<void> {
  host = inside;
  await cases.get(name)?.();
}

/** The object of the case that runs. */
export function current(): Host {
  if (!host) throw new Error("no case is running");
  return host;
}

/** An empty store in the object of the case that runs. */
export async function openEmpty(): Promise<DurableKv> {
  const inside = current();
  await inside.state.storage.deleteAll();
  const kv = durableKv(inside.state, { log: silentLog });
  inside.opened(kv);
  return kv;
}

Reflect.set(globalThis, "Deno", {
  inspect,
  test: (name: string, run: () => Promise<void> | void) => cases.set(name, run),
});
for (const name of Object.keys(stores)) delete stores[name];
stores["in the object"] = openEmpty;
