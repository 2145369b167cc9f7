/**
 * The sample: login and chat. `PORT` and `KV_PATH` choose the port and the store's file, `N2O_SECRET` seals the sessions.
 * Behind a proxy `N2O_ORIGIN` says how the browser names the application, and `N2O_PROXIES` how many proxies there are.
 *
 * @module
 */
import { main } from "../../host/deno/mod.ts";
import { application, kvs } from "../../mod.ts";
import { chatFiles } from "./files.ts";
import { attach, chat } from "./index.ts";
import { login } from "./login.ts";

/** Whoever is away for longer than this, in seconds, logs in again: a phone sleeps for hours. */
const AWAY = 24 * 60 * 60;

await main(async () => {
  using kv = await kvs.openKv(Deno.env.get("KV_PATH") ?? "data/sample.sqlite3");
  const db = kvs.kvs(kv), { protocols, app: ofFiles } = chatFiles(kv, (file) => attach(db, file));
  const { start } = await application({
    kv,
    protocols,
    ttl: AWAY,
    routes: { "/app/login.htm": login, "/app/index.htm": chat(db, true) },
    async app(app, given) {
      app.get("/", (c) => c.redirect("/app/login.htm"));
      await ofFiles(app, given);
    },
    static: { "/app/": new URL("./static/", import.meta.url) },
    port: Number(Deno.env.get("PORT") ?? 8001),
    secret: Deno.env.get("N2O_SECRET"),
    origin: Deno.env.get("N2O_ORIGIN"),
    proxy: Number(Deno.env.get("N2O_PROXIES") ?? 0),
  });
  const { finished } = await start();
  await finished;
});
