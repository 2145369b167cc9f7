/**
 * `page`: the entries of a feed, or the records of a table, a page at a time.
 *
 * @module
 */
import {
  entries,
  feedParts,
  feedPath,
  type Kv,
  type KvKey,
  type KvsRecord,
  type Place,
} from "../../kvs/mod.ts";
import { isFeed, openRow, parsePosition, rowsKey, tableName } from "../../kvs/tool.ts";
import { ConsoleError } from "../error.ts";
import { type Io, printable } from "../io.ts";
import { keyFromJson, keyToJson } from "../text/key.ts";
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

interface Shown {
  readonly record: KvsRecord;
  readonly cursor: string;
}

const SIZE = 20;

/** Prints a page and the cursor to go on with; where a person is there, one page after the other. */
export async function page(kv: Kv, io: Io, name: string, options: PageOptions): Promise<void> {
  const { json = false, size = SIZE } = options;
  const read = isFeed(name) ? feedPage : tablePage;
  for (let after = options.after;;) {
    const shown = await read(kv, name, { ...options, after }, size + 1);
    if (shown.length === 0) await io.err(`nothing ${after === undefined ? "there" : "more"}\n`);
    for (const each of shown.slice(0, size)) await io.out(`${lineOf(each, json)}\n`);
    after = shown[size - 1]?.cursor;
    if (after === undefined || shown.length <= size) return;
    if (json) return;
    if (!io.interactive) return await io.err(`go on with --after '${printable(after)}'\n`);
    await io.err("Enter: next page, q: end ");
    const answer = await io.ask();
    if (answer === undefined || answer.startsWith("q")) {
      return await io.err(`go on with --after '${printable(after)}'\n`);
    }
  }
}

async function feedPage(
  kv: Kv,
  feed: string,
  { oldest = false, after }: PageOptions,
  limit: number,
): Promise<Shown[]> {
  const path = feedParts(feed), shown: Shown[] = [];
  const place = after === undefined ? {} : { after: placeFrom(after, feed) };
  for await (const entry of entries(kv, feed, { ...place, reverse: !oldest, limit })) {
    const { feed: held, at } = entry.place;
    shown.push({
      record: entry.record,
      cursor: held === feedPath(...path) ? at : `${held}@${at}`,
    });
  }
  return shown;
}

function placeFrom(cursor: string, feed: string): Place {
  const at = cursor.slice(cursor.lastIndexOf("@") + 1);
  const held = at === cursor ? feed : cursor.slice(0, -at.length - 1);
  if (parsePosition(at) !== undefined) return { feed: held, at, id: "" };
  throw new ConsoleError(
    "bad_cursor",
    `"${cursor}" is no cursor: give what an earlier page printed`,
  );
}

async function tablePage(
  kv: Kv,
  table: string,
  { oldest = false, after }: PageOptions,
  limit: number,
): Promise<Shown[]> {
  const prefix = rowsKey(tableName(table)), shown: Shown[] = [];
  const from = after === undefined ? undefined : [...prefix, ...idFrom(after)];
  const selector = from === undefined
    ? { prefix }
    : oldest
    ? { prefix, start: from }
    : { prefix, end: from };
  const options = { reverse: !oldest, limit: limit + 1, batchSize: Math.min(limit + 1, 100) };
  for await (const row of kv.list(selector, options)) {
    const cursor = cursorOf(row.key, prefix);
    if (cursor === after) continue; // the start of a range is in it
    const [record] = await openRow(kv, row, `table "${table}"`);
    if (record !== undefined) shown.push({ record: record as KvsRecord, cursor }); // as: rows hold records
  }
  return shown.slice(0, limit);
}

function cursorOf(key: KvKey, prefix: KvKey): string {
  return JSON.stringify(keyToJson(key.slice(prefix.length)));
}

function idFrom(cursor: string): KvKey {
  try {
    return keyFromJson(JSON.parse(cursor));
  } catch (cause) {
    throw new ConsoleError(
      "bad_cursor",
      `'${cursor}' is no cursor: give what an earlier page printed`,
      { cause },
    );
  }
}

function lineOf({ record, cursor }: Shown, json: boolean): string {
  if (json) return JSON.stringify({ at: cursor, ...toText(record) });
  const text = Deno.inspect(record, {
    compact: true,
    breakLength: Infinity,
    strAbbreviateSize: 200,
  });
  return `${printable(cursor)}  ${printable(text)}`;
}
