/**
 * The server of the benchmarks of streams: a table that is exported and imported, in a store on the disk. Prints its port. A plain listing of the same store
 * is asked for at `/plain`, what it takes at `/memory`.
 *
 * @module
 */
import { Hono } from "../../host/deps.ts";
import { type KvsRecord, openKv, table } from "../../kvs/mod.ts";
import { resource, rest } from "../../rest/mod.ts";

interface Order extends KvsRecord {
  readonly id: string;
  readonly customer: string;
  readonly total: number;
  readonly lines: readonly { readonly item: string; readonly count: number }[];
}

const [path = ":memory:"] = Deno.args, kv = await openKv(path);
const types = ["application/json", "application/x-ndjson", "text/csv"];
const orders = resource({
  name: "orders",
  table: table<Order>("order", { fields: ["id", "customer", "total", "lines"] }),
  may: "anyone",
  id: "text",
  types,
  imports: ["application/x-ndjson"],
});

const app = new Hono();
let most = 0, isIdle = true;
const measure = () => {
  if (!isIdle) most = Math.max(most, Deno.memoryUsage().rss);
};
setInterval(measure, 50);
app.get("/plain", async (c) => {
  let count = 0;
  for await (const { value } of kv.list({ prefix: ["kvs/table", "order"] }, { batchSize: 500 })) {
    if (value !== null) count++;
  }
  return c.text(String(count));
});
app.get("/memory", (c) => {
  const { rss, heapUsed } = Deno.memoryUsage(), told = { rss, heapUsed, most };
  isIdle = false;
  most = 0;
  return c.json(told);
});
app.route("/", rest({ kv, resources: [orders], bodyMs: 120_000 }));

Deno.serve({
  port: 0,
  hostname: "127.0.0.1",
  // deno-lint-ignore no-console -- who has started it reads the port
  onListen: ({ port }) => console.log(port),
}, app.fetch);
