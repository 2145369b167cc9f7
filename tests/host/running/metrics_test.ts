import { application, n2o } from "../../../mod.ts";
import { equal, rejects } from "../../_support/assert.ts";
import { testWith } from "../../_support/permission.ts";
import { readOpenMetrics } from "../../n2o/metrics/open_metrics.ts";
import { made, secret } from "../made.ts";

const TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8";
const test = testWith("net");

Deno.test("nobody sees metrics unless the settings say who", async () => {
  const { app } = await made({ shell: false });
  equal((await app.request("/n2o/metrics")).status, 404);
});

Deno.test("a guard tells who sees metrics, by the request", async () => {
  const { app } = await made({
    metrics: { guard: async ({ headers }) => await headers.get("authorization") === "Bearer key" },
  });
  const refused = await app.request("/n2o/metrics");
  equal([refused.status, await refused.text()], [403, "not for you"]);
  const answer = await app.request("/n2o/metrics", { headers: { authorization: "Bearer key" } });
  equal([answer.status, answer.headers.get("content-type")], [200, TYPE]);
  equal(
    readOpenMetrics(await answer.text()).get("n2o_connections")?.samples.get("n2o_connections{}"),
    0,
  );
});

test("metrics have a port of their own, of this machine alone, where nothing else is", async () => {
  const { app, start } = await application({
    secret,
    routes: { "/p": { event() {} } },
    shell: false,
    log: () => {},
    port: 0,
    metrics: { port: 0 },
  });
  const { metrics, stop } = await start();
  const at = (path: string) => fetch(`http://127.0.0.1:${metrics}${path}`);
  const answer = await at("/n2o/metrics");
  equal([answer.status, answer.headers.get("content-type")], [200, TYPE]);
  readOpenMetrics(await answer.text());
  const others = await Promise.all(["/p", "/n2o/n2o.js", "/ws/p"].map(at));
  equal(others.map(({ status }) => status), [404, 404, 404]);
  for (const other of others) await other.body?.cancel();
  equal((await app.request("/n2o/metrics")).status, 404);
  await stop();
  await rejects(() => at("/n2o/metrics"), TypeError);
});

test("a port of metrics that is taken is said with the key, and nothing listens then", async () => {
  const blocker = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const { start } = await application({
    secret,
    routes: { "/p": { event() {} } },
    log: () => {},
    port: 0,
    metrics: { port: blocker.addr.port },
  });
  const error = await rejects(() => start(), n2o.N2oError, "config");
  equal(
    error.message.startsWith(`metrics: port: ${blocker.addr.port} is taken`),
    true,
    error.message,
  );
  blocker.close();
});
