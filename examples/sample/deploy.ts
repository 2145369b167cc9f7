/**
 * The sample on Deno Deploy: the platform listens and asks for what is exported. `deno serve` does the same on any machine.
 *
 * Attach a database to the application, and set `N2O_SECRET`.
 *
 * @module
 */
import { application } from "../../host/deploy/mod.ts";
import { kvs } from "../../mod.ts";
import { chatFiles } from "./files.ts";
import { attach, chat } from "./index.ts";
import { login } from "./login.ts";

const kv = await kvs.openKv(Deno.env.get("KV_PATH"));
const db = kvs.kvs(kv), { protocols, app: ofFiles } = chatFiles(kv, (file) => attach(db, file));
const { app } = await application({
  kv,
  protocols,
  ttl: 24 * 60 * 60,
  routes: { "/app/login.htm": login, "/app/index.htm": chat(db, true) },
  async app(app, given) {
    app.get("/", (c) => c.redirect("/app/login.htm"));
    await ofFiles(app, given);
  },
  static: { "/app/": new URL("./static/", import.meta.url) },
  secret: Deno.env.get("N2O_SECRET"),
});

/** What the platform asks. */
const asked: Deno.ServeDefaultExport = { fetch: app.fetch };
export default asked;
