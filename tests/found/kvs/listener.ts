/**
 * A process that takes messages of a queue, started by `queue_across_processes_test.ts`: it says `ready` when it has taken one of its
 * own, `seen` when a commit of another process has set a key, and `got` for each message of another process. Its end is to be killed.
 *
 * Argument: the store's file.
 */
import { openKv } from "../../../kvs/open.ts";

const kv = await openKv(Deno.args[0]);
const say = (word: string) => Deno.stdout.write(new TextEncoder().encode(`${word}\n`));

void kv.listenQueue(async (message) => {
  if (message !== "own") return void await say("got");
  // The queue looks for more at once; only after that it waits to be told.
  setTimeout(() => void say("ready"), 500);
});
await kv.enqueue("own");
for await (const [{ value }] of kv.watch<[string]>([["sent"]])) {
  if (value !== null) await say("seen");
}
