import { application } from "../../../../host/deno/mod.ts";
import { memoryKv } from "../../../../kvs/mod.ts";
import { lacks } from "../../../_support/permission.ts";
import { ENTRY_CASES } from "./cases.ts";
import { entrySettings } from "./settings.ts";

for (const { name, run } of ENTRY_CASES) {
  Deno.test({
    name: `in an application on Deno: ${name}`,
    ignore: lacks("net"),
    async fn() {
      using kv = memoryKv();
      const { start } = await application({
        ...entrySettings(kv),
        kv,
        port: 0,
        hostname: "127.0.0.1",
      });
      const { port, stop } = await start();
      try {
        await run(`http://127.0.0.1:${port}`);
      } finally {
        await stop();
      }
    },
  });
}
