import { kvs, openKv } from "../../kvs/mod.ts";
import { assert, equal } from "../_support/assert.ts";
import { temporaryFolder } from "../_support/folder.ts";
import { long } from "../_support/long.ts";
import { run } from "../_support/process.ts";
import { linesIn } from "./console.ts";
import { testWith } from "../_support/permission.ts";

const test = testWith("read", "write");

const script = new URL("../../console/main.ts", import.meta.url);
const FLAGS = ["--no-check", "--no-prompt", "--unstable-kv", "--allow-read", "--allow-write"]
  .concat("--allow-net", "--allow-env");

/** The console as a process of its own, with no more rights than its task has. */
const spawn = (args: readonly string[], input = "", flags: readonly string[] = []) =>
  run(script, args, { flags: [...FLAGS, ...flags], input });

test("as a process: export, import, copy, page and list of files, with exit codes", async () => {
  await using temporary = await temporaryFolder();
  const folder = temporary.path;
  const [a, b, c, file] = ["a.db", "b.db", "c.db", "a.ndjson"].map((name) => `${folder}/${name}`);
  assert(a && b && c && file);
  {
    using kv = await openKv(a);
    for (let id = 0; id < 150; id++) await kvs(kv).append({ id, bytes: new Uint8Array(3) }, "/f");
    await kvs(kv).put("t", { id: 1, at: new Date(0) });
    await kv.set(["own"], 1n);
  }
  const exported = await spawn(["export", a]);
  equal([exported.code, exported.err], [0, "exported 1 record, 150 entries, 1 key\n"]);
  const imported = await spawn(["import", b], exported.out);
  equal([imported.code, imported.err], [0, "imported 1 record, 150 entries, 1 key\n"]);
  const copied = await spawn(["copy", b, c, "--verify"]);
  equal([copied.code, copied.err], [
    0,
    "copied 1 record, 150 entries, 1 key: contents are the same\n",
  ]);
  equal((await spawn(["export", c])).out, exported.out);
  equal((await spawn(["export", c, "--out", file])).code, 0);
  equal(await Deno.readTextFile(file), exported.out);
  equal((await spawn(["export", c, "--out", file])).code, 1); // nothing is written over
  equal((await spawn(["import", `${folder}/d.db`, file, "--dry-run"])).code, 0);

  const missing = await spawn(["list", `${folder}/d.db`]);
  equal([missing.code, missing.out], [1, ""]);
  assert(missing.err.startsWith("kvs: there is no store at"), missing.err);
  equal((await spawn(["copy", b, c])).code, 1);
  const bad = await spawn(["import", c], '{"seq":"n","last":1}\n{"oops"\n');
  equal(bad.code, 1);
  assert(bad.err.startsWith("kvs: line 2: "), bad.err);
  equal((await spawn(["list", "mysql://x"])).code, 1);
  equal((await spawn(["frob"])).code, 2);
  using kv = await openKv(c);
  await kvs(kv).append({ id: "new" }, "/f");
  equal((await kvs(kv).feed("/f")).at(-1), { id: "new" });
  equal((await linesIn(kv)).length, 154);
});

/** More than its heap takes. */
const [MANY, SIZE] = long ? [20_000, 3_000] : [1_100, 30_000];

test(`${MANY} entries of ${SIZE} bytes each are copied by a process with a heap of 30 MB`, async () => {
  await using temporary = await temporaryFolder();
  const folder = temporary.path;
  const [a, b] = [`${folder}/a.db`, `${folder}/b.db`];
  {
    using kv = await openKv(a);
    const text = "x".repeat(SIZE);
    const records = Array.from({ length: MANY }, (_, id) => ({ id, text }));
    await kvs(kv).appendMany(records, "/f", { split: true });
  }
  const { code, err } = await spawn(["copy", a, b], "", ["--v8-flags=--max-old-space-size=30"]);
  equal([code, err], [0, `copied ${MANY} entries: counts are the same\n`]);
  using kv = await openKv(b);
  equal(await kvs(kv).count("/f"), MANY);
  const ids = (await kvs(kv).feed<{ id: number }>("/f")).map(({ id }) => id);
  assert(ids.every((id, i) => id === i));
});
