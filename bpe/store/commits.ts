/**
 * Group commit: what is asked for while a commit is on its way goes together into the next one.
 *
 * An embedded store takes about as long for a commit of one change as for one of fifty, for each waits for the disk. A change is
 * answered when its commit is durable. Where a commit of several fails its check, each is tried by itself, so that nobody is
 * refused for another's sake.
 *
 * @module
 */
import { appendInto } from "../../kvs/feed/append_into.ts";
import type { Kv } from "../../kvs/kv.ts";
import { BpeError } from "../error.ts";
import type { KvsRecord } from "../../kvs/rows/record.ts";
import { type Draft, stageRow } from "./draft.ts";

/** What commits drafts. */
export interface Commits {
  /**
   * Commits a draft.
   *
   * @returns the versionstamp; undefined where a check did not hold and nothing was changed
   * @throws what the store throws
   */
  submit(draft: Draft): Promise<string | undefined>;
}

/** What is asked of a runtime that is closed. */
export function closed(): BpeError {
  return new BpeError("closed", "the runtime is closed: open another");
}

interface Pending {
  readonly draft: Draft;
  readonly resolve: (versionstamp: string | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** The limits of one commit: 100 checks, 1,000 mutations, 800 kB, 80 kB of keys are those of Deno KV. */
const LIMITS = { drafts: 96, checks: 96, stages: 900, size: 700_000, keys: 75_000 };

/** A group commit over a store; what is asked of one that is not alive is refused with `closed`. */
export function commits(kv: Kv, isAlive: () => boolean): Commits {
  const waiting: Pending[] = [];
  let running = false;

  async function run(): Promise<void> {
    running = true;
    let under: Promise<() => void> | undefined = attempt(kv, take(waiting));
    while (under !== undefined) {
      const answer = await under;
      // The next commit is on its way before those who waited for this one go on.
      const next = take(waiting);
      under = next.length > 0 ? attempt(kv, next) : undefined;
      if (under === undefined) running = false;
      answer();
    }
  }

  return {
    submit(draft) {
      if (!isAlive()) return Promise.reject(closed());
      const answer = new Promise<string | undefined>((resolve, reject) => {
        waiting.push({ draft, resolve, reject });
      });
      if (!running) run();
      return answer;
    },
  };
}

/** The first drafts that fit one commit and check different rows. */
function take(waiting: Pending[]): Pending[] {
  const taken: Pending[] = [];
  const locks = new Set<string>();
  let checks = 0, stages = 0, size = 0, keys = 0;
  for (const { draft } of waiting) {
    checks += draft.checks.length;
    stages += draft.rows.length + draft.stages.length + 3 * draft.appends.length;
    size += draft.size;
    keys += draft.keys;
    const fits = checks <= LIMITS.checks && stages <= LIMITS.stages && size <= LIMITS.size &&
      keys <= LIMITS.keys &&
      taken.length < LIMITS.drafts && !draft.locks.some((lock) => locks.has(lock));
    if (!fits && taken.length > 0) break;
    const [next] = waiting.slice(taken.length, taken.length + 1);
    if (next !== undefined) taken.push(next);
    for (const lock of draft.locks) locks.add(lock);
  }
  waiting.splice(0, taken.length);
  return taken;
}

/** Commits drafts together; what is answered tells their owners. Where that fails each is committed by itself. */
async function attempt(kv: Kv, pending: readonly Pending[]): Promise<() => void> {
  const [only] = pending;
  try {
    const versionstamp = await commit(kv, pending.map(({ draft }) => draft));
    if (versionstamp !== undefined || pending.length === 1) {
      return () => pending.forEach(({ resolve }) => resolve(versionstamp));
    }
  } catch (error) {
    if (pending.length === 1) return () => only?.reject(error);
  }
  return () => void oneByOne(kv, pending);
}

async function oneByOne(kv: Kv, pending: readonly Pending[]): Promise<void> {
  for (const each of pending) {
    const answer = await attempt(kv, [each]);
    answer();
  }
}

async function commit(kv: Kv, drafts: readonly Draft[]): Promise<string | undefined> {
  const atomic = kv.atomic();
  const feeds = new Map<string, { feed: string | readonly string[]; records: KvsRecord[] }>();
  for (const draft of drafts) {
    if (draft.checks.length > 0) atomic.check(...draft.checks);
    for (const row of draft.rows) stageRow(atomic, row);
    for (const stage of draft.stages) stage(atomic);
    for (const { feed, records } of draft.appends) {
      const name = typeof feed === "string" ? feed : feed.join("\0");
      const found = feeds.get(name);
      if (found === undefined) feeds.set(name, { feed, records: [...records] });
      else found.records.push(...records);
    }
  }
  for (const { feed, records } of feeds.values()) {
    appendInto(kv, atomic, records, feed, { fresh: true });
  }
  const done = await atomic.commit();
  return done.ok ? done.versionstamp : undefined;
}
