import { type Kv, type KvKey, kvs } from "../../../kvs/mod.ts";
import { check } from "../../../kvs/check/check.ts";
import { equal } from "../../_support/assert.ts";
import { expected, onOldStores } from "../../_support/store/old_store.ts";
import { agree } from "./operations.ts";
import { needs } from "../../_support/permission.ts";

needs("read", "write");

const OWN = new Uint8Array();

/**
 * A remove as version 1 made it, which read the index and the row, checked the row only, and lowered the count although another had
 * emptied the place: `late` of them read before any has committed, and try their commit on the row as it then is.
 */
async function removeTwice(kv: Kv, feed: string, id: string, late: number): Promise<void> {
  const index: KvKey = ["kvs/id", ...feed.split("/").slice(1), OWN, id];
  const { value: sub, versionstamp: at } = await kv.get<number>(index);
  const key: KvKey = ["kvs/entry", ...feed.split("/").slice(1), OWN, at ?? ""];
  for (let n = 0; n <= late; n++) {
    const row = await kv.get<unknown[]>(key), left = row.value?.with(sub ?? 0, null) ?? [];
    const commit = kv.atomic().check(row).delete(index).sum(
      [...key.slice(0, -1), true],
      2n ** 64n - 1n,
    );
    if (left.every((each) => each === null)) commit.delete(key);
    else commit.set(key, left);
    await commit.commit();
  }
}

/** Entries that one commit appended, in their order. */
const WEB = (expected.feeds["/crm/in/web"] ?? []).map(({ id }) => String(id));

onOldStores(
  "counts that races of version 1 lowered below zero are set to the number of entries",
  async (kv) => {
    const db = kvs(kv), ids = WEB.slice(0, 3);
    for (const id of ids) await removeTwice(kv, "/crm/in/web", id, WEB.length);
    equal(await db.count("/crm/in/web") > Number.MAX_SAFE_INTEGER, true);
    const { faults } = await check(kv, { source: "/crm/in/web" });
    equal(faults.map(({ kind, right }) => [kind, right]), [[
      "count",
      String(WEB.length - ids.length),
    ]]);
    const { found, mended } = await check(kv, { mend: true });
    equal([found, mended, (await check(kv)).found], [2, 2, 0]); // and the parts that a crash has left
    equal((await db.feed("/crm/in/web")).map(({ id }) => id), WEB.slice(3));
    await agree(kv);
  },
);

onOldStores(
  "an entry that races of version 1 left out of the index, and one twice, are mended",
  async (kv) => {
    const db = kvs(kv), [first = "", second = ""] = WEB, path = ["crm", "in", "web"];
    // A remove that read the index before another append of the id came: the new index row went, the new entry stayed.
    await db.append({ id: "lost" }, "/crm/in/web");
    await kv.delete(["kvs/id", ...path, OWN, "lost"]);
    // An append of an id that a remove had taken from the index, but not from its row.
    for (const id of [first, second]) await kv.delete(["kvs/id", ...path, OWN, id]);
    await db.append({ id: first, n: "again" }, "/crm/in/web");
    const { faults } = await check(kv, { source: "/crm/in/web" });
    equal(faults.map(({ kind, id }) => `${kind} ${id}`).sort(), [
      `twice ${first}`,
      "unindexed lost",
      `unindexed ${second}`,
    ]);
    await check(kv, { mend: true });
    equal((await check(kv)).found, 0);
    equal((await db.feed("/crm/in/web")).map(({ id }) => id), [...WEB.slice(1), "lost", first]);
    equal(await db.get("/crm/in/web", first), { id: first, n: "again" });
    await agree(kv);
  },
);
