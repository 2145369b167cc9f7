/**
 * The sample: login and chat. `PORT` and `KV_PATH` choose the port and the store's file, `N2O_SECRET` seals the sessions.
 *
 * @module
 */
import { application, kvs } from "../../mod.ts";
import { chat } from "./index.ts";
import * as login from "./login.ts";

const path = Deno.env.get("KV_PATH") ?? "data/sample.sqlite3";
const folder = path.replace(/[^/\\]*$/, "");
if (folder !== "") await Deno.mkdir(folder, { recursive: true });
const kv = await kvs.openKv(path);

/** Whoever is away for longer than this, in seconds, logs in again: a phone sleeps for hours. */
const AWAY = 24 * 60 * 60;

const { app, start } = await application({
  kv,
  ttl: AWAY,
  routes: { "/app/login.htm": login, "/app/index.htm": chat(kvs.kvs(kv)) },
  static: { "/app/": new URL("./static/", import.meta.url) },
  port: Number(Deno.env.get("PORT") ?? 8001),
  secret: Deno.env.get("N2O_SECRET"),
});
app.get("/", (c) => c.redirect("/app/login.htm"));

const { port, finished } = await start();
// deno-lint-ignore no-console -- a person waits for this line
console.log(`The sample is on http://localhost:${port}/`);
await finished;
kv.close();
