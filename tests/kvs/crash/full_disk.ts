/**
 * A store that runs out of room, and what is in it then and after there is room again. As a process
 * of its own, on the file given first; the further arguments are the command that makes room.
 */
import { keys, put } from "../../../kvs/access.ts";
import { append, appendMany } from "../../../kvs/feed/append.ts";
import { sweep } from "../../../kvs/rows/chunk.ts";
import { KvsError } from "../../../kvs/error.ts";
import { countEntries, feed } from "../../../kvs/feed/feed.ts";
import type { Kv } from "../../../kvs/kv.ts";
import { openKv } from "../../../kvs/open.ts";
import { allRows } from "../../../kvs/table/table.ts";
import { equal } from "../../_support/assert.ts";

const FEED = "/full/feed", TABLE = "full";
const filler = "x".repeat(20_000);

/** What was refused, and how. */
export type Refusals = Record<string, { code: string; message: string }>;

/** Appends until the store refuses, and goes on after `makeRoom`. */
export async function runFull(kv: Kv, makeRoom: () => Promise<void>): Promise<Refusals> {
  const told: number[] = [], refusals: Refusals = {};
  const refused = async (what: string, run: () => Promise<unknown>): Promise<boolean> => {
    try {
      await run();
      return false;
    } catch (error) {
      if (!(error instanceof KvsError)) throw error;
      refusals[what] = { code: error.code, message: error.message };
      return true;
    }
  };

  let id = 0;
  while (!await refused("append", () => append(kv, { id, filler }, FEED))) {
    told.push(id);
    if (++id > 10_000) throw new Error("there is no end of the room");
  }
  const many = [{ id: "many 1", filler }, { id: "many 2", filler }, { id: "many 3", filler }];
  const large = { id: "large", filler: filler.repeat(100) };
  equal(
    [
      await refused("appendMany", () => appendMany(kv, many, FEED)),
      await refused("append of a large record", () => append(kv, large, FEED)),
      await refused("put", () => put(kv, TABLE, many)),
      await refused("put of a large record", () => put(kv, TABLE, large)),
    ],
    [true, true, true, true],
  );
  const holds = async (ids: unknown[], rows: unknown[]): Promise<void> => {
    const entries = await feed(kv, FEED);
    equal(entries.map(({ id }) => id), ids);
    equal(await countEntries(kv, FEED), ids.length);
    equal((await keys(kv, FEED)).length, ids.length);
    equal((await allRows(kv, TABLE)).map(({ id }) => id), rows);
  };
  await holds(told, []);

  await makeRoom();
  await holds(told, []);
  await sweep(kv, 0);
  equal(await Array.fromAsync(kv.list({ prefix: ["kvs/chunk"] })), []);
  await append(kv, { id, filler }, FEED);
  await appendMany(kv, many, FEED);
  await append(kv, large, FEED);
  await put(kv, TABLE, [large, ...many]);
  await holds(
    [...told, id, ...many.map(({ id }) => id), "large"],
    ["large", ...many.map(({ id }) => id)],
  );
  return refusals;
}

if (import.meta.main) {
  const [path, command = "", ...args] = Deno.args;
  using kv = await openKv(path);
  const refusals = await runFull(kv, async () => {
    const own = args.map((arg) => arg.replace("PID", String(Deno.pid)));
    const { success } = await new Deno.Command(command, { args: own }).output();
    if (!success) throw new Error(`${command} failed`);
  });
  await new Response(JSON.stringify(refusals)).body?.pipeTo(Deno.stdout.writable);
}
