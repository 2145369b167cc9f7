/**
 * A mosquitto for tests: a broker of MQTT on ports of its own, over TCP and over WebSockets.
 *
 * @module
 */
import { connect } from "node:net";
import "../permission.ts";
import { temporaryFolder } from "../folder.ts";
import { absent } from "../program.ts";

/** Whether tests of MQTT are left out: there is no mosquitto, and this is not CI. It tells its version with 3 as its exit code. */
export const mosquittoAbsent: boolean = absent("sh", "-c", "command -v mosquitto");

/** A broker that runs. */
export interface Mosquitto extends AsyncDisposable {
  /** `mqtt://127.0.0.1:port`. */
  readonly url: string;
  /** `ws://127.0.0.1:port`. */
  readonly ws: string;
  /** What it wrote to its log. */
  readonly log: readonly string[];
  /** Kills it with -9. */
  kill(): Promise<void>;
  /** Starts it again on the same ports. */
  start(): Promise<void>;
}

/** How a broker is set up. */
export interface MosquittoOptions {
  /** Lines of an ACL file; whoever comes may do everything by default. */
  readonly acl?: string;
  /** Passwords by user; nobody has one by default. Who gives none is let in still. */
  readonly users?: Readonly<Record<string, string>>;
  /** Further lines of `mosquitto.conf`. */
  readonly conf?: readonly string[];
}

/** Starts a broker. */
export async function startMosquitto(options: MosquittoOptions = {}): Promise<Mosquitto> {
  const folder = await temporaryFolder(), lines: string[] = [];
  let process: Deno.ChildProcess | undefined, tcp = 0, ws = 0;
  const conf = await prepare(folder.path, options);

  async function begin(): Promise<boolean> {
    const file = `${folder.path}/mosquitto.conf`;
    await Deno.writeTextFile(file, conf(tcp, ws));
    const child = process = new Deno.Command("mosquitto", {
      args: ["-c", file],
      stdout: "null",
      stderr: "piped",
    }).spawn();
    const log = child.stderr.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    const more = async () => {
      const { value = "", done } = await log.read();
      const parts = (text + value).split("\n");
      text = parts.pop() ?? "";
      lines.push(...parts);
      return !done;
    };
    const from = lines.length;
    while (!lines.slice(from).some((line) => / running$/.test(line))) {
      if (!await more()) {
        await child.status;
        process = undefined;
        return false;
      }
    }
    // It goes on writing: a pipe that nobody reads would stop it.
    (async () => {
      while (await more()) if (lines.length > 10_000) lines.splice(0, 5_000);
    })();
    return await answers(tcp) && await answers(ws);
  }
  async function start(): Promise<void> {
    const isFirst = tcp === 0;
    for (let tries = 0; tries < 20; tries++) {
      // It cannot choose a port that is free and tell which.
      if (isFirst) [tcp, ws] = freePorts();
      if (await begin()) return;
    }
    throw new Error(`mosquitto does not start:\n${lines.join("\n")}`);
  }
  async function kill(): Promise<void> {
    process?.kill("SIGKILL");
    await process?.status;
    process = undefined;
  }

  await start();
  return {
    url: `mqtt://127.0.0.1:${tcp}`,
    ws: `ws://127.0.0.1:${ws}`,
    log: lines,
    kill,
    start,
    async [Symbol.asyncDispose]() {
      await kill();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** Writes the files that it reads; answers its configuration for two ports. */
async function prepare(
  folder: string,
  { acl, users = {}, conf = [] }: MosquittoOptions,
): Promise<(tcp: number, ws: number) => string> {
  // As n2o/endpoint/mqtt/mosquitto.conf has them: by default it drops what goes beyond 20 under way, and 1,000 that wait.
  const bounds = ["max_queued_messages 0", "max_inflight_messages 0", "set_tcp_nodelay true"];
  const settings = [
    "persistence false",
    "allow_anonymous true",
    "log_type error",
    "log_type warning",
    "log_type notice",
    "log_type information",
    ...bounds,
    ...conf,
  ];
  // Started by root it would read its files as another user.
  if (Deno.uid() === 0) settings.push("user root");
  if (acl !== undefined) {
    await Deno.writeTextFile(`${folder}/acl`, acl);
    settings.push(`acl_file ${folder}/acl`);
  }
  if (Object.keys(users).length > 0) {
    const file = `${folder}/passwords`;
    await Deno.writeTextFile(file, "");
    for (const [user, password] of Object.entries(users)) {
      await new Deno.Command("mosquitto_passwd", {
        args: ["-b", file, user, password],
        stderr: "null",
      }).output();
    }
    settings.push(`password_file ${file}`);
  }
  return (tcp, ws) =>
    [`listener ${tcp} 127.0.0.1`, `listener ${ws} 127.0.0.1`, "protocol websockets", ...settings]
      .join("\n") + "\n";
}

/** Two ports that nobody has at the moment. */
function freePorts(): [number, number] {
  const taken = [0, 0].map(() => Deno.listen({ port: 0, hostname: "127.0.0.1" }));
  const [first = 0, second = 0] = taken.map((each) => {
    const { port } = each.addr as Deno.NetAddr; // as: a listener of TCP has one
    each.close();
    return port;
  });
  return [first, second];
}

/** Whether something listens there. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(true));
    socket.once("error", () => resolve(false));
    socket.once("close", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}
