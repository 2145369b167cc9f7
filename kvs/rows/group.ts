/**
 * Group commit: what is asked for while a commit is on its way goes together into the next one.
 *
 * An embedded store takes about as long for a commit of one change as for one of fifty, for each
 * waits for the disk. A batch is answered when its commit is durable. Where a commit of several
 * fails its check, or one of them is refused, each is tried by itself, so that nobody is refused for
 * another's sake.
 *
 * @module
 */
import { Batch } from "./batch.ts";
import { ChangedKeys } from "./changed.ts";
import { named } from "./commit.ts";
import { KvsError } from "../error.ts";
import { ready, readyNow } from "./format.ts";
import type { Kv, KvAtomic, KvCheck } from "../kv.ts";
import { genuine } from "../value/builtin.ts";
import { Room } from "./room.ts";
import { LIMITS } from "../store/limits.ts";

/** What commits batches of independent askers. */
export interface GroupCommit {
  /**
   * Commits a batch, to which nothing must be added any more.
   *
   * @returns the versionstamp; undefined where a check did not hold and nothing was changed
   * @throws {KvsError} as {@linkcode Batch.commit}
   */
  submit(batch: Batch): Promise<string | undefined>;
}

interface Pending {
  readonly batch: Batch;
  readonly resolve: (versionstamp: string | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** Tells those who wait what became of their commit. */
type Answer = () => void;

/**
 * A group commit over a store. Batches are committed in the order in which they are asked for, as
 * many together as one commit holds; a batch that checks what one before it changes waits for it.
 *
 * @example
 * ```ts
 * import { Batch, openKv } from "@n2o/n2o/kvs";
 * import { groupCommit } from "@n2o/n2o/kvs/tool";
 *
 * using kv = await openKv(":memory:");
 * const group = groupCommit(kv);
 * const stamps = await Promise.all([1, 2, 3].map((i) => group.submit(new Batch().set(["n", i], i))));
 * if (new Set(stamps).size !== 2) throw new Error("the first alone, the others together");
 * ```
 */
export function groupCommit(kv: Kv): GroupCommit {
  const waiting: Pending[] = [];
  let running = false;

  async function run(): Promise<void> {
    running = true;
    let under: Promise<Answer> | undefined = attempt(kv, take(waiting));
    while (under !== undefined) {
      const answer: Answer = await under;
      // The next commit is on its way before those who waited for this one go on.
      const next = take(waiting);
      under = next.length > 0 ? attempt(kv, next) : undefined;
      if (under === undefined) running = false;
      answer();
    }
  }

  return {
    submit(batch) {
      if (!(genuine(() => batch instanceof Batch) ?? false)) {
        return Promise.reject(new KvsError("bad_argument", "only a batch is committed"));
      }
      return new Promise((resolve, reject) => {
        waiting.push({ batch, resolve, reject });
        if (!running) void run();
      });
    },
  };
}

/** The first batches that fit one commit and do not depend on one another. */
function take(waiting: Pending[]): Pending[] {
  const room = new Room(), changed = new ChangedKeys();
  let count = 0, appended = 0;
  for (const { batch } of waiting) {
    // The records of a feed that are appended together are at most as many as a commit has checks.
    appended += batch.appended;
    const fits = room.take(batch.weight) && appended <= LIMITS.checks;
    if (count > 0 && (!fits || batch.dependsOn(changed))) break;
    if (!fits) room.fill();
    if (waiting.length > 1) batch.addChanged(changed);
    count++;
  }
  return waiting.splice(0, count);
}

async function attempt(kv: Kv, pending: readonly Pending[]): Promise<Answer> {
  const [only] = pending;
  if (pending.length === 1 && only !== undefined) return await alone(kv, only);
  try {
    const atomic = staged(kv, pending, readyNow(kv) ?? await ready(kv));
    const done = await atomic?.commit();
    if (done?.ok) return () => pending.forEach(({ resolve }) => resolve(done.versionstamp));
  } catch (cause) {
    const error = named("commit", cause);
    // Where the store has failed in the middle the commit may have been made all the same: it is not made again.
    if (!isRefused(error)) return () => pending.forEach(({ reject }) => reject(error));
  }
  for (const each of pending) {
    const answer = await alone(kv, each);
    answer();
  }
  return () => {};
}

async function alone(kv: Kv, { batch, resolve, reject }: Pending): Promise<Answer> {
  try {
    const versionstamp = await batch.commit(kv);
    return () => resolve(versionstamp);
  } catch (error) {
    return () => reject(error);
  }
}

/** One commit of all; undefined where one of them cannot be put into a commit, and nothing is asked of the store. */
function staged(
  kv: Kv,
  pending: readonly Pending[],
  layout: KvCheck,
): KvAtomic | undefined {
  try {
    return together(pending).staged(kv, layout);
  } catch {
    return undefined; // whose it is comes out when each is tried by itself
  }
}

function together(pending: readonly Pending[]): Batch {
  return pending.reduce((whole, { batch }) => whole.add(batch), new Batch());
}

/** Whether an error is for what a commit holds, which a store looks at before it writes. */
function isRefused(error: KvsError): boolean {
  return KvsError.is(error, "too_large", "unstorable");
}
