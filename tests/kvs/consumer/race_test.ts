/**
 * Every order of two operations: the one stops before each of its reads and commits and lets the other
 * happen there, whole, as another process would do it.
 */
import { assert, equal } from "../../_support/assert.ts";
import { virtualClock } from "../../_support/clock.ts";
import { long, rounds, SEED } from "../../_support/long.ts";
import { random } from "../../_support/random.ts";
import { onStores, stores } from "../../_support/store/stores.ts";
import {
  append,
  appendMany,
  count,
  cut,
  type Kv,
  type KvListIterator,
  remove,
} from "../../../kvs/mod.ts";
import {
  type Claimed,
  type Consumer,
  consumer,
  setConsumerGroup,
} from "../../../kvs/consumer/mod.ts";

/** A store that stops before each of its reads and commits; one more of it is another process's. */
function stopping(kv: Kv, stop: () => Promise<void>): Kv {
  const own: Partial<Kv> = {
    get: async (...args) => (await stop(), await kv.get(...args)) as never, // as: the store's own type
    getMany: async (...args) => (await stop(), await kv.getMany(...args)) as never, // as: the same
    list(...args) {
      const list = kv.list(...args), next = list.next.bind(list);
      let begun = false;
      const stopped = {
        next: async () => {
          if (!begun) await stop();
          begun = true;
          return await next();
        },
        [Symbol.asyncIterator]: () => stopped,
      };
      return stopped as unknown as KvListIterator<never>; // as: nobody here asks for its cursor
    },
    atomic() {
      const atomic = kv.atomic(), commit = atomic.commit.bind(atomic);
      atomic.commit = async () => (await stop(), await commit());
      return atomic;
    },
  };
  return new Proxy(kv, {
    get(target, name) {
      const value: unknown = Reflect.get(own, name) ?? Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

const LEASE = 1_000;
type Job = { id: number; text?: string };

/** A feed of five entries in three rows, of which a worker has three by two claims. */
class Scene {
  readonly clock = virtualClock();
  readonly acknowledged = new Set<number>();
  readonly removed = new Set<number>();
  /** How often an entry was given out, by what claims answered. */
  readonly given = new Map<number, number>();
  /** Set where entries may come once more by order. */
  rewound = false;
  held: Claimed<Job>[] = [];
  /** What happens before each step of the first process. */
  stop = () => Promise.resolve();
  readonly first: Kv;

  constructor(readonly kv: Kv, readonly feed: string) {
    this.first = stopping(kv, () => this.stop());
  }

  async begin(): Promise<void> {
    const { kv, feed } = this;
    for (const id of [-1, 0]) await append(kv, { id }, feed);
    await appendMany(kv, [{ id: 1 }, { id: 2 }], feed);
    await append(kv, { id: 3 }, feed);
    await appendMany(kv, [{ id: 4 }, { id: 5 }], feed);
    const worker = await this.worker(this.first);
    // So that it knows where the group stands, and has read ahead, when it is stopped.
    for (const _ of [-1, 0]) await worker.ack(await worker.claim());
    this.held = [...await this.took(worker.claim(2)), ...await this.took(worker.claim(1))];
  }

  worker(kv: Kv): Promise<Consumer<Job>> {
    return consumer<Job>(kv, this.feed, "g", { lease: LEASE, clock: this.clock });
  }

  async took(claim: Promise<Claimed<Job>[]>): Promise<Claimed<Job>[]> {
    const claimed = await claim;
    for (const { id, attempt } of claimed) {
      assert(
        !this.acknowledged.has(id) || this.rewound,
        `${id} comes again after its acknowledgement`,
      );
      const before = this.given.get(id) ?? 0;
      if (!this.rewound) equal(attempt, before + 1, `attempts of ${id}`);
      this.given.set(id, before + 1);
    }
    return claimed;
  }

  /** Where each entry is: claimed at most once, and then not to be given out as new. */
  async look(): Promise<void> {
    const worker = await this.worker(this.kv),
      pending = (await worker.pending()).map(({ id }) => id);
    equal(new Set(pending).size, pending.length, "claimed twice");
    for (const id of pending) {
      assert(!this.acknowledged.has(id), `${id} is acknowledged and claimed`);
    }
    const rest = await this.drain(worker), seen = new Set(rest);
    equal(seen.size, rest.length, "given out twice");
    const all = [1, 2, 3, 4, 5, ...this.given.keys()];
    for (const id of new Set(all)) {
      if (this.removed.has(id)) assert(!seen.has(id), `${id} is gone`);
      else assert(seen.has(id) !== this.acknowledged.has(id), `${id} is lost, or comes again`);
    }
    equal(await worker.pending(), []);
  }

  /** Everything that is not acknowledged, in the end. */
  async drain(worker: Consumer<Job>): Promise<number[]> {
    const found: number[] = [];
    this.clock.advance(10 * LEASE);
    for (;;) {
      const claimed = await this.took(worker.claim(2));
      if (claimed.length === 0) return found;
      equal(await worker.ack(claimed), claimed.length);
      found.push(...claimed.map(({ id }) => id));
    }
  }
}

/** What one process does. */
type Operation = (scene: Scene, kv: Kv) => Promise<unknown>;

const settle = (how: "ack" | "extend" | "giveBack", from: number, to: number): Operation =>
async (
  scene,
  kv,
) => {
  const worker = await scene.worker(kv);
  for (const each of scene.held.slice(from, to)) {
    const done = await worker[how](each);
    if (how === "ack" && done === 1) {
      assert(!scene.acknowledged.has(each.id), `${each.id} was acknowledged twice`);
      scene.acknowledged.add(each.id);
    }
  }
};
const leave = async (scene: Scene, id: number, by: Promise<unknown>) => {
  scene.removed.add(id);
  await by;
};

const OPERATIONS: Record<string, Operation> = {
  "claim one": async (scene, kv) => await scene.took((await scene.worker(kv)).claim()),
  "claim four": async (scene, kv) => await scene.took((await scene.worker(kv)).claim(4)),
  "acknowledge the first": settle("ack", 0, 1),
  "acknowledge all": settle("ack", 0, 3),
  "extend": settle("extend", 0, 2),
  "give back": settle("giveBack", 0, 1),
  "remove a claimed one": (scene, kv) => leave(scene, 2, remove(kv, 2, scene.feed)),
  "remove a new one": (scene, kv) => leave(scene, 4, remove(kv, 4, scene.feed)),
  "cut": async (scene, kv) => {
    scene.removed.add(1);
    await cut(kv, scene.feed, 1).catch(() => 0); // it may be cut already
  },
  "replace": (scene, kv) => append(kv, { id: 3, text: "new" }, scene.feed),
  "append": (scene, kv) =>
    appendMany(kv, [{ id: 6 }, { id: 7 }], scene.feed).then(() =>
      scene.given.set(6, scene.given.get(6) ?? 0).set(7, scene.given.get(7) ?? 0)
    ),
};

/** One operation with others put in before some of its steps; answers how many steps it had. */
async function interrupted(
  scene: Scene,
  first: Operation,
  put: (step: number) => Operation | undefined,
): Promise<number> {
  let step = 0, inside = false;
  const others = stopping(scene.kv, () => Promise.resolve());
  await first(
    scene,
    stopping(scene.kv, async () => {
      const other = inside ? undefined : put(step++);
      if (other === undefined) return;
      inside = true;
      await other(scene, others);
      inside = false;
    }),
  );
  return step;
}

const names = Object.keys(OPERATIONS);
const operation = (name: string): Operation =>
  OPERATIONS[name] ?? (() => Promise.reject(new Error(name)));

for (const [kind, open] of Object.entries(stores)) {
  // But for a long run some pairs must do; Redis is another process.
  const part = long ? 1 : kind === "redis" ? 24 : 6;
  Deno.test(`two operations in every order leave each entry in one place (${kind})`, async () => {
    using kv = await open();
    let scenes = 0, pairs = SEED;
    for (const first of names) {
      for (const second of names) {
        if (pairs++ % part !== 0) continue;
        for (const late of [false, true]) {
          for (let at = 0, steps = 1; at < steps; at++) {
            const scene = new Scene(kv, `/race/${scenes++}`);
            const put = (step: number) => step === at ? operation(second) : undefined;
            try {
              await scene.begin();
              if (late) scene.clock.advance(LEASE);
              steps = await interrupted(scene, operation(first), put);
              await scene.look();
            } catch (cause) {
              throw new Error(`${second} in ${first}, step ${at}, late ${late}`, { cause });
            }
          }
        }
      }
    }
  });
}

onStores(
  `five operations, some within another, leave each entry in one place, seed ${SEED}`,
  async (kv) => {
    const { pick, below, next } = random(SEED), any = names as [string, ...string[]]; // as: there are some
    for (let round = 0; round < rounds(5, 500); round++) {
      const scene = new Scene(kv, `/five/${round}`), done: string[] = [];
      const draw = (): Operation => {
        const name = pick(any);
        done.push(name);
        return operation(name);
      };
      try {
        await scene.begin();
        for (let left = 3; left > 0; left--) {
          if (next() < 0.4) scene.clock.advance(LEASE);
          let others = 2;
          await interrupted(
            scene,
            draw(),
            () => others > 0 && below(3) === 0 && others-- > 0 ? draw() : undefined,
          );
        }
        await scene.look();
      } catch (cause) {
        throw new Error(`round ${round}: ${done.join(", ")}`, { cause });
      }
    }
  },
);

onStores("a group that is set back while entries are claimed loses none", async (kv) => {
  for (let at = 0, steps = 1; at < steps; at++) {
    const scene = new Scene(kv, `/back/${at}`);
    await scene.begin();
    scene.rewound = true;
    steps = await interrupted(
      scene,
      operation("claim four"),
      (step) =>
        step === at ? (_, other) => setConsumerGroup(other, scene.feed, "g", "start") : undefined,
    );
    const rest = new Set(await scene.drain(await scene.worker(kv)));
    for (const id of [1, 2, 3, 4, 5]) assert(rest.has(id), `${id} is lost`);
    equal(await count(kv, scene.feed), 7);
  }
});
