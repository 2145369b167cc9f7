/**
 * `import`: lines of ndjson into a store.
 *
 * @module
 */
import { messageOf } from "../../base/mod.ts";
import type { Kv } from "../../kvs/mod.ts";
import { ConsoleError } from "../error.ts";
import type { Io } from "../io.ts";
import { type Item, tallySum, tallyText } from "../item/item.ts";
import { fromLine } from "../item/line.ts";
import { linesOf } from "../text/lines.ts";
import { startProgress } from "../progress.ts";
import { writeItems, type Written } from "../item/write.ts";

/** Options of `import`; each is off unless told. */
export interface ImportOptions {
  /** The file; standard input unless given. */
  readonly from?: string | undefined;
  /** Leaves alone what is there. */
  readonly keep?: boolean | undefined;
  /** Reads everything, writes nothing. */
  readonly dryRun?: boolean | undefined;
  /** Shows progress even where nobody watches. */
  readonly progress?: boolean | undefined;
}

/**
 * The items of lines.
 *
 * @param read is told of the bytes read
 * @throws {ConsoleError} `bad_line` with its number; `cut_short` for an export that has a header and no footer, or another
 * number of items than its footer says
 */
export async function* importItems(
  bytes: AsyncIterable<Uint8Array>,
  read?: (bytes: number) => void,
): AsyncGenerator<Item> {
  let items = 0, open = false, at = 0;
  for await (const { text, line } of linesOf(bytes, read)) {
    at = line;
    if (text.trim() === "") continue;
    const parsed = atLine(line, () => fromLine(text));
    if ("kind" in parsed) {
      items++;
      yield { ...parsed, line };
    } else if ("kvs" in parsed) {
      open = true;
      items = 0; // exports may follow one another
    } else {
      open = false;
      if (parsed.end === items) continue;
      throw new ConsoleError(
        "cut_short",
        `line ${line}: ${items} lines stand before the end, which says ${parsed.end}; what was read has been written`,
      );
    }
  }
  if (!open) return;
  throw new ConsoleError(
    "cut_short",
    `the export ends without its last line, after line ${at}; what was read has been written`,
  );
}

/** Imports and tells what became of the lines. */
export async function importStore(
  kv: Kv,
  io: Io,
  { from, keep = false, dryRun = false, progress: always }: ImportOptions,
): Promise<Written> {
  using file = from === undefined ? undefined : await Deno.open(from);
  const size = (await file?.stat())?.size;
  let bytes = 0;
  const portion = () => size === undefined ? undefined : bytes / Math.max(1, size);
  const label = dryRun ? "checking" : "importing";
  const progress = startProgress(io, { label, always, portion });
  const items = importItems(file?.readable ?? io.input(), (n) => bytes += n);
  const written = await writeItems(kv, items, { keep, dryRun, step: progress.step });
  await progress.end();
  await io.err(`${summary(written, keep, dryRun)}\n`);
  return written;
}

function summary({ items, there }: Written, keep: boolean, dryRun: boolean): string {
  const all = `${dryRun ? "checked" : "imported"} ${tallyText(items)}`;
  if (!keep && !dryRun) return all;
  const found = tallySum(there) === 0 ? "none of them was there" : `${tallyText(there)} were there`;
  return `${all}; ${found}${
    tallySum(there) > 0 ? keep ? " and are kept" : " and would be replaced" : ""
  }`;
}

function atLine<T>(line: number, run: () => T): T {
  try {
    return run();
  } catch (cause) {
    const why = messageOf(cause);
    throw new ConsoleError("bad_line", `line ${line}: ${why}`, { cause });
  }
}
