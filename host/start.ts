/**
 * An application's life: it listens, says where, and stops.
 *
 * @module
 */
import { N2oError, type Server, stop, sweep } from "../n2o/mod.ts";
import type { Config } from "./config/config.ts";
import type { App } from "./hono.ts";
import type { Host } from "./host.ts";

/** An application that listens. */
export interface Listening {
  /** The TCP port. */
  readonly port: number;
  /** Closes every connection with code 1001 and the port; resolves when all is closed. A second call waits for the first. */
  stop(): Promise<void>;
  /** Resolves when the application was stopped. */
  readonly finished: Promise<void>;
}

/** What is started. */
export interface Started {
  readonly app: App;
  readonly server: Server;
  readonly host: Host;
  readonly config: Pick<Config, "port" | "hostname">;
  /** Closes what the settings opened; never rejects. */
  close(): Promise<void>;
}

const MINUTE = 60_000;

/** Has the host listen for an application. */
export async function start({ app, server, host, config, close }: Started): Promise<Listening> {
  if (host.listen === undefined) {
    throw new N2oError("config", `start: ${host.name} listens itself: export { fetch: app.fetch }`);
  }
  const { port = 8001, hostname = "0.0.0.0" } = config;
  const listener = await host.listen(app.fetch, { port, hostname, frame: server.limits.frame });
  let sweeping = server.clock.setTimeout(sweepOn, MINUTE);
  let stopping: Promise<void> | undefined, resolve = () => {};
  const finished = new Promise<void>((done) => resolve = done);

  function sweepOn(): void {
    sweep(server);
    sweeping = server.clock.setTimeout(sweepOn, MINUTE);
  }

  async function end(): Promise<void> {
    server.clock.clearTimeout(sweeping);
    callOff?.();
    await Promise.all([stop(server), listener.close()]);
    await close();
    resolve();
  }

  const once = () => stopping ??= end();
  const callOff = host.onEnd?.(once);
  server.log("info", `listening on ${addressOf(hostname, listener.port)}`);
  return { port: listener.port, stop: once, finished };
}

/** An address that a person on this machine can open. */
function addressOf(hostname: string, port: number): string {
  const isAny = hostname === "0.0.0.0" || hostname === "::";
  const name = isAny ? "localhost" : hostname.includes(":") ? `[${hostname}]` : hostname;
  return `http://${name}:${port}/`;
}
