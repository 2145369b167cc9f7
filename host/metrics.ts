/**
 * `/n2o/metrics`: what a server counts, for who may see it: on a port of its own, or behind a guard.
 *
 * @module
 */
import { OPEN_METRICS, openMetrics } from "../n2o/metrics/text.ts";
import { N2oError, type Server } from "../n2o/mod.ts";
import { health } from "./health.ts";
import type { MetricsSetting } from "./config.ts";
import type { Host, Listener } from "./host.ts";

/** The metrics as they are now. */
export function metricsAnswer({ metrics, log }: Server): Response {
  const text = openMetrics(
    metrics,
    (name, error) => log("error", "a gauge failed", { name, error }),
  );
  return new Response(text, {
    headers: { "content-type": OPEN_METRICS, "cache-control": "no-store" },
  });
}

/**
 * Listens for who reads metrics and health there, if the setting says so.
 *
 * @throws {N2oError} `config` for a port that is taken, an address that is not this machine's, a host where nothing listens
 */
export async function listenForMetrics(
  { listen, name }: Host,
  server: Server,
  setting: MetricsSetting,
): Promise<Listener | undefined> {
  if (!("port" in setting)) return undefined;
  const { port, hostname = "127.0.0.1" } = setting;
  if (listen === undefined) {
    throw new N2oError("config", `metrics: ${name} listens itself: give a guard, not a port`);
  }
  const answer = (request: Request) => {
    const { pathname } = new URL(request.url);
    return pathname === "/n2o/metrics"
      ? metricsAnswer(server)
      : pathname === "/n2o/health"
      ? health(server)
      : new Response("there are /n2o/metrics and /n2o/health\n", { status: 404 });
  };
  try {
    const { frame, connections } = server.limits;
    const listener = await listen(answer, { port, hostname, frame, connections, log: server.log });
    server.log("info", `metrics on http://${hostname}:${listener.port}/n2o/metrics`);
    return listener;
  } catch (cause) {
    if (!N2oError.is(cause, "config")) throw cause;
    throw new N2oError("config", `metrics: ${cause.message}`, { cause });
  }
}
