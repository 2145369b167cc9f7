import { keyFromJson, keyToJson } from "../../console/text/key.ts";
import { main } from "../../console/main.ts";
import { startProgress } from "../../console/progress.ts";
import { fromText, toText } from "../../console/text/value.ts";
import { type Kv, kvs, KvU64, memoryKv } from "../../kvs/mod.ts";
import { assert, equal } from "../_support/assert.ts";
import { testIo, VALUES } from "./console.ts";

/** Runs a command line on a store in memory that stays open. */
async function run(
  kv: Kv,
  args: readonly string[],
  io: ReturnType<typeof testIo> = testIo(),
): Promise<{ code: number; out: string; err: string }> {
  const code = await main(args, io, () => Promise.resolve(staying(kv)));
  return { code, ...io.printed };
}

/** The store, not closed by a command. */
function staying(kv: Kv): Kv {
  return {
    get: (key, options) => kv.get(key, options),
    getMany: (keys, options) => kv.getMany(keys, options),
    set: (key, value, options) => kv.set(key, value, options),
    delete: (key) => kv.delete(key),
    list: (selector, options) => kv.list(selector, options),
    enqueue: (value, options) => kv.enqueue(value, options),
    listenQueue: (handler) => kv.listenQueue(handler),
    atomic: () => kv.atomic(),
    watch: (keys, options) => kv.watch(keys, options),
    commitVersionstamp: () => kv.commitVersionstamp(),
    close: () => {},
    [Symbol.dispose]: () => {},
  };
}

Deno.test("every value that a store keeps comes back from its text the same", async () => {
  using kv = memoryKv();
  using native = await Deno.openKv(":memory:");
  for (const [i, value] of VALUES.entries()) {
    for (const store of [kv, native]) {
      await store.set([i], value);
      const kept = (await store.get([i])).value;
      const text = JSON.stringify(toText(kept));
      const back = fromText(JSON.parse(text));
      equal(back, kept, text);
      await store.set([i], back);
      equal((await store.get([i])).value, kept, text);
    }
  }
  const u64 = fromText(JSON.parse(JSON.stringify(toText(new KvU64(2n ** 64n - 1n)))));
  assert(u64 instanceof KvU64 && u64.value === 2n ** 64n - 1n);
});

Deno.test("the text of common values can be read, and holds nothing beside them", () => {
  const text = (value: unknown) => JSON.stringify(toText(value));
  equal(
    text({ id: 1, text: "hi", tags: ["a"], none: null }),
    '{"value":{"id":1,"text":"hi","tags":["a"],"none":null}}',
  );
  equal(
    text({ at: new Date(0) }),
    '{"value":{"at":"1970-01-01T00:00:00.000Z"},"meta":{"values":{"at":["Date"]},"v":1}}',
  );
  equal(
    text(new Uint8Array([1, 2])),
    '{"value":"AQI=","meta":{"values":[["custom","bytes"]],"v":1}}',
  );
  equal(text(new KvU64(7n)), '{"u64":"7"}');
  assert(text(new Float64Array([-0])).startsWith('{"v8":"'));
});

Deno.test("every part of a key comes back from its text the same", () => {
  const key = [
    "",
    "a\0",
    1,
    -0,
    NaN,
    Infinity,
    -Infinity,
    0n,
    -(2n ** 70n),
    true,
    false,
    new Uint8Array([0, 255]),
  ];
  equal(keyFromJson(JSON.parse(JSON.stringify(keyToJson(key)))), key);
});

Deno.test("without a command, and with --help, the help fits a screen", async () => {
  using kv = memoryKv();
  for (const args of [[], ["--help"], ["help"], ["copy", "-h"]]) {
    const { code, out } = await run(kv, args);
    equal(code, 0);
    const lines = out.trimEnd().split("\n");
    assert(lines.length <= 40 && lines.every((line) => line.length <= 80), out);
    for (const command of ["list", "page", "count", "export", "import", "copy"]) {
      assert(new RegExp(`^  ${command} `, "m").test(out), command);
    }
  }
});

const WRONG: readonly (readonly [args: string, why: string])[] = [
  ["frob", 'no command "frob"'],
  ["list", "list needs a store"],
  ["page s", "page needs a feed or table"],
  ["copy s", "copy needs a target"],
  ["list a b", 'takes no "b"'],
  ["list s --verify", "has no option --verify"],
  ["list s --frob", "--frob"],
  ["page s /f --size 0", "--size"],
  ["page s /f --size x", "--size"],
  ["count s --feed /f --table t", "one of"],
  ["export s --prefix x", "--prefix"],
  ["copy s s", "the same store"],
];

Deno.test("a wrong command line ends with 2 and says what is wrong", async () => {
  using kv = memoryKv();
  for (const [args, why] of WRONG) {
    const { code, out, err } = await run(kv, args.split(" "));
    equal([code, out], [2, ""], args);
    assert(err.startsWith("kvs: ") && err.includes(why) && err.split("\n").length === 2, err);
  }
});

Deno.test("list shows tables and feeds with their counts, and no control character of a name", async () => {
  using kv = memoryKv();
  const db = kvs(kv);
  await db.put("user", [{ id: 1 }, { id: 2 }]);
  for (let id = 0; id < 11; id++) await db.append({ id }, "/chat/room");
  await db.append({ id: 1 }, ["evil\x1b[2J\n"]);
  equal(
    (await run(kv, ["list", "s"])).out,
    [
      "table   2  user",
      "feed   11  /chat/room",
      "feed    1  /evil\\u{1b}[2J\\u{a}",
      "",
    ].join("\n"),
  );
  const { out } = await run(kv, ["list", "s", "--under", "/chat", "--json"]);
  equal(JSON.parse(out), { feed: "/chat/room", count: 11 });
  using empty = memoryKv();
  equal(await run(empty, ["list", "s"]), { code: 0, out: "", err: "no tables and no feeds\n" });
});

Deno.test("pages go through a feed and the feeds under it, and through a table, both ways", async () => {
  using kv = memoryKv();
  const db = kvs(kv);
  for (let id = 0; id < 7; id++) {
    await db.append({ id, in: "a" }, "/chat/a");
    await db.append({ id, in: "top" }, "/chat");
    await db.put("t", { id: id % 2 === 0 ? [id, "x"] : BigInt(id) });
  }
  for (
    const [name, all] of [["/chat", await db.feed("/chat")], ["t", await db.all("t")]] as const
  ) {
    for (const oldest of [true, false]) {
      const wanted = oldest ? all : [...all].reverse(), seen: unknown[] = [];
      const order = oldest ? ["--oldest"] : [];
      let after: string[] = [];
      for (let pages = 0; pages < 20; pages++) {
        const args = ["page", "s", name, "--json", "--size", "3", ...order, ...after];
        const lines = (await run(kv, args)).out.split("\n").filter((line) => line !== "");
        for (const line of lines) seen.push(fromText(JSON.parse(line)));
        if (lines.length < 3) break;
        after = ["--after", JSON.parse(lines.at(-1) ?? "").at];
      }
      equal(seen, wanted);
    }
  }
});

Deno.test("Enter asks for the next page, q ends; without a person the cursor is told", async () => {
  using kv = memoryKv();
  const db = kvs(kv);
  for (let id = 1; id <= 5; id++) await db.append({ id }, "/f");
  const page = ["page", "s", "/f", "--size", "2", "--oldest"];
  const ids = (out: string) => [...out.matchAll(/id: (\d)/g)].map(([, id]) => Number(id));
  equal(ids((await run(kv, page, testIo({ answers: ["", "", ""] }))).out), [1, 2, 3, 4, 5]);
  equal(ids((await run(kv, page, testIo({ answers: ["", "q"] }))).out), [1, 2, 3, 4]);
  const first = await run(kv, page);
  equal(ids(first.out), [1, 2]);
  const [, cursor = ""] = /go on with --after (\S+)/.exec(first.err) ?? [];
  equal(ids((await run(kv, [...page, "--after", cursor])).out), [3, 4]);
  for (const after of ["frob", "", cursor.slice(2)]) {
    equal((await run(kv, [...page, "--after", after])).code, 1);
  }
  await db.append({ id: 1 }, "/g");
  equal((await run(kv, ["page", "s", "/g", "--after", cursor])).code, 1);
  equal((await run(kv, ["page", "s", "/none"])).err, "nothing there\n");
});

Deno.test("count tells a feed with those under it, a table, a prefix, or every kind", async () => {
  using kv = memoryKv();
  const db = kvs(kv);
  await db.appendMany([{ id: 1 }, { id: 2 }], "/a");
  await db.append({ id: 1 }, "/a/b");
  await db.put("t", { id: 1 });
  for (const n of [1, 2, 3, 4]) await kv.set(["own", n], n);
  await kv.set(["own"], 0);
  equal((await run(kv, ["count", "s", "/a"])).out, "3\n");
  equal((await run(kv, ["count", "s", "t"])).out, "1\n");
  equal((await run(kv, ["count", "s", "--prefix", '["own"]'])).out, "5\n");
  const { out } = await run(kv, ["count", "s"]);
  assert(
    / 1 {2}record\n/.test(out) && / 3 {2}entries\n/.test(out) && / 5 {2}keys\n/.test(out),
    out,
  );
});

Deno.test("progress is shown at most every 200 ms on a terminal, every 2 s where it is asked for, else not", async () => {
  const shown = async (watched: boolean, always: boolean) => {
    const io = testIo({ watched });
    const progress = startProgress(io, { label: "copying", always, portion: (n) => n / 1000 });
    for (let i = 0; i < 1000; i++) progress.step(1); // 50 ms or more each
    await progress.end();
    return io.printed.err;
  };
  equal(await shown(false, false), "");
  const lines = (await shown(false, true)).trimEnd().split("\n");
  assert(lines.length > 10 && lines.length < 60, String(lines.length));
  assert(/^copying 1,000, \d+\/s, 100 %$/.test(lines.at(-1) ?? ""), lines.at(-1));
  const redrawn = (await shown(true, false)).split("\r").length;
  assert(redrawn > 100 && redrawn < 400, String(redrawn));
});
