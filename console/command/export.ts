/**
 * `export`: a store, or a part of it, as lines of ndjson.
 *
 * @module
 */
import type { Kv } from "../../kvs/mod.ts";
import type { Io } from "../io.ts";
import { emptyTally, type Tally, tallyText } from "../item/item.ts";
import { toLine } from "../item/line.ts";
import { startProgress } from "../progress.ts";
import { readItems } from "../item/read.ts";
import type { Selection } from "../text/select.ts";
import { isBroken, shareOf, totalOf } from "../item/total.ts";

/** Options of `export`. */
export interface ExportOptions {
  /** A file, which must not be there; standard output unless given. */
  readonly out?: string | undefined;
  /** Shows progress even where nobody watches. */
  readonly progress?: boolean | undefined;
}

/** Characters that are written at once. */
const BLOCK = 1 << 16;

/** The lines of a part of a store: a header, the items, and a footer with their number. */
export async function* exportLines(
  kv: Kv,
  part: Selection,
  tally: Tally = emptyTally(),
): AsyncGenerator<string> {
  let n = 0;
  yield JSON.stringify({ kvs: 1 });
  for await (const item of readItems(kv, part)) {
    tally[item.kind]++;
    n++;
    yield toLine(item);
  }
  yield JSON.stringify({ end: n });
}

/** Writes a part of a store as lines, to a new file `out` or to standard output. */
export async function exportStore(
  kv: Kv,
  io: Io,
  part: Selection,
  { out, progress: always }: ExportOptions,
): Promise<void> {
  const total = await totalOf(kv, part), portion = shareOf(total), tally = emptyTally();
  using file = out === undefined
    ? undefined
    : await Deno.open(out, { write: true, createNew: true });
  const writer = file?.writable.getWriter(), encoder = new TextEncoder();
  const progress = startProgress(io, { label: "exporting", always, portion });
  let block = "";
  const flush = async () => {
    await (writer?.write(encoder.encode(block)) ?? io.out(block));
    block = "";
  };
  for await (const line of exportLines(kv, part, tally)) {
    block += `${line}\n`;
    progress.step(1);
    if (block.length > BLOCK) await flush();
  }
  await flush();
  await writer?.close();
  await progress.end();
  await io.err(`exported ${tallyText(tally)}\n`);
  const seen = tally.entry + tally.record;
  if (total === undefined || total === seen) return;
  const counted = isBroken(total) ? "are broken" : `say ${total}, not ${seen}`;
  await io.err(
    `the counts of feeds and tables ${counted}: if nobody wrote meanwhile, deno task kvs check STORE\n`,
  );
}
