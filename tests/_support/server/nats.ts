/**
 * A nats-server for tests, on a port of its own.
 *
 * @module
 */
import "../permission.ts";
import { absent } from "../program.ts";

/** Whether tests of NATS are left out: there is no nats-server, and this is not CI. */
export const natsAbsent: boolean = absent("nats-server");

/** A server that runs. */
export interface NatsServer extends AsyncDisposable {
  /** `127.0.0.1:port`. */
  readonly address: string;
  /** Kills it with -9. */
  kill(): Promise<void>;
  /** Starts it again on the same port. */
  start(): Promise<void>;
}

/** Starts a server, with more arguments where there are some. */
export async function startNats(...more: readonly string[]): Promise<NatsServer> {
  let process: Deno.ChildProcess | undefined, port = "-1";

  async function start(): Promise<void> {
    process = new Deno.Command("nats-server", {
      args: ["--addr", "127.0.0.1", "--port", port, ...more],
      stdout: "null",
      stderr: "piped",
    }).spawn();
    let log = "";
    // It says its port, and then goes on writing, to nobody.
    const lines = process.stderr.pipeThrough(new TextDecoderStream()).getReader();
    while (!log.includes("Server is ready")) {
      const { value, done } = await lines.read();
      if (done) throw new Error(`nats-server ended:\n${log}`);
      log += value;
    }
    port = /client connections on 127\.0\.0\.1:(\d+)/.exec(log)?.[1] ?? port;
    (async () => {
      while (!(await lines.read()).done);
    })();
  }
  async function kill(): Promise<void> {
    process?.kill("SIGKILL");
    await process?.status;
    process = undefined;
  }

  await start();
  return {
    get address() {
      return `127.0.0.1:${port}`;
    },
    kill,
    start,
    [Symbol.asyncDispose]: kill,
  };
}
