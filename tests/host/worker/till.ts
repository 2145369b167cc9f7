/**
 * A program whose page appends what it is told to a feed, each event once over restarts, for a test that asks it to end under traffic:
 * `STORE` is the path of a file, or the socket of a Redis.
 *
 * @module
 */
import { application, kvs, n2o, nitro } from "../../../mod.ts";
import { redisKv } from "../../../kvs/host/redis/redis.ts";

const store = Deno.env.get("STORE") ?? "";
const kv = store.endsWith(".sqlite")
  ? await kvs.openKv(store)
  : await redisKv({ url: store, prefix: "till" });
const db = kvs.kvs(kv);

const page: n2o.Page = {
  async event(event) {
    if (event === "init") {
      if (n2o.user() === "") n2o.user("alice");
      nitro.wire(nitro.event({ target: "add", postback: "add", source: ["text"] }));
    } else if (event === "add") {
      await db.append({ id: crypto.randomUUID(), text: String(nitro.q("text")) }, "/till");
    }
  },
};

const { start } = await application({
  kv,
  once: "store",
  secret: "a secret of more than sixteen letters",
  routes: { "/p": page },
  port: 0,
  hostname: "127.0.0.1",
  app(app, { onStop }) {
    onStop(() => kv.close());
    app.get(
      "/all",
      async (c) => c.json((await Array.fromAsync(db.entries("/till"))).map((each) => each.record)),
    );
  },
});
const { port, finished } = await start();
// deno-lint-ignore no-console -- the test reads it
console.log(`port ${port}`);
await finished;
