import { openMetrics } from "../../../n2o/metrics/text.ts";
import { pi, supervisor } from "../../../n2o/process.ts";
import { equal, rejects } from "../../_support/assert.ts";
import { readOpenMetrics } from "../metrics/open_metrics.ts";
import { counter, scene, settled } from "./scene.ts";

Deno.test("processes are counted by their table, and their restarts, those below other supervisors too", async () => {
  await using shop = scene();
  const { server } = shop;
  const value = (name: string, labels = {}) =>
    readOpenMetrics(openMetrics(server.metrics, () => {})).get(name.replace(/_total$/, ""))
      ?.samples.get(name + JSON.stringify(labels));
  await shop.start({ name: "/one", module: counter, state: 0 });
  await shop.start({ name: "/two", module: counter, state: 0 });
  const workers = await supervisor.start({ sup: server, name: "workers", intensity: 9 });
  const three = await pi.start({
    sup: workers,
    table: "async",
    name: "/three",
    module: counter,
    state: 0,
  });
  equal(value("n2o_processes", { kind: "async" }), 2);
  equal(value("n2o_processes", { kind: "supervisor" }), 1);
  equal(value("n2o_process_restarts_total"), 0);
  await rejects(() => pi.send(three, "fail"), Error);
  await settled();
  equal(value("n2o_process_restarts_total"), 1);
});

Deno.test("a server whose process was given up is not ready until that is started again", async () => {
  await using shop = scene();
  const { server } = shop, ready = () => server.checks.get("processes")?.();
  const start = () => shop.start({ name: "/it", module: counter, state: 0 });
  await start();
  for (let crash = 0; crash <= 100; crash++) {
    const pid = pi.pid("async", "/it", server);
    equal(ready(), true);
    if (pid !== undefined) await rejects(() => pi.send(pid, "fail"), Error);
    await settled();
  }
  equal(ready(), false);
  await start();
  equal(ready(), true);
});
