/**
 * The sample on Node, on any free port and a store in memory; `FOLDER` names the folder of its files. Beside it the guestbook, with the
 * templates of the folder `TEMPLATES`.
 *
 * @module
 */
import { chatFiles } from "../../../examples/sample/files.ts";
import { attach, chat } from "../../../examples/sample/index.ts";
import { login } from "../../../examples/sample/login.ts";
import { application } from "../../../host/node/mod.ts";
import * as n2o from "../../../n2o/mod.ts";
import * as kvs from "../../../kvs/mod.ts";
import { folder } from "../../../nitro/dtl/mod.ts";
import { book } from "./book.ts";
import process from "node:process";

const kv = kvs.memoryKv(), db = kvs.kvs(kv);
const { protocols, app: ofFiles } = chatFiles(kv, (file) => attach(db, file));
const { start } = await application({
  kv,
  routes: { "/app/login.htm": login, "/app/index.htm": chat(db, true) },
  protocols,
  async app(app, given) {
    app.get("/in", async (c) => {
      await n2o.user("ann");
      await n2o.session("room", "tea");
      return c.text("in");
    });
    await ofFiles(app, given);
    const { TEMPLATES } = process.env;
    if (TEMPLATES !== undefined) book(kv, folder(new URL(TEMPLATES)))(app, given);
  },
  static: { "/app/": new URL(process.env.FOLDER ?? "") },
  secret: "a secret of more than sixteen letters",
  port: Number(process.env.PORT ?? 0),
  hostname: process.env.HOSTNAME_TO_LISTEN ?? "127.0.0.1",
}).catch((error) => {
  process.stderr.write(`${error.code} ${error.message}\n`);
  process.exit(1);
});
const { finished } = await start().catch((error) => {
  process.stderr.write(`${error.code} ${error.message}\n`);
  process.exit(1);
});
await finished;
process.stdout.write("finished\n");
