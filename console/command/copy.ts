/**
 * `copy`: a store, or a part of it, into another, and the proof that it came whole.
 *
 * @module
 */
import { createHash } from "node:crypto";
import type { Kv } from "../../kvs/mod.ts";
import { formatKey } from "../../kvs/tool.ts";
import { ConsoleError } from "../error.ts";
import type { Io } from "../io.ts";
import { emptyTally, type Item, KINDS, type Tally, tallyText } from "../item/item.ts";
import { toLine } from "../item/line.ts";
import { startProgress } from "../progress.ts";
import { readItems } from "../item/read.ts";
import type { Selection } from "../text/select.ts";
import { shareOf, totalOf } from "../item/total.ts";
import { writeItems, type Written } from "../item/write.ts";

/** Options of `copy`; each is off unless told. */
export interface CopyOptions {
  /** Into a store that holds something: to go on with a copy that broke off, or to join two stores. */
  readonly merge?: boolean | undefined;
  /** Leaves alone what is there. */
  readonly keep?: boolean | undefined;
  /** Compares the contents, not the counts only. */
  readonly verify?: boolean | undefined;
  /** Shows progress even where nobody watches. */
  readonly progress?: boolean | undefined;
}

interface Proof {
  readonly tally: Tally;
  readonly hash: string;
}

/**
 * Copies and then reads the copy.
 *
 * @throws {ConsoleError} `not_empty` for a target that holds something, without `merge`; `differs` where the copy does not
 * hold what was read; as `writeItems`
 */
export async function copy(
  from: Kv,
  to: Kv,
  io: Io,
  part: Selection,
  { merge = false, keep = false, verify = false, progress: always }: CopyOptions,
): Promise<Written> {
  if (!merge && await holdsAnything(to)) {
    throw new ConsoleError(
      "not_empty",
      "the target holds something: copy into an empty store, or say --merge",
    );
  }
  const portion = shareOf(await totalOf(from, part));
  const copying = startProgress(io, { label: "copying", always, portion });
  const read = proof(verify);
  const written = await writeItems(to, read.through(readItems(from, part)), {
    keep,
    step: copying.step,
  });
  await copying.end();

  const checking = startProgress(io, { label: "verifying", always, portion });
  const there = proof(verify);
  for await (const _ of there.through(readItems(to, part))) checking.step(1);
  await checking.end();
  compare(read.result(), there.result(), merge, verify);
  await io.err(
    `copied ${tallyText(written.items)}: ${verify ? "contents" : "counts"} are the same\n`,
  );
  return written;
}

/** Counts, and hashes if wanted, what passes: two stores with the same contents have the same lines. */
function proof(hashed: boolean): {
  through(items: AsyncIterable<Item>): AsyncGenerator<Item>;
  result(): Proof;
} {
  const tally = emptyTally(), hash = createHash("sha256");
  return {
    async *through(items) {
      for await (const item of items) {
        tally[item.kind]++;
        if (hashed) hash.update(`${toLine(item)}\n`);
        yield item;
      }
    },
    result: () => ({ tally, hash: hashed ? hash.digest("hex") : "" }),
  };
}

function compare(read: Proof, there: Proof, merge: boolean, verify: boolean): void {
  for (const [kind, [, name]] of KINDS) {
    const [wanted, found] = [read.tally[kind], there.tally[kind]];
    // A feed that was empty may hold something already.
    const enough = merge ? found >= wanted || kind === "writer" : found === wanted;
    if (enough) continue;
    throw new ConsoleError(
      "differs",
      `the target holds ${found} ${name}, of the source were read ${wanted}: was one of them written to meanwhile?`,
    );
  }
  if (!verify || read.hash === there.hash) return;
  const why = merge ? "; a target that held something else before has other contents" : "";
  throw new ConsoleError("differs", `the contents of source and target differ${why}`);
}

/** The stamp of the layout is left of a store whose first write was refused. */
async function holdsAnything(kv: Kv): Promise<boolean> {
  for await (const { key } of kv.list({ prefix: [] }, { limit: 2 })) {
    if (key.length !== formatKey.length || key[0] !== formatKey[0]) return true;
  }
  return false;
}
