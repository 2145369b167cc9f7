/**
 * A process of its own on a store's file, started by `deno_test.ts`: `set PATH` sets one key,
 * `count PATH N` adds 1 to a counter and appends an entry, N times, each in one commit that checks
 * the last.
 */
import { openKv } from "../../../../kvs/open.ts";

const [command, path, times] = Deno.args;
using kv = await openKv(path);
if (command === "set") await kv.set(["from"], "another process");
if (command === "count") { for (let i = 0; i < Number(times); i++) await append(); }

async function append(): Promise<void> {
  while (true) {
    const last = await kv.get<number>(["last"]);
    const next = (last.value ?? 0) + 1;
    const result = await kv.atomic().check(last).set(["last"], next).set(["log", next], Deno.pid)
      .sum(["n"], 1n).commit();
    if (result.ok) return;
  }
}
