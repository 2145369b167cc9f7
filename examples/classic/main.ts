/**
 * A guestbook of classic pages: templates, forms and sessions, without a script in the browser. `PORT` and `KV_PATH` choose the port and
 * the store's file, `N2O_SECRET` seals the sessions.
 *
 * @module
 */
import { main } from "../../host/deno/mod.ts";
import { kvs } from "../../mod.ts";
import { guestbook } from "./guestbook.ts";

await main(async () => {
  using kv = await kvs.openKv(Deno.env.get("KV_PATH") ?? "data/classic.sqlite3");
  const { start } = await guestbook(kv, {
    port: Number(Deno.env.get("PORT") ?? 8005),
    secret: Deno.env.get("N2O_SECRET"),
  });
  const { finished } = await start();
  await finished;
});
