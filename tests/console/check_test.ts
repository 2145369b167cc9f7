import { main } from "../../console/main.ts";
import { type Kv, kvs, memoryKv } from "../../kvs/mod.ts";
import { assert, equal } from "../_support/assert.ts";
import { testIo } from "./console.ts";

const OWN = new Uint8Array(), COUNT = ["kvs/entry", "f", OWN, true];

/** What the console answers to a command line, of a store that stays open. */
async function told(
  kv: Kv,
  ...args: string[]
): Promise<{ code: number; out: string; err: string }> {
  const io = testIo(),
    open = new Proxy(kv, {
      get(target, name) {
        if (name === Symbol.dispose) return () => {};
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  return { code: await main(args, io, () => Promise.resolve(open)), ...io.printed };
}

async function damaged(): Promise<Kv> {
  const kv = memoryKv(), db = kvs(kv);
  await db.appendMany([{ id: 1 }, { id: 2 }, { id: ["a\n", 3] }], "/f");
  await db.append({ id: 1 }, "/g/h");
  await db.put("t", { id: 1 });
  await kv.atomic().sum(COUNT, 2n ** 64n - 4n).commit();
  await kv.delete(["kvs/id", "f", OWN, "a\n", 3]);
  await kv.set(["kvs/chunk", "nobody", 0], OWN);
  return kv;
}

Deno.test("check of a store without faults tells how much was looked at, and ends with 0", async () => {
  using kv = memoryKv();
  equal(await told(kv, "check", ":memory:"), {
    code: 0,
    out: "",
    err: "checked 0 feeds with 0 entries, 0 tables with 0 records: no faults\n",
  });
  await kvs(kv).append({ id: 1 }, "/f");
  await kvs(kv).put("t", [{ id: 1 }, { id: 2 }]);
  equal(await told(kv, "check", ":memory:", "--mend"), {
    code: 0,
    out: "",
    err: "checked 1 feed with 1 entry, 1 table with 2 records: no faults\n",
  });
});

Deno.test("check prints a line for each fault and ends with 1; with --mend it mends and ends with 0", async () => {
  using kv = await damaged();
  const seen = await told(kv, "check", ":memory:"), lines = seen.out.trimEnd().split("\n");
  equal(lines.map((line) => line.replace(/ at [0-9a-f.]+/, "")), [
    'unindexed /f ["a\\n",3]: no index row, should be an index row that names it',
    "count /f: 18446744073709551615, should be 3",
    "unnamed_parts: 1 part of nobody, should be none: nobody names them",
  ]);
  equal([seen.code, seen.err], [
    1,
    "checked 2 feeds with 4 entries, 1 table with 1 record: 3 faults, 0 mended\n" +
    "kvs: 3 faults are left: --mend mends them\n",
  ]);
  const mended = await told(kv, "check", ":memory:", "--mend");
  equal(mended.out.trimEnd().split("\n").map((line) => line.endsWith(" (mended)")), [
    true,
    true,
    true,
  ]);
  equal([mended.code, (await told(kv, "check", ":memory:")).code], [0, 0]);
  equal((await told(kv, "list", ":memory:")).out, "table  1  t\nfeed   3  /f\nfeed   1  /g/h\n");
});

Deno.test("check --json prints a line of JSON for each fault, --under looks at some feeds only", async () => {
  using kv = await damaged();
  const { out } = await told(kv, "check", ":memory:", "--json", "--under", "/f");
  const [first, second, ...more] = out.trimEnd().split("\n").map((line) => JSON.parse(line));
  equal([first.fault, first.where, first.id, first.mended], ["unindexed", "/f", ["a\n", 3], false]);
  equal(second, {
    fault: "count",
    where: "/f",
    found: "18446744073709551615",
    right: "3",
    mended: false,
  });
  equal(more, []);
  equal((await told(kv, "check", ":memory:", "--under", "/g")).code, 0);
  equal((await told(kv, "check", ":memory:", "--under", "g")).code, 1);
  equal((await told(kv, "check", ":memory:", "--feed", "/g")).code, 2);
});

Deno.test("what nobody can mend is left, and check --mend ends with 1", async () => {
  using kv = memoryKv();
  await kv.set(["kvs/schema", "t"], { fields: [], keys: [], unique: [["mail"]] });
  await kvs(kv).put("t", [{ id: 1, mail: "m" }, { id: 2, mail: "n" }]);
  for (const id of [1, 2]) await kv.set(["kvs/table", "t", id], { id, mail: "m" });
  await kv.delete(["kvs/unique", "t", 1, "mail", "n"]);
  await kv.set(["kvs/unique", "t", 1, "mail", "m"], 1);
  const { code, err } = await told(kv, "check", ":memory:", "--mend");
  assert(err.endsWith("kvs: 1 fault is left: see what is right for each\n"), err);
  equal(code, 1);
});

Deno.test("check shows its progress, and no line of it among the faults", async () => {
  using kv = await damaged();
  const { err } = await told(kv, "check", ":memory:", "--progress");
  assert(/^checking 5/m.test(err), err);
});

Deno.test("list names a count that cannot be, and goes on", async () => {
  using kv = await damaged();
  const listed = await told(kv, "list", ":memory:");
  equal(listed, {
    code: 0,
    out: "table  1  t\nfeed   ?  /f\nfeed   1  /g/h\n",
    err: "the count of /f is broken: deno task kvs check STORE --mend\n",
  });
  const json = await told(kv, "list", ":memory:", "--json", "--under", "/f");
  equal(json.out, '{"feed":"/f","count":null}\n');
});

Deno.test("export tells that a count is broken, or not what was exported, and exports all", async () => {
  using kv = await damaged();
  const broken = await told(kv, "export", ":memory:");
  equal([broken.code, broken.err], [
    0,
    "exported 1 record, 4 entries\n" +
    "the counts of feeds and tables are broken: if nobody wrote meanwhile, deno task kvs check STORE\n",
  ]);
  await told(kv, "check", ":memory:", "--mend");
  equal((await told(kv, "export", ":memory:")).err, "exported 1 record, 4 entries\n");
  await kv.atomic().sum(COUNT, 2n).commit();
  const { err } = await told(kv, "export", ":memory:", "--feed", "/f");
  assert(err.includes("say 5, not 3"), err);
});
