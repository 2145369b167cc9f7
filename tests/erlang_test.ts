/**
 * docs/ERLANG.md tells the truth: each counterpart that it names is there, and it names every function of the originals.
 *
 * @module
 */
import * as bpe from "../bpe/mod.ts";
import * as kvs from "../kvs/mod.ts";
import { assert, equal } from "./_support/assert.ts";
import { isThere, needs } from "./_support/permission.ts";

needs("read", "run");

const root = new URL("../", import.meta.url);
const page = new URL("docs/ERLANG.md", root);

/** The cells of its tables: original, what it does, counterparts. */
async function rows(): Promise<string[][]> {
  return (await Deno.readTextFile(page)).split("\n").filter((line) => /^\| `/.test(line))
    .map((line) => line.slice(1, -1).split(" | ").map((cell) => cell.trim()));
}

/** What stands between backticks. */
const quoted = (text = "") => [...text.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? "");

/** A counterpart: the entry or the bound object, a dot, a name; without a dot it is of the root. */
const COUNTERPART = /^(?:application|[\w/]+(?:\(kv\))?\.\w+)$/;

/** What an entry of deno.json exports, types too. */
async function exportsOf(entry: string): Promise<Set<string>> {
  const { exports } = JSON.parse(await Deno.readTextFile(new URL("deno.json", root)));
  const path: string | undefined = exports[entry === "" ? "." : `./${entry}`];
  if (path === undefined) return new Set();
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--json", new URL(path, root).href],
    stderr: "null",
  }).output();
  const { nodes }: { nodes: Record<string, { symbols: { name: string }[] }> } = JSON.parse(
    new TextDecoder().decode(stdout),
  );
  return new Set(Object.values(nodes).flatMap(({ symbols }) => symbols.map(({ name }) => name)));
}

/** What an object bound to a store has. */
async function boundNames(): Promise<Map<string, Set<string>>> {
  using kv = kvs.memoryKv();
  await using runtime = bpe.openRuntime(kv, { manual: true });
  await using bound = bpe.bpe(runtime);
  const objects = { "kvs(kv)": kvs.kvs(kv), "bpe(kv)": bound, "openRuntime(kv)": runtime };
  return new Map(
    Object.entries(objects).map(([place, object]) => [place, new Set(Object.keys(object))]),
  );
}

Deno.test("each counterpart that docs/ERLANG.md names is exported", async () => {
  const table = await rows(), wrong: string[] = [], known = await boundNames();
  assert(table.length > 300, "the tables are read");
  for (const [original = "", , here] of table) {
    const names = quoted(here).filter((name) => COUNTERPART.test(name));
    if (names.length === 0) wrong.push(`${original} has no counterpart`);
    for (const name of names) {
      const dot = name.lastIndexOf("."), place = name.slice(0, Math.max(0, dot));
      const exported = known.get(place) ?? await exportsOf(place);
      known.set(place, exported);
      if (!exported.has(name.slice(dot + 1))) wrong.push(`${original}: there is no ${name}`);
    }
  }
  equal(wrong, []);
});

/** The lists of the originals' functions, by room, where they are present. */
const mirror = new URL("../../shared/mirror/", import.meta.url);

/** What is said of one room: a record of the same name may be another's as well. */
async function chapter(room: string): Promise<string> {
  const text = await Deno.readTextFile(page);
  return new RegExp(`^## ${room}$([^]*?)(?=^## |$(?![^]))`, "m").exec(text)?.[1] ?? "";
}

for (const room of ["n2o", "nitro", "kvs", "bpe", "form", "rest"]) {
  Deno.test({
    name: `every function of the original ${room} is in docs/ERLANG.md, once`,
    ignore: !isThere(mirror),
    fn: async () => {
      const told = quoted(await chapter(room));
      const originals = (await Deno.readTextFile(new URL(`${room}.tsv`, mirror))).split("\n")
        .slice(1).map((line) => (line.split("\t")[0] ?? "").replace(/ \([\w.]+\)(?=:)|^#(?=#)/, ""))
        // a line with several names repeats others under their names in the last Erlang sources
        .filter((name) => name !== "" && !/ \S+:\S+\/\S+ /.test(name));
      const wrong = originals.filter((name) => told.filter((each) => each === name).length !== 1);
      assert(originals.length > 60 && wrong.length === 0, wrong.join());
    },
  });
}
