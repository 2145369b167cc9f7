/**
 * `page`: the entries of a feed, or the records of a table, a page at a time.
 *
 * @module
 */
import type { Kv, KvsRecord } from "../../kvs/mod.ts";
import { page as readPage } from "../../kvs/page/page.ts";
import { type Io, printable } from "../io.ts";
import { toText } from "../text/value.ts";

/** Options of `page`. */
export interface PageOptions {
  /** From the first to the last; from the last, that is the newest, to the first unless told. */
  readonly oldest?: boolean | undefined;
  /** How many on a page: 20 unless told. */
  readonly size?: number | undefined;
  /** The cursor that an earlier page has printed. */
  readonly after?: string | undefined;
  /** A line of JSON each, with the cursor to go on behind it as `at`. */
  readonly json?: boolean | undefined;
}

const SIZE = 20;

/** Prints a page and the cursor to go on with; where a person is there, one page after the other. */
export async function page(kv: Kv, io: Io, name: string, options: PageOptions): Promise<void> {
  const { json = false, oldest = false, size = SIZE } = options;
  for (let after = options.after;;) {
    const from = after === undefined ? {} : { after };
    const shown = await readPage(kv, name, { ...from, reverse: !oldest, limit: size });
    if (shown.records.length === 0) {
      await io.err(`nothing ${after === undefined ? "there" : "more"}\n`);
    }
    for (const [i, record] of shown.records.entries()) {
      await io.out(`${lineOf(record, shown.cursors[i] ?? "", json)}\n`);
    }
    after = shown.end;
    if (after === undefined || !shown.more || json) return;
    if (!io.interactive) return await io.err(`go on with --after ${after}\n`);
    await io.err("Enter: next page, q: end ");
    const answer = await io.ask();
    if (answer === undefined || answer.startsWith("q")) {
      return await io.err(`go on with --after ${after}\n`);
    }
  }
}

function lineOf(record: KvsRecord, cursor: string, json: boolean): string {
  if (json) return JSON.stringify({ at: cursor, ...toText(record) });
  const text = Deno.inspect(record, {
    compact: true,
    breakLength: Infinity,
    strAbbreviateSize: 200,
  });
  return `${cursor}  ${printable(text)}`;
}
