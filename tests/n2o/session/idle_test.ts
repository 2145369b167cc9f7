import { storage as kvStorage } from "../../../host/storage.ts";
import { memoryKv } from "../../../kvs/host/memory/memory.ts";
import type { SessionStorage } from "../../../n2o/session/rows.ts";
import { pickler } from "../../../n2o/session/pickle.ts";
import { type Sessions, sessions } from "../../../n2o/session/session.ts";
import { assert, equal } from "../../_support/assert.ts";
import { type VirtualClock, virtualClock } from "../../_support/clock.ts";
import { SEED } from "../../_support/long.ts";
import { random } from "../../_support/random.ts";
import { secret } from "../page.ts";

const MINUTE = 60_000, HOUR = 60 * MINUTE;

/** A store whose keys are gone by its own clock, and nodes on it with clocks of their own. */
function place(...skews: readonly number[]) {
  const kv = memoryKv(), clocks: VirtualClock[] = [];
  const nodes = skews.map((skew) => {
    const clock = virtualClock(Date.now() + skew);
    clocks.push(clock);
    // A week and more by the virtual clock is a while by the store's.
    const storage = kvStorage(kv, { now: () => clock.now() - 7 * 24 * HOUR });
    return sessions({ pickler: pickler(secret, clock), clock, storage, ttl: 900 });
  });
  async function rows(): Promise<number> {
    let count = 0;
    for await (const _ of kv.list({ prefix: ["n2o"] })) count++;
    return count;
  }
  /** Minutes as servers pass them: each node sweeps once in each. */
  async function pass(minutes: number): Promise<void> {
    for (let each = 0; each < minutes; each++) {
      clocks.forEach((clock) => clock.advance(MINUTE));
      nodes.forEach((node) => node.invalidateSessions());
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  }
  return { kv, nodes: nodes as [Sessions, Sessions], clocks, rows, pass };
}

async function loggedIn(at: Sessions): Promise<string> {
  const { session, done } = at.change(at.begin().session, { user: "alice", values: { cart: [1] } });
  await done;
  return session;
}

Deno.test("a session that nobody uses leaves the store when its idle life is over, with all that it held", async () => {
  const { kv, nodes: [node], rows, pass } = place(0);
  await loggedIn(node);
  assert(await rows() > 0);
  await pass(15);
  assert(await rows() > 0);
  await pass(25);
  equal(await rows(), 0);
  kv.close();
});

Deno.test("a node that never heard of a session finds it, however far its clock is off, and a used one stays", async () => {
  for (const skew of [-HOUR, 30 * 24 * HOUR]) {
    const { kv, nodes: [right, wrong], rows, pass } = place(0, skew);
    const used = await loggedIn(right), idle = await loggedIn(right);
    right.close();
    for (let each = 0; each < 30; each++) {
      equal(await right.use(used), true);
      await pass(5);
    }
    equal([await right.use(idle, false), await right.use(used)], [false, true]);
    equal(wrong.getValue(used, "user"), undefined);
    const left = new Set<unknown>();
    for await (const { key } of kv.list({ prefix: ["n2o", "session"] })) left.add(key.at(-2));
    equal(left, new Set([used]), `a clock ${skew} ms off`);
    await pass(120);
    equal(await rows(), 0);
    kv.close();
  }
});

Deno.test(`whenever it is used, no session that lives is ended by who looks for idle ones (seed ${SEED})`, async () => {
  const { kv, nodes: [one, two], pass } = place(0, HOUR / 2), draw = random(SEED);
  const last = new Map<string, number>();
  for (let each = 0; each < 20; each++) last.set(await loggedIn(one), 0);
  for (let minute = 1; minute < 120; minute++) {
    await pass(1);
    for (const [session, used] of last) {
      if (minute - used >= 15) last.delete(session);
      else if (draw.below(5) === 0) {
        equal(await one.use(session), true, `used ${minute - used} minutes before`);
        last.set(session, minute);
      }
    }
  }
  assert(last.size > 0, "nobody was left");
  two.close();
  kv.close();
});

Deno.test("all of many sessions are looked at, some thousand rows at a time", async () => {
  const clock = virtualClock(), kv = memoryKv(), storage = kvStorage(kv, clock);
  const ids = Array.from({ length: 2_100 }, (_, at) => `s${String(at).padStart(5, "0")}`);
  const row = { value: "", till: clock.now() + HOUR };
  for (const id of ids) {
    for (const key of ["a", "auth", "auth:used"]) await storage.set(id, key, row);
  }
  const found: string[] = [], pages: number[] = [];
  let after: string | undefined;
  for (;;) {
    const page = await storage.sessionsAfter?.(after) ?? [];
    if (page.length === 0) break;
    for (const [id, rows] of page) {
      found.push(id);
      equal(rows.size, 3);
    }
    pages.push(page.length);
    after = page.at(-1)?.[0];
  }
  equal([found, pages.length], [ids, 2]);
  kv.close();
});

Deno.test("a storage that fails is told in the log, and the next sweep goes on", async () => {
  const clock = virtualClock(), told: string[] = [];
  let calls = 0;
  const storage: SessionStorage = {
    load: () => Promise.resolve([]),
    set: () => Promise.resolve(),
    delete: () => Promise.resolve(),
    sessionsAfter: () => ++calls === 1 ? Promise.reject(new Error("away")) : Promise.resolve([]),
  };
  const log = (_: unknown, message: string) => void told.push(message);
  const node = sessions({ pickler: pickler(secret, clock), clock, storage, log });
  for (let each = 0; each < 3; each++) {
    node.invalidateSessions();
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  equal([calls, told], [3, ["idle sessions could not be looked for"]]);
});
