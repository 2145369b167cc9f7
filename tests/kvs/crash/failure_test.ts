import { equal, rejects } from "../../_support/assert.ts";
import { append } from "../../../kvs/feed/append.ts";
import { put } from "../../../kvs/access.ts";
import { KvsError } from "../../../kvs/error.ts";
import type { Kv, KvAtomic, KvCommitError } from "../../../kvs/kv.ts";
import { memoryKv } from "../../../kvs/host/memory/memory.ts";

/** A store whose commits all end this way. */
function failing(commit: () => Promise<KvCommitError>): Kv {
  const kv = memoryKv(), atomic = kv.atomic.bind(kv);
  kv.atomic = (): KvAtomic => Object.assign(atomic(), { commit });
  return kv;
}

Deno.test("a store that fails is an error that names the table or feed and keeps the cause", async () => {
  for (const [code, text] of [["full", "database or disk is full"], ["store", "disk I/O error"]]) {
    const cause = new Error(text);
    using kv = failing(() => Promise.reject(cause));
    for (
      const [run, name] of [
        [() => append(kv, { id: 1 }, "/f"), 'feed "/f"'],
        [() => put(kv, "t", { id: 1 }), 'table "t"'],
      ] as const
    ) {
      const error = await rejects(run, KvsError, code);
      equal([error.message.includes(name), error.cause], [true, cause]);
    }
  }
});

Deno.test("a commit that never succeeds is given up after a bounded number of attempts", async () => {
  const original = globalThis.setTimeout;
  let commits = 0;
  using kv = failing(() => {
    commits++;
    return Promise.resolve({ ok: false });
  });
  globalThis.setTimeout = ((run: () => void) => original(run, 0)) as typeof setTimeout; // no test waits
  try {
    const error = await rejects(() => append(kv, { id: 1 }, "/f"), KvsError, "conflict");
    equal([error.message.includes('feed "/f"'), commits], [true, 200]);
  } finally {
    globalThis.setTimeout = original;
  }
});
