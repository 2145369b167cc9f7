/**
 * The ERP: processes that run on their diagrams, and the tasks of people in them. `PORT` and `KV_PATH` choose the port and the
 * store's file, `PROCESSES` the folder of the BPMN files, `N2O_SECRET` seals the sessions.
 * Behind a proxy `N2O_ORIGIN` says how the browser names the application, and `N2O_PROXIES` how many proxies there are.
 *
 * `/rest` is for programs: `rest/rest.ts` tells the commands.
 *
 * @module
 */
import { pictures } from "../../host/bpe.ts";
import { main } from "../../host/deno/mod.ts";
import { api } from "../../host/rest/mod.ts";
import { application, kvs, n2o } from "../../mod.ts";
import type { Desk } from "./desk.ts";
import { workList } from "./download.ts";
import { instance } from "./instance.ts";
import { login } from "./login.ts";
import { open, type Opened } from "./open.ts";
import { LOGIN } from "./page.ts";
import { process } from "./process.ts";
import { processes } from "./processes.ts";
import { erpApi } from "./rest/rest.ts";
import { task } from "./task.ts";
import { tasks } from "./tasks.ts";

/** Whoever is away for longer than this, in seconds, logs in again. */
const AWAY = 24 * 60 * 60;

const files = Deno.env.get("PROCESSES") ?? new URL("./processes/", import.meta.url);

await main(async () => {
  using kv = await kvs.openKv(Deno.env.get("KV_PATH") ?? "data/erp.sqlite3");
  let desk: Desk, roles: Opened["roles"];
  const { start } = await application({
    kv,
    ttl: AWAY,
    routes: async (given) => {
      ({ desk, roles } = await open(given, files));
      return {
        [LOGIN]: login(roles),
        "/app/processes.htm": processes(desk),
        "/app/process.htm": process(desk),
        "/app/instance.htm": instance(desk),
        "/app/tasks.htm": tasks(desk),
        "/app/task.htm": task(desk),
      };
    },
    async app(app, given) {
      app.get("/", (c) => c.redirect(LOGIN));
      app.get("/tasks.csv", n2o.guarded(() => workList(desk.runtime), { login: LOGIN }));
      await pictures(app);
      await api(() => erpApi(kv, desk, roles))(app, given);
    },
    static: { "/app/": new URL("./static/", import.meta.url) },
    port: Number(Deno.env.get("PORT") ?? 8002),
    secret: Deno.env.get("N2O_SECRET"),
    origin: Deno.env.get("N2O_ORIGIN"),
    proxy: Number(Deno.env.get("N2O_PROXIES") ?? 0),
  });
  const { finished } = await start();
  await finished;
});
