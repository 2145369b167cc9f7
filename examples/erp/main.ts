/**
 * The ERP: processes that run on their diagrams, and the tasks of people in them. `PORT` and `KV_PATH` choose the port and the
 * store's file, `PROCESSES` the folder of the BPMN files, `N2O_SECRET` seals the sessions.
 *
 * @module
 */
import * as bpe from "../../bpe/mod.ts";
import { application, kvs } from "../../mod.ts";
import { rolesOf, rule } from "./access.ts";
import type { Desk } from "./desk.ts";
import { instance } from "./instance.ts";
import { live, topicsOf } from "./live.ts";
import { login } from "./login.ts";
import { process } from "./process.ts";
import { processes } from "./processes.ts";
import { tally } from "./tally.ts";
import { task } from "./task.ts";
import { tasks } from "./tasks.ts";
import { warehouse } from "./warehouse.ts";
import { startOf } from "./words.ts";

const path = Deno.env.get("KV_PATH") ?? "data/erp.sqlite3";
const folder = path.replace(/[^/\\]*$/, "");
if (folder !== "") await Deno.mkdir(folder, { recursive: true });
const kv = await kvs.openKv(path);

/** Whoever is away for longer than this, in seconds, logs in again. */
const AWAY = 24 * 60 * 60;

const stock = warehouse(kv), starters = new Map<string, readonly string[]>();
const runtime = bpe.openRuntime(kv, { handlers: stock.handlers, auth: rule(starters) });
const counts = tally(() => runtime);
runtime.observe(counts.observe);

const files = Deno.env.get("PROCESSES") ?? new URL("./processes/", import.meta.url);
const deployed: bpe.Version[] = [], roles: { process: string; lanes: string[] }[] = [];
for (const { name } of (await Array.fromAsync(Deno.readDir(files))).toSorted(byName)) {
  if (!name.endsWith(".bpmn")) continue;
  const file = files instanceof URL ? new URL(name, files) : `${files}/${name}`;
  for (const version of await runtime.deploy(await Deno.readTextFile(file))) {
    const definition = await runtime.definition(version.key);
    const start = startOf(
      definition,
      bpe.processOf(definition, version.process)?.index ?? bpe.NONE,
    );
    deployed.push(version);
    starters.set(version.process, rolesOf(definition, start?.lane ?? bpe.NONE));
    roles.push({
      process: version.name || version.process,
      lanes: definition.lanes.map(({ name, id }) => name || id),
    });
  }
}
await counts.scan();

const news = live((topic, message) => server.bus.send(topic, message));
const desk: Desk = { runtime, processes: deployed, tally: counts, live: news, warehouse: stock };
const { app, server, start } = await application({
  kv,
  ttl: AWAY,
  routes: {
    "/app/login.htm": login(roles),
    "/app/processes.htm": processes(desk),
    "/app/process.htm": process(desk),
    "/app/instance.htm": instance(desk),
    "/app/tasks.htm": tasks(desk),
    "/app/task.htm": task(desk),
  },
  static: { "/app/": new URL("./static/", import.meta.url) },
  port: Number(Deno.env.get("PORT") ?? 8002),
  secret: Deno.env.get("N2O_SECRET"),
});
runtime.observe((change) => news.touch(...topicsOf(change)));
app.get("/", (c) => c.redirect("/app/login.htm"));
app.get("/bpe/picture.css", (c) => {
  c.header("cache-control", "max-age=3600");
  return c.body(bpe.pictureCss, 200, { "content-type": "text/css; charset=utf-8" });
});

const { port, finished } = await start();
// deno-lint-ignore no-console -- a person waits for this line
console.log(`The ERP is on http://localhost:${port}/`);
await finished;
news.stop();
await runtime.close();
kv.close();

function byName(one: { readonly name: string }, other: { readonly name: string }): number {
  return one.name < other.name ? -1 : 1;
}
