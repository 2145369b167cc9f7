/**
 * Engines whose reads and writes are shuffled.
 *
 * @module
 */
import { assert, equal } from "../../_support/assert.ts";
import { BpeError } from "../../../bpe/error.ts";
import type { Handler, Runtime } from "../../../bpe/mod.ts";
import type { Kv } from "../../../kvs/kv.ts";
import { SEED } from "../../_support/long.ts";
import { type Random, random } from "../../_support/random.ts";
import { audit } from "./audit.ts";
import { disturbed, file, proc, type World, world } from "./world.ts";

/** A store of which the operations that are asked for at about the same time are done in an order that is drawn. */
export function shuffled(kv: Kv, { below }: Random): Kv {
  const waiting: (() => void)[] = [];
  let pumping = false;
  async function pump() {
    pumping = true;
    while (waiting.length > 0) {
      for (let hops = below(12); hops > 0; hops--) await Promise.resolve();
      waiting.splice(below(waiting.length), 1)[0]?.();
    }
    pumping = false;
  }
  const turn = () =>
    new Promise<void>((resolve) => {
      waiting.push(resolve);
      if (!pumping) pump();
    });
  return disturbed(kv, {
    read: turn,
    async write(apply) {
      await turn();
      return await apply();
    },
  });
}

export interface Race extends World {
  readonly engines: readonly Runtime[];
  readonly chance: Random;
}

/** Engines with a store whose order is drawn from a seed; the files are deployed. */
export async function race(
  seed: number,
  engines: number,
  files: readonly string[],
  handlers: Record<string, Handler> = {},
): Promise<Race> {
  const on = world();
  const chance = random(seed);
  const first = on.open();
  for (const each of files) await first.deploy(each);
  await first.close();
  const kv = shuffled(on.kv, chance);
  return {
    ...on,
    chance,
    engines: Array.from({ length: engines }, () => on.open({ handlers }, kv)),
  };
}

/** Runs seeds of a race, and names the one that fails; at its end the rows agree and nobody has reported an error. */
export async function races(count: number, run: (seed: number) => Promise<World>): Promise<void> {
  for (let seed = SEED; seed < SEED + count; seed++) {
    try {
      const { kv, errors } = await run(seed);
      equal(errors, []);
      await audit(kv);
    } catch (cause) {
      throw new Error(`seed ${seed}: TEST_SEED=${seed}`, { cause });
    }
  }
}

/** How many of these were done; the others were refused by the engine. */
export async function done(
  all: readonly Promise<{ readonly applied: boolean }>[],
): Promise<number> {
  let count = 0;
  for (const each of await Promise.allSettled(all)) {
    if (each.status === "fulfilled") count += each.value.applied ? 1 : 0;
    else if (!(each.reason instanceof BpeError)) throw each.reason;
    else assert(["command", "task", "denied"].includes(each.reason.code), each.reason.message);
  }
  return count;
}

export const MESSAGE = `<message id="m" name="paid"/>`;

export const waiting: string = file(
  MESSAGE + proc(
    "wait",
    `<startEvent id="s"/><userTask id="u"/><receiveTask id="r" messageRef="m"/><endEvent id="e"/>`,
    "s>u;u>r;r>e",
  ),
);

export const straight: string = file(
  MESSAGE + proc(
    "wait",
    `<startEvent id="s"/><receiveTask id="r" messageRef="m"/><endEvent id="e"/>`,
    "s>r;r>e",
  ),
);
