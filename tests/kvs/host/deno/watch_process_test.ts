import { equal } from "../../../_support/assert.ts";
import { feed } from "../../../../kvs/feed/feed.ts";
import { openKv } from "../../../../kvs/open.ts";
import { watchFeed } from "../../../../kvs/feed/watch_feed.ts";

Deno.test("a watch gives what other processes append, without gaps or repeats", async () => {
  const folder = await Deno.makeTempDir(), path = `${folder}/kv.sqlite`;
  try {
    using kv = await openKv(path);
    const script = new URL("../../crash/writer.ts", import.meta.url).pathname;
    const args = ["run", "--no-check", "--unstable-kv", "-A", script, path, "/f"];
    const writers = ["a", "b"].map((prefix) =>
      new Deno.Command(Deno.execPath(), { args: [...args, prefix, "60"], stdout: "null" }).spawn()
    );
    const seen: unknown[] = [];
    for await (const { record } of watchFeed(kv, "/f", { from: "start" })) {
      if (seen.push(record.id) === 120) break;
    }
    for (const writer of writers) equal((await writer.status).success, true);
    equal(seen, (await feed(kv, "/f")).map(({ id }) => id));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
