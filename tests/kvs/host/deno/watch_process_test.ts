import { equal } from "../../../_support/assert.ts";
import { temporaryFolder } from "../../../_support/folder.ts";
import { start } from "../../../_support/process.ts";
import { feed } from "../../../../kvs/feed/feed.ts";
import { openKv } from "../../../../kvs/open.ts";
import { watchFeed } from "../../../../kvs/feed/watch_feed.ts";
import { testWith } from "../../../_support/permission.ts";

const test = testWith("read", "write");

test("a watch gives what other processes append, without gaps or repeats", async () => {
  await using folder = await temporaryFolder();
  const path = `${folder.path}/kv.sqlite`;
  const script = new URL("../../crash/writer.ts", import.meta.url);
  using kv = await openKv(path);
  await using writers = new AsyncDisposableStack();
  const started = ["a", "b"].map((prefix) =>
    writers.use(start(script, [path, "/f", prefix, "60"]))
  );
  const seen: unknown[] = [];
  for await (const { record } of watchFeed(kv, "/f", { from: "start" })) {
    if (seen.push(record.id) === 120) break;
  }
  for (const writer of started) equal((await writer.status).success, true);
  equal(seen, (await feed(kv, "/f")).map(({ id }) => id));
});
