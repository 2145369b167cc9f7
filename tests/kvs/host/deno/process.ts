/**
 * A process of its own on a store's file, started by the tests of this folder: `set PATH` sets one key,
 * `count PATH N` adds 1 to a counter and appends an entry, N times, each in one commit that checks
 * the last. `send PATH DELAY MESSAGE...` puts messages into the queue and ends; `listen PATH [refuse]`
 * says `ready` when its queue has nothing left to do, and then each message that it is given, which
 * `refuse` fails. With `native` before the command it opens the store by Deno alone.
 */
import { openKv } from "../../../../kvs/open.ts";

const isNative = Deno.args[0] === "native";
const [command, path, times, ...messages] = isNative ? Deno.args.slice(1) : Deno.args;
using kv = isNative ? await Deno.openKv(path) : await openKv(path);
if (command === "set") await kv.set(["from"], "another process");
if (command === "count") { for (let i = 0; i < Number(times); i++) await append(); }
if (command === "send") {
  for (const message of messages) await kv.enqueue(message, { delay: Number(times) });
}
if (command === "listen") await listen();

/** Another process may be given the message that tells that it listens: then it sends one more. */
async function listen(): Promise<void> {
  const own = `ready ${crypto.randomUUID()}`;
  let ready = false;
  const listening = kv.listenQueue((message) => {
    if (message === own && !ready) {
      ready = true;
      clearInterval(again);
      say("ready");
    } else if (!String(message).startsWith("ready ")) {
      say(String(message));
      if (times === "refuse") throw new Error("refused");
    }
  });
  await kv.enqueue(own);
  const again = setInterval(() => kv.enqueue(own), 1000);
  await listening;
}

function say(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

async function append(): Promise<void> {
  while (true) {
    const last = await kv.get<number>(["last"]);
    const next = (last.value ?? 0) + 1;
    const result = await kv.atomic().check(last).set(["last"], next).set(["log", next], Deno.pid)
      .sum(["n"], 1n).commit();
    if (result.ok) return;
  }
}
