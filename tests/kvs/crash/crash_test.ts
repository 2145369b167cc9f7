import { assert, equal } from "../../_support/assert.ts";
import { countEntries, feed } from "../../../kvs/feed/feed.ts";
import { keys } from "../../../kvs/access.ts";
import { openKv } from "../../../kvs/open.ts";
import { temporaryFolder } from "../../_support/folder.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { start } from "../../_support/process.ts";
import { random } from "../../_support/random.ts";
import { testWith } from "../../_support/permission.ts";

const test = testWith("read", "write");

const KILLS = rounds(8, 200);
const WRITERS = 8, EACH = 40;

const writer = new URL("./writer.ts", import.meta.url);

test(`what was acknowledged is there, in order, once, after ${KILLS} kills at random moments, seed ${SEED}`, async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/kv.sqlite`, { below } = random(SEED), acknowledged: string[] = [];
  for (let round = 0; round < KILLS; round++) {
    await using child = start(writer, [path, "/f", `r${round}`]);
    await child.line(); // ready
    // How many appends it lives through is drawn; where in the next one it dies is the machine's
    // choice.
    for (let left = 1 + below(60); left > 0; left--) {
      const line = await child.line();
      assert(line !== undefined, "the writer ended by itself");
      acknowledged.push(line);
    }
    acknowledged.push(...await child.kill());
  }
  using kv = await openKv(path);
  const ids = (await feed<{ id: string }>(kv, "/f")).map(({ id }) => id), present = new Set(ids);
  equal(present.size, ids.length, "an entry is there twice");
  equal(await countEntries(kv, "/f"), ids.length);
  equal((await keys(kv, "/f")).length, ids.length);
  equal(acknowledged.filter((id) => !present.has(id)), []);
  const told = new Set(acknowledged);
  equal(ids.filter((id) => told.has(id)), acknowledged);
  // Beyond what was told, at most the last commit of each round, of one or three entries.
  assert(ids.length - told.size <= 3 * KILLS);
});

test(`${WRITERS} processes append to one feed of one file at once: nothing lost, nothing doubled`, async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/kv.sqlite`;
  (await openKv(path)).close();
  await using children = new AsyncDisposableStack();
  const told = await Promise.all(Array.from({ length: WRITERS }, async (_, w) => {
    const child = children.use(start(writer, [path, "/f", `w${w}`, String(EACH)]));
    const own = await child.rest();
    equal((await child.status).success, true);
    return own.slice(1); // without "ready"
  }));
  using kv = await openKv(path);
  const ids = (await feed<{ id: string }>(kv, "/f")).map(({ id }) => id);
  equal(ids.length, WRITERS * EACH);
  equal(await countEntries(kv, "/f"), WRITERS * EACH);
  for (const [w, own] of told.entries()) {
    equal(own.length, EACH);
    equal(ids.filter((id) => id.startsWith(`w${w}-`)), own);
  }
});
