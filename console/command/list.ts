/**
 * `list`: every table and feed with its count.
 *
 * @module
 */
import { dump, type Kv, writers } from "../../kvs/mod.ts";
import { isFeed } from "../../kvs/tool.ts";
import { type Io, printable } from "../io.ts";
import { brokenText, isBroken } from "../item/total.ts";

/** Options of `list`. */
export interface ListOptions {
  /** Only this feed and the feeds under it; tables and feeds unless given. */
  readonly under?: string | undefined;
  /** A line of JSON each. */
  readonly json?: boolean | undefined;
}

/**
 * Prints the tables, then the feeds, each with its count; a feed's count is of what it holds itself. One
 * that cannot be is shown as `?`, in JSON as null, and `check` mends it.
 */
export async function list(kv: Kv, io: Io, { under, json }: ListOptions): Promise<void> {
  const lines = under === undefined
    ? await dump(kv)
    : (await writers(kv, under)).map(({ id, count }) => ({ name: id, count }));
  const shown = (count: number) => isBroken(count) ? "?" : String(count);
  const width = Math.max(0, ...lines.map(({ count }) => shown(count).length));
  for (const { name, count } of lines) {
    const kind = isFeed(name) ? "feed" : "table";
    const text = json
      ? JSON.stringify({ [kind]: name, count: isBroken(count) ? null : count })
      : `${kind.padEnd(5)}  ${shown(count).padStart(width)}  ${printable(name)}`;
    await io.out(`${text}\n`);
    if (isBroken(count)) await io.err(brokenText(name));
  }
  if (lines.length === 0 && !json) await io.err("no tables and no feeds\n");
}
