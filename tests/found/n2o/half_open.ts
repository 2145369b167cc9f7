/** A server, started by `half_open_test.ts`: it says its port and serves until it is killed. */
import { application, n2o } from "../../../mod.ts";

const { start } = await application({
  routes: { "/p": { event() {} } },
  port: 0,
  hostname: "127.0.0.1",
  secret: "a secret of more than sixteen letters",
  log: n2o.silentLog,
});
const { port } = await start();
Deno.stdout.writeSync(new TextEncoder().encode(`${port}\n`));
