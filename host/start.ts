/**
 * An application's life: it listens, says where, and stops.
 *
 * @module
 */
import { deadline } from "../base/mod.ts";
import {
  end as endLast,
  incident,
  isInside,
  N2oError,
  type Server,
  stop,
  sweep,
} from "../n2o/mod.ts";
import type { Carriers } from "./carriers.ts";
import type { Config, Listening } from "./config.ts";
import type { App } from "./deps.ts";
import type { Host } from "./host.ts";

/** What is started. */
export interface Started {
  readonly app: App;
  readonly server: Server;
  readonly host: Host;
  readonly config: Pick<Config, "port" | "hostname" | "kv" | "metrics" | "mqtt" | "tcp" | "udp">;
  /** Closes what the settings opened; never rejects. */
  close(): Promise<void>;
}

/** How long requests under way have to be answered when the application stops, in milliseconds: as long as handlers and sockets have. */
const GRACE = 4_500;
const MINUTE = 60_000;
/** How long what is answered has to arrive, in milliseconds. */
const FAREWELL = 1_000;

/** Has the host listen for an application. */
export async function start({ app, server, host, config, close }: Started): Promise<Listening> {
  if (host.listen === undefined) {
    throw new N2oError("config", `start: ${host.name} listens itself: export { fetch: app.fetch }`);
  }
  const { port = 8001, hostname = "0.0.0.0", kv } = config;
  const { frame, connections } = server.limits, { log } = server;
  // Each only where it is asked for.
  const expiry = kv && await import("../kvs/expiry/mod.ts");
  const watching = config.metrics &&
    await (await import("./metrics.ts")).listenForMetrics(host, server, config.metrics);
  const listener = await host.listen(app.fetch, { port, hostname, frame, connections, log })
    .catch(async (error) => {
      await watching?.close();
      throw error;
    });
  const beside = await besideOf(server, config).catch(async (error) => {
    await Promise.all([watching?.close(), listener.close()]);
    throw error;
  });
  const callOffStray = host.onStray?.(
    (error) => log("error", "nobody caught an error: the server goes on", { ...incident(), error }),
    () => isInside(server),
  );
  const callOffSweeping = sweepEachMinute(server);
  // The store has a clock of its own.
  const ending = new AbortController(), { signal } = ending;
  const kept = kv && expiry?.maintain(kv, { signal, log });
  let stopping: Promise<void> | undefined, resolve = () => {};
  const finished = new Promise<void>((done) => resolve = done);

  /** Waits, but not for clients that never read or send to the end, nor for a store that does not answer. */
  async function inTime(
    work: Promise<void>,
    ms: number,
    what = "requests under way are cut off",
  ): Promise<void> {
    const { clock, log } = server, late = new Error("late");
    await deadline(work, { ms, error: () => late, clock }).catch((error) => {
      if (error !== late) throw error;
      log("warning", `${what}: the server stops`, { after: ms });
    });
  }

  async function end(): Promise<void> {
    server.checks.set("stopping", () => false);
    callOff?.();
    ending.abort();
    callOffSweeping();
    await Promise.all([
      stop(server),
      inTime(listener.drain(), GRACE),
      beside && inTime(beside.close(), GRACE, "what clients came over does not close"),
      kept && inTime(kept, GRACE, "the store does not answer"),
    ]);
    // After those that may be talking to them.
    const closing = [listener, watching].map((each) => each?.close());
    await Promise.all([
      endLast(server, FAREWELL),
      inTime(Promise.all(closing).then(() => {}), FAREWELL),
    ]);
    await close();
    callOffStray?.();
    resolve();
  }

  const once = () => stopping ??= end();
  const callOff = host.onEnd?.(once);
  server.log("info", `listening on ${addressOf(hostname, listener.port)}`);
  const ports = { tcp: beside?.tcp?.port, udp: beside?.udp?.port };
  return { port: listener.port, metrics: watching?.port, ...ports, stop: once, finished };
}

/** What clients come over beside WebSockets, where the settings have any of it. */
async function besideOf(
  server: Server,
  { tcp, udp, mqtt }: Pick<Config, "tcp" | "udp" | "mqtt">,
): Promise<Carriers | undefined> {
  if ((tcp ?? udp ?? mqtt) === undefined) return undefined;
  return await (await import("./carriers.ts")).carriers(server, { tcp, udp, mqtt });
}

/** Forgets each minute what expired, until it is called off. */
function sweepEachMinute(server: Server): () => void {
  const { clock, log } = server;
  let timer: unknown;
  const wait = () => {
    timer = clock.setTimeout(() => {
      // First, so that a table that cannot be swept does not end the sweeping.
      wait();
      try {
        sweep(server);
        server.sessions.invalidateSessions();
      } catch (error) {
        log("error", "what expired could not be swept", { error });
      }
    }, MINUTE);
  };
  wait();
  return () => clock.clearTimeout(timer);
}

/** An address that a person on this machine can open. */
function addressOf(hostname: string, port: number): string {
  const isAny = hostname === "0.0.0.0" || hostname === "::";
  const name = isAny ? "localhost" : hostname.includes(":") ? `[${hostname}]` : hostname;
  return `http://${name}:${port}/`;
}
