/**
 * A feed that is served from a file, until the process is killed: prints its port. The address makes up the ids.
 */
import { openKv } from "../../../kvs/mod.ts";
import { feeds, rest } from "../../../rest/mod.ts";

const kv = await openKv(Deno.args[0]);
const lines = feeds({
  prefix: "/log",
  may: "anyone",
  fields: ["id", "n"],
  fromJson: (json) => ({ id: crypto.randomUUID(), ...json }),
});
const api = rest({ kv, feeds: [lines] });
// deno-lint-ignore no-console -- who has started it reads the port
Deno.serve({ port: 0, onListen: ({ port }) => console.log(port) }, api.fetch);
