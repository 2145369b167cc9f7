/**
 * docs/ERLANG.md tells the truth: each counterpart that it names is there, and it names every function of the originals.
 *
 * @module
 */
import * as bpe from "../bpe/mod.ts";
import { bpeN2o } from "../bpe/n2o.ts";
import * as kvs from "../kvs/mod.ts";
import * as n2o from "../n2o/mod.ts";
import * as nitro from "../nitro/mod.ts";
import { assert, equal } from "./_support/assert.ts";
import { isThere, needs } from "./_support/permission.ts";

needs("read");

/** Names behind a dot are looked up in these: a room's face, or what it makes over a store. */
async function withPlaces(
  run: (places: Readonly<Record<string, object>>) => void,
): Promise<void> {
  using kv = kvs.memoryKv();
  await using runtime = bpe.openRuntime(kv, { manual: true });
  await using bound = bpe.bpe(runtime);
  run({
    kvs,
    n2o,
    nitro,
    bpe,
    "bpe/n2o": { bpeN2o },
    "kvs(kv)": kvs.kvs(kv),
    "bpe(kv)": bound,
    "openRuntime(kv)": runtime,
  });
}

const page = new URL("../docs/ERLANG.md", import.meta.url);

/** The cells of its tables: original, what it does, counterparts. */
async function rows(): Promise<string[][]> {
  return (await Deno.readTextFile(page)).split("\n").filter((line) => /^\| `/.test(line))
    .map((line) => line.slice(1, -1).split(" | ").map((cell) => cell.trim()));
}

/** What stands between backticks. */
const quoted = (text = "") => [...text.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? "");

Deno.test("each counterpart that docs/ERLANG.md names is exported", async () => {
  const table = await rows();
  assert(table.length > 150, "the tables are read");
  await withPlaces((places) => {
    const wrong = table.flatMap(([original = "", , here]) => {
      const names = quoted(here).filter((name) => name.includes("."));
      if (names.length === 0) return [`${original} has no counterpart`];
      return names.filter((name) => {
        const dot = name.lastIndexOf("."), place = places[name.slice(0, dot)];
        return place === undefined || !(name.slice(dot + 1) in place);
      }).map((name) => `${original}: there is no ${name}`);
    });
    equal(wrong, []);
  });
});

/** The lists of the originals' functions, by room, where they are present. */
const mirror = new URL("../../shared/mirror/", import.meta.url);

for (const room of ["kvs", "bpe"]) {
  Deno.test({
    name: `every function of the original ${room} is in docs/ERLANG.md, once`,
    ignore: !isThere(mirror),
    fn: async () => {
      const told = quoted(await Deno.readTextFile(page));
      const originals = (await Deno.readTextFile(new URL(`${room}.tsv`, mirror))).split("\n")
        .slice(1).map((line) => line.split("\t")[0] ?? "")
        // a line with several names repeats others under their names in the last Erlang sources
        .filter((name) => name !== "" && !/ \S+:\S+\/\S+ /.test(name));
      equal(originals.filter((name) => told.filter((each) => each === name).length !== 1), []);
    },
  });
}
