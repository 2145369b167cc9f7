import { equal, rejects } from "../../../_support/assert.ts";
import { temporaryFolder } from "../../../_support/folder.ts";
import { type Child, run, start } from "../../../_support/process.ts";
import { sleep, systemClock } from "../../../../base/mod.ts";
import { openKv } from "../../../../kvs/open.ts";
import { testWith } from "../../../_support/permission.ts";
import { DatabaseSync } from "node:sqlite";

const script = new URL("./process.ts", import.meta.url);
const permitted = testWith("read", "write", "run");

/**
 * A test on the path of a store that is there. A listener that is `ready` has looked at its queue, and
 * Deno's own looks again a minute later: where one message after the other is awaited, such minutes add up.
 */
function test(name: string, act: (path: string) => Promise<void>): void {
  permitted(name, async () => {
    await using folder = await temporaryFolder();
    const path = `${folder.path}/kv.sqlite`;
    (await openKv(path)).close();
    await act(path);
  });
}

/** How many messages wait or run in the file, and how many keys it has. */
function left(path: string): Record<"queued" | "running" | "keys", unknown> {
  const db = new DatabaseSync(path, { readOnly: true });
  const count = (table: string) => db.prepare(`select count(*) as n from ${table}`).get()?.n;
  try {
    return { queued: count("queue"), running: count("queue_running"), keys: count("kv") };
  } finally {
    db.close();
  }
}

const names = (letter: string, n: number) => Array.from({ length: n }, (_, i) => `${letter}${i}`);

/** Answers what listeners have been given, all together, when it is so many messages. */
function gather(...listeners: readonly Child[]): (n: number) => Promise<string[]> {
  const messages = () => listeners.flatMap(({ lines }) => lines.filter((line) => line !== "ready"));
  const news = listeners.map((listener) => listener.line());
  return async (n) => {
    while (messages().length < n) {
      const [at, line] = await Promise.race(news.map(async (each, i) => [i, await each] as const));
      if (line === undefined) throw new Error("a listener has ended");
      news[at] = listeners[at]?.line() ?? Promise.resolve(undefined);
    }
    return messages();
  };
}

/** Waits until nothing is left of messages, and of what wakes, but for so many. */
async function done(path: string, rest = 0): Promise<void> {
  while (left(path).queued !== rest || left(path).running !== 0) await sleep(systemClock, 5);
}

for (const by of [[], ["native"]]) {
  const who = by.length === 0 ? "another process" : "another process that has Deno only";
  test(`a message of ${who} comes soon, one after the other`, async (path) => {
    await using listener = start(script, ["listen", path]);
    await listener.until(/ready/);
    for (const name of names("m", 5)) {
      equal((await run(script, [...by, "send", path, "0", name])).code, 0);
      equal(await listener.line(), name);
    }
    await done(path);
    equal(left(path).keys, 0);
  });
}

test("what a process that has ended sent with a delay comes when it is due", async (path) => {
  await using listener = start(script, ["listen", path]);
  await listener.until(/ready/);
  const ended = await Promise.all([
    run(script, ["send", path, "1200", "later"]),
    run(script, ["send", path, "400", "soon"]),
  ]);
  equal(ended.map(({ code }) => code), [0, 0]);
  equal([await listener.line(), await listener.line()], ["soon", "later"]);
});

test("of two processes that listen one is given each message, and one that starts later the rest", async (path) => {
  equal((await run(script, ["send", path, "0", "early"])).code, 0);
  await using first = start(script, ["listen", path]);
  equal([await first.line(), await first.line()].toSorted(), ["early", "ready"]);
  await using second = start(script, ["listen", path]);
  await second.until(/ready/);
  using kv = await openKv(path);
  const sent = names("m", 40);
  for (const name of sent) await kv.enqueue(name);
  const all = await gather(first, second)(1 + sent.length);
  equal(all.toSorted(), ["early", ...sent].toSorted());
});

test("a listener of Deno's own beside is given messages that were sent, and nothing else", async (path) => {
  await using ours = start(script, ["listen", path]);
  await ours.until(/ready/);
  await using native = start(script, ["native", "listen", path]);
  await native.until(/ready/);
  const sent = names("m", 12), given = gather(ours, native);
  for (const [i, name] of sent.entries()) {
    equal((await run(script, ["send", path, "0", name])).code, 0);
    const all = await given(i + 1);
    equal(all.toSorted(), sent.slice(0, i + 1).toSorted());
  }
  await done(path);
  equal(left(path).keys, 0);
});

test("a message that every attempt of another process refuses lies under the keys that were told", async (path) => {
  await using listener = start(script, ["listen", path, "refuse"], { errors: true });
  await listener.until(/ready/);
  using kv = await openKv(path);
  const watch = kv.watch<[string]>([["dead"]]).getReader();
  await kv.enqueue("no", { backoffSchedule: [10, 10], keysIfUndelivered: [["dead"]] });
  for (;;) {
    const { value: [entry] = [] } = await watch.read();
    if (entry?.value !== null) break;
  }
  await watch.cancel();
  equal(listener.lines.filter((line) => line === "no").length, 3);
  equal((await Array.fromAsync(kv.list({ prefix: [] }))).map(({ value }) => value), ["no"]);
});

test("what a killed process has left to wake others is taken out, and given to nobody", async (path) => {
  using kv = await openKv(path);
  const WAKE = "kvs wakes the queue: 3b6f1c7e-52d0-4c1e-9d5b-8f0f4a2f6e11";
  await kv.enqueue(WAKE, { delay: 30 * 86_400_000 - 60_000 });
  await kv.enqueue(`${WAKE} of an application`, { delay: 30 * 86_400_000 - 60_000 });
  await kv.enqueue(WAKE);
  await using listener = start(script, ["listen", path]);
  await listener.until(/ready/);
  await kv.enqueue("m");
  equal(await listener.line(), "m");
  await done(path, 1);
  equal(listener.lines, ["ready", "m"]);
});

test("a store that is closed looks no more, whether it had listened or begins to then", async (path) => {
  const kv = await openKv(path), came = Promise.withResolvers<unknown>();
  const listening = kv.listenQueue(came.resolve);
  await kv.enqueue("m");
  equal(await came.promise, "m");
  kv.close();
  await listening;
  await rejects(() => kv.listenQueue(() => {}), Error);
});
