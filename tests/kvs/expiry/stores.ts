/**
 * Stores whose records expire by a clock that a test moves.
 *
 * @module
 */
import { memoryKv } from "../../../kvs/host/memory/memory.ts";
import type { Kv } from "../../../kvs/kv.ts";
import { withClock } from "../../../kvs/store/clock.ts";
import { type VirtualClock, virtualClock } from "../../_support/clock.ts";
import { stores } from "../../_support/store/stores.ts";

/** A store and its clock. */
export interface Timed extends Disposable {
  readonly kv: Kv;
  readonly clock: VirtualClock;
}

/** Ways to open an empty store. */
export const timed: Record<string, () => Promise<Timed>> = Object.fromEntries(
  Object.entries(stores).map(([kind, open]) => [kind, async () => {
    const clock = virtualClock();
    const kv = kind === "memory" ? memoryKv({ clock }) : withClock(await open(), clock);
    return { kv, clock, [Symbol.dispose]: () => kv[Symbol.dispose]() };
  }]),
);

/** A test on a fresh store of each kind. */
export function onTimed(name: string, run: (timed: Timed) => Promise<void>): void {
  for (const [kind, open] of Object.entries(timed)) {
    Deno.test(`${name} (${kind})`, async () => {
      using opened = await open();
      await run(opened);
    });
  }
}
