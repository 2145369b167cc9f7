/**
 * A machine on a broker as a process of its own, for a test that kills it: its argument is the broker's address. Prints `ready`, and
 * `did TEXT` for each event that its page carried out, before that is acknowledged.
 *
 * @module
 */
import { mqtt } from "../../../n2o/endpoint/mqtt/mqtt.ts";
import { heart } from "../../../n2o/proto.ts";
import { server } from "../../../n2o/server.ts";
import { event as on } from "../../../nitro/event.ts";
import { nitro } from "../../../nitro/protocol/protocol.ts";
import { q } from "../../../nitro/q.ts";
import { wire } from "../../../nitro/wire/wire.ts";
import { silentLog } from "../../../base/mod.ts";
import { secret } from "../page.ts";

const [url = ""] = Deno.args, utf8 = new TextEncoder();

/** Written when it returns: what is acknowledged after it was seen by the test. */
function say(line: string): void {
  Deno.stdout.writeSync(utf8.encode(`${line}\n`));
}

const made = server({
  secret,
  routes: {
    "/p": {
      event(event: unknown) {
        if (event === "init") wire(on({ target: "go", postback: "go", source: ["text"] }));
        if (event === "go") say(`did ${q("text")}`);
      },
    },
  },
  protocols: [heart, nitro],
  services: { ws: ["app"], mqtt: ["app"] },
  log: silentLog,
});
await mqtt(made, { url });
say("ready");
