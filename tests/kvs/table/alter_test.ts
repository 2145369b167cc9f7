import { alter, alterInto } from "../../../kvs/alter.ts";
import {
  appendInto,
  Batch,
  count,
  index,
  KvsError,
  memoryKv,
  put,
  read,
  table,
} from "../../../kvs/mod.ts";
import { equal, rejects } from "../../_support/assert.ts";

interface User {
  readonly id: string;
  readonly mail: string;
}
const users = table<User>("user", { fields: ["id", "mail"], unique: ["mail"] });

Deno.test("a record changes its id in one commit, and keeps a value that only one may have", async () => {
  using kv = memoryKv();
  await put(kv, users, { id: "vlad", mail: "v@example.com" });
  const { version = null } = await read(kv, users, "vlad") ?? {};
  const now = await alter(kv, users, [
    { id: "vlad", version },
    { id: "5HT", record: { id: "5HT", mail: "v@example.com" }, version: null },
  ]);
  equal((await read(kv, users, "5HT"))?.version, now);
  equal(await read(kv, users, "vlad"), undefined);
  equal([await count(kv, users), (await index(kv, users, "mail", "v@example.com")).length], [1, 1]);
});

Deno.test("of several changes none is made where one record is of another version, or changed twice", async () => {
  using kv = memoryKv();
  await put(kv, users, [{ id: "a", mail: "a" }, { id: "b", mail: "b" }]);
  const { version = null } = await read(kv, users, "a") ?? {};
  await rejects(
    () =>
      alter(
        kv,
        users,
        [{ id: "a", version }, { id: "b", version }, { id: "c", record: { id: "c", mail: "c" } }]
          .map((each, n) => n === 1 ? { ...each, version: "0".repeat(20) } : each),
      ),
    KvsError,
    "conflict",
  );
  await rejects(
    () =>
      alter(kv, users, [{ id: "a", version }, {
        id: "b",
        record: { id: "b", mail: "x" },
        version: null,
      }]),
    KvsError,
    "conflict",
  );
  await rejects(() => alter(kv, users, [{ id: "a" }, { id: "a" }]), KvsError, "twice");
  await rejects(
    () => alter(kv, users, [{ id: "a", record: { id: "b", mail: "x" } }]),
    KvsError,
    "bad_id",
  );
  equal([await count(kv, users), (await read(kv, users, "b"))?.record.mail], [2, "b"]);
});

Deno.test("changes of a table and an append are one commit, which is refused where another writer comes first", async () => {
  using kv = memoryKv();
  await put(kv, users, { id: "a", mail: "a" });
  const { version = null } = await read(kv, users, "a") ?? {};
  const staged = async () => {
    const batch = new Batch("rename");
    await alterInto(kv, batch, users, [
      { id: "a", version },
      { id: "b", record: { id: "b", mail: "a" }, version: null },
    ]);
    appendInto(kv, batch, [{ id: crypto.randomUUID(), text: "a is b" }], "/log");
    return batch;
  };
  const [first, second] = [await staged(), await staged()];
  const stamp = await first.commit(kv);
  equal((await read(kv, users, "b"))?.version, stamp);
  equal(await second.commit(kv), undefined);
  equal([await count(kv, users), await count(kv, "/log")], [1, 1]);
  await rejects(() => staged(), KvsError, "conflict");
});

Deno.test("what is asked not to be there is not, when the other changes are made: of two that ask it of each other one is", async () => {
  using kv = memoryKv();
  for (let n = 0; n < 20; n++) {
    const made = await Promise.allSettled(Array.from({ length: 6 }, (_, at) => {
      const [own, other] = at % 2 === 0 ? [`a${n}`, `b${n}`] : [`b${n}`, `a${n}`];
      const record = { id: own, mail: own };
      return alter(kv, users, [{ id: own, record, version: null }, { id: other, version: null }]);
    }));
    equal(made.filter(({ status }) => status === "fulfilled").length, 1);
  }
  equal(await count(kv, users), 20);
});
