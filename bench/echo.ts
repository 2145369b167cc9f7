/**
 * PING through an application, on Deno's listener and on Node's, beside a bare echo of Deno, and what an idle connection takes of memory:
 * the client in another process.
 *
 * @module
 */
import { application } from "../host/deno/mod.ts";
import { guarded } from "../host/node/mod.ts";
import { median, table } from "./report.ts";

const WINDOW_MS = 1_000, ROUNDS = 7, IDLE = 5_000;
const ROLES = ["raw", "fast", "guarded"] as const;
const NAMES = { raw: "raw Deno echo", fast: "application", guarded: "application, guarded" };

/** Prints frames a second and bytes of a connection of all servers, and their ratios. */
export async function run(): Promise<void> {
  const servers = await Promise.all(ROLES.map(async (role) => ({ role, ...await child(role) })));
  const load = await loader();
  try {
    for (const connections of [1, 50]) await echoes(servers, load, connections);
    await idle(servers, load);
  } finally {
    for (const each of [...servers, load]) await each.stop();
  }
}

interface Named extends Child {
  readonly role: typeof ROLES[number];
}

async function echoes(
  servers: readonly Named[],
  load: Loader,
  connections: number,
): Promise<void> {
  const rates = new Map<string, number[]>(servers.map(({ role }) => [role, []]));
  for (const { url } of servers) await load.measure(url, connections);
  for (let round = 0; round < ROUNDS; round++) {
    for (const { role, url } of servers) {
      rates.get(role)?.push(await load.measure(url, connections));
    }
  }
  const raw = rates.get("raw") ?? [];
  table(
    `PING, ${connections} connection${connections > 1 ? "s" : ""}, client in another process`,
    servers.map(({ role }) => {
      const own = rates.get(role) ?? [];
      const ratio = median(own.map((rate, at) => rate / (raw[at] ?? NaN)));
      return [NAMES[role], `${Math.round(median(own))}/s`, ratio.toFixed(2)];
    }),
  );
}

async function idle(servers: readonly Named[], load: Loader): Promise<void> {
  const bytes: number[] = [];
  for (const { url, memory } of servers) {
    const before = memory();
    await load.measure(url, -IDLE);
    bytes.push((memory() - before) / IDLE);
    await load.measure(url, 1); // which lets the idle ones go
  }
  table(
    `an idle connection of ${IDLE}`,
    servers.map(({ role }, at) => [
      NAMES[role],
      `${Math.round(bytes[at] ?? NaN)} B`,
      ((bytes[at] ?? NaN) / (bytes[0] ?? NaN)).toFixed(2),
    ]),
  );
}

interface Child {
  readonly url: string;
  /** Bytes that it holds, as Linux says. */
  memory(): number;
  stop(): Promise<void>;
}

/** Starts this file as a server in a process of its own. */
async function child(role: string): Promise<Child> {
  const process = spawn(role),
    lines = process.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const { value = "" } = await lines.read();
  lines.releaseLock();
  const memory = () => {
    const [, kilobytes] =
      /^VmRSS:\s+(\d+)/m.exec(Deno.readTextFileSync(`/proc/${process.pid}/status`)) ?? [];
    return Number(kilobytes) * 1024;
  };
  const url = `ws://127.0.0.1:${value.trim()}/ws/app/index.htm`;
  return { url, memory, stop: () => ended(process) };
}

interface Loader {
  /** Frames a second that come back over so many connections; a negative number opens those and leaves them idle. */
  measure(url: string, connections: number): Promise<number>;
  stop(): Promise<void>;
}

/** Starts this file as the client in a process of its own. */
async function loader(): Promise<Loader> {
  const process = spawn("client"), input = process.stdin.getWriter();
  const output = process.stdout.pipeThrough(new TextDecoderStream()).getReader();
  await Promise.resolve();
  return {
    async measure(url, connections) {
      await input.write(new TextEncoder().encode(`${url} ${connections}\n`));
      const { value = "0" } = await output.read();
      return Number(value);
    },
    async stop() {
      await input.close();
      output.releaseLock();
      await ended(process);
    },
  };
}

function spawn(role: string): Deno.ChildProcess {
  const args = ["run", "-A", import.meta.filename ?? "", role];
  return new Deno.Command(Deno.execPath(), {
    args,
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
}

async function ended(process: Deno.ChildProcess): Promise<void> {
  try {
    process.kill("SIGKILL");
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  await process.status;
  if (!process.stdout.locked) await process.stdout.cancel();
}

function serveRaw(): Deno.HttpServer {
  return Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: told }, (request) => {
    const { socket, response } = Deno.upgradeWebSocket(request);
    socket.onmessage = ({ data }) => socket.send(data);
    return response;
  });
}

async function serveApplication(listener?: typeof guarded): Promise<void> {
  const { start } = await application({
    routes: { "/app/*": { event() {} } },
    secret: "a secret for the benchmark",
    log: () => {},
    hostname: "127.0.0.1",
    port: 0,
    listener,
    limits: { rate: 1e9 },
  });
  told(await start());
}

function told({ port }: { readonly port: number }): void {
  // deno-lint-ignore no-console -- the parent process reads the port
  console.log(port);
}

/** Reads addresses and prints the frames a second that came back from each. */
async function client(): Promise<void> {
  for await (const chunk of Deno.stdin.readable.pipeThrough(new TextDecoderStream())) {
    // deno-lint-ignore no-console -- the parent process reads the rate
    console.log(await measured(...chunk.trim().split(" ")));
  }
}

let held: WebSocket[] = [];

async function measured(url = "", given = "1"): Promise<number> {
  const count = Number(given);
  await closed(held.splice(0));
  if (count > 0) return await rate(url, count);
  while (held.length < -count) held = held.concat(await opened(url, 50));
  return held.length;
}

function opened(url: string, count: number): Promise<WebSocket[]> {
  return Promise.all(Array.from({ length: count }, () => {
    const socket = new WebSocket(url), { promise, resolve } = Promise.withResolvers<WebSocket>();
    socket.onmessage = () => resolve(socket);
    socket.onopen = () => socket.send("PING");
    return promise;
  }));
}

async function closed(sockets: readonly WebSocket[]): Promise<void> {
  await Promise.all(sockets.map((socket) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    socket.onclose = () => resolve();
    socket.close();
    return promise;
  }));
}

async function rate(url: string, count: number): Promise<number> {
  let answers = 0, open = true;
  const sockets = await opened(url, count);
  for (const socket of sockets) {
    socket.onmessage = () => {
      answers++;
      if (open) socket.send("PING");
    };
  }
  const begun = performance.now();
  for (const socket of sockets) socket.send("PING");
  await new Promise((resolve) => setTimeout(resolve, WINDOW_MS));
  const seen = answers, took = performance.now() - begun;
  open = false;
  await closed(sockets);
  return seen / took * 1000;
}

const [role] = Deno.args;
if (role === "raw") serveRaw();
else if (role === "fast") await serveApplication();
else if (role === "guarded") await serveApplication(guarded);
else if (role === "client") await client();
else if (import.meta.main) await run();
