/**
 * The server of the benchmark: an API of ours, and routes of Hono written by hand that read and write the same store. Prints its port.
 *
 * @module
 */
import { Hono } from "../../host/deps.ts";
import { append, appendInto, Batch, openKv, put, putInto, read, table } from "../../kvs/mod.ts";
import { page } from "../../kvs/page/page.ts";
import { feeds, resource, rest } from "../../rest/mod.ts";

interface Order {
  readonly id: string;
  readonly customer: string;
  readonly total: number;
  readonly lines: readonly { readonly item: string; readonly count: number }[];
}

const [path = ":memory:"] = Deno.args, kv = await openKv(path);
const orders = table<Order>("order", { fields: ["id", "customer", "total", "lines"] });
const lines = Array.from({ length: 5 }, (_, n) => ({ item: `item ${n}`, count: n }));
for (let n = 0; n < 500; n++) {
  await put(kv, orders, { id: `o${String(n).padStart(5, "0")}`, customer: "ann", total: n, lines });
}
const api = rest({
  kv,
  resources: [
    resource({ name: "orders", table: orders, may: "anyone", id: "text" }),
    resource<Order>({ name: "log", feed: "/log/ours", may: "anyone", id: "text" }),
  ],
  feeds: [feeds<Order>({ prefix: "/log", under: "apart", may: "anyone", id: "text" })],
});

const app = new Hono();
app.get("/hand/orders/:id", async (c) => {
  const found = await read<Order>(kv, orders, c.req.param("id"));
  if (found === undefined) return c.json({ error: "not found" }, 404);
  const etag = `"${found.version}"`;
  if (c.req.header("if-none-match") === etag) return c.body(null, 304, { etag });
  return c.json(found.record, 200, { etag });
});
app.get("/hand/orders", async (c) => {
  const { records } = await page(kv, orders, { limit: Number(c.req.query("limit") ?? 100) });
  return c.json({ orders: records });
});
app.post("/hand/log", async (c) => {
  const record = await c.req.json<Order>();
  await append(kv, record, "/log/hand", { version: null });
  return c.json(record, 201, { location: `/hand/log/${record.id}` });
});
app.post("/hand/once", async (c) => {
  const key = c.req.header("idempotency-key") ?? "", kept = await read(kv, "key", key);
  if (kept !== undefined) return c.json(kept.record, 201);
  const record = await c.req.json<Order>(), batch = new Batch("once");
  appendInto(kv, batch, [record], "/log/once");
  await putInto(kv, batch, [{ ...record, id: key }], "key", {
    version: null,
    expireIn: 86_400_000,
  });
  if (await batch.commit(kv) === undefined) return c.json({ error: "conflict" }, 409);
  return c.json(record, 201, { location: `/hand/log/${record.id}` });
});
app.route("/", api);

Deno.serve({
  port: 0,
  hostname: "127.0.0.1",
  // deno-lint-ignore no-console -- who has started it reads the port
  onListen: ({ port }) => console.log(port),
}, app.fetch);
