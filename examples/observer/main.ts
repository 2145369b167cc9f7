/**
 * The observer: what runs in a server, live. `PORT` and `KV_PATH` choose the port and the store's file, `N2O_SECRET` seals the sessions,
 * `OBSERVER_KEY` makes who knows it an operator; without one a key is made and printed.
 *
 * @module
 */
import { main } from "../../host/deno/mod.ts";
import { application, kvs } from "../../mod.ts";
import { leasedPresence } from "../../n2o/presence/leased.ts";
import { start as startProcesses } from "../../n2o/process.ts";
import { login } from "./login.ts";
import { observer, OBSERVERS } from "./observer.ts";

const LOGIN = "/observer/login.htm", HOME = "/observer/index.htm";

await main(async () => {
  using kv = await kvs.openKv(Deno.env.get("KV_PATH") ?? "data/observer.sqlite3");
  const key = Deno.env.get("OBSERVER_KEY") ?? crypto.randomUUID();
  const { start } = await application({
    kv,
    routes({ server, onStop }) {
      const { page, stop } = observer({ server, db: kvs.kvs(kv), topics: [OBSERVERS] }, LOGIN);
      onStop(stop);
      return { [LOGIN]: login(key, HOME), [HOME]: page };
    },
    async app(app, { server }) {
      app.get("/", (c) => c.redirect(HOME));
      await startProcesses(server);
    },
    static: { "/observer/": new URL("./static/", import.meta.url) },
    presence: leasedPresence,
    port: Number(Deno.env.get("PORT") ?? 8003),
    secret: Deno.env.get("N2O_SECRET"),
  });
  const { finished } = await start();
  // deno-lint-ignore no-console -- whoever started the program needs it
  if (Deno.env.get("OBSERVER_KEY") === undefined) console.log(`the key is ${key}`);
  await finished;
});
