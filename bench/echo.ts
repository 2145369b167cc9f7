/**
 * PING through the protocol chain beside a bare echo of Deno: 50 connections, the client in another process.
 *
 * @module
 */
import { upgradeWebSocket } from "../host/deno/deno.ts";
import { Hono } from "../host/deps.ts";
import { heart, server, silentLog } from "../n2o/mod.ts";
import { ws } from "../n2o/endpoint/ws.ts";
import { nitro } from "../nitro/mod.ts";
import { median, table } from "./report.ts";

const CONNECTIONS = 50, WINDOW_MS = 1_500, ROUNDS = 7;

/** Prints frames a second of both servers and their ratio. */
export async function run(): Promise<void> {
  const raw = await child("raw"), chain = await child("chain");
  const rates: Record<"raw" | "chain", number[]> = { raw: [], chain: [] };
  const load = await loader();
  try {
    for (const url of [raw.url, chain.url]) await load.measure(url);
    for (let round = 0; round < ROUNDS; round++) {
      rates.raw.push(await load.measure(raw.url));
      rates.chain.push(await load.measure(chain.url));
    }
  } finally {
    for (const each of [raw, chain, load]) await each.stop();
  }
  const ratios = rates.raw.map((rate, at) => (rates.chain[at] ?? 0) / rate);
  table(`PING, ${CONNECTIONS} connections, client in another process`, [
    ["raw Deno echo", `${Math.round(median(rates.raw))}/s`, "1.00"],
    ["protocol chain", `${Math.round(median(rates.chain))}/s`, median(ratios).toFixed(2)],
  ]);
}

interface Child {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts this file as a server in a process of its own. */
async function child(role: string): Promise<Child> {
  const process = spawn(role),
    lines = process.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const { value = "" } = await lines.read();
  lines.releaseLock();
  return { url: `ws://127.0.0.1:${value.trim()}/ws/app/index.htm`, stop: () => ended(process) };
}

interface Loader {
  measure(url: string): Promise<number>;
  stop(): Promise<void>;
}

/** Starts this file as the client in a process of its own. */
async function loader(): Promise<Loader> {
  const process = spawn("client"), input = process.stdin.getWriter();
  const output = process.stdout.pipeThrough(new TextDecoderStream()).getReader();
  await Promise.resolve();
  return {
    async measure(url) {
      await input.write(new TextEncoder().encode(`${url}\n`));
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

function serveChain(): Deno.HttpServer {
  const made = server({
    secret: "a secret for the benchmark",
    protocols: [heart, nitro],
    log: silentLog,
  });
  const app = new Hono();
  app.get(
    "/ws/*",
    (c) =>
      upgradeWebSocket(
        c,
        ws(made, "/app/index.htm", { path: "/app/index.htm", query: "", headers: {} }),
      ),
  );
  return Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: told }, app.fetch);
}

function told({ port }: Deno.NetAddr): void {
  // deno-lint-ignore no-console -- the parent process reads the port
  console.log(port);
}

/** Reads addresses and prints the frames a second that came back from each. */
async function client(): Promise<void> {
  for await (const chunk of Deno.stdin.readable.pipeThrough(new TextDecoderStream())) {
    // deno-lint-ignore no-console -- the parent process reads the rate
    console.log(await rate(chunk.trim()));
  }
}

async function rate(url: string): Promise<number> {
  let answers = 0, open = true;
  const sockets = await Promise.all(Array.from({ length: CONNECTIONS }, async () => {
    const socket = new WebSocket(url), opened = Promise.withResolvers<void>();
    socket.onopen = () => opened.resolve();
    socket.onmessage = () => {
      answers++;
      if (open) socket.send("PING");
    };
    await opened.promise;
    return socket;
  }));
  const begun = performance.now();
  for (const socket of sockets) socket.send("PING");
  await new Promise((resolve) => setTimeout(resolve, WINDOW_MS));
  const seen = answers, took = performance.now() - begun;
  open = false;
  await Promise.all(sockets.map((socket) => {
    const closed = Promise.withResolvers<void>();
    socket.onclose = () => closed.resolve();
    socket.close();
    return closed.promise;
  }));
  return seen / took * 1000;
}

const [role] = Deno.args;
if (role === "raw") serveRaw();
else if (role === "chain") serveChain();
else if (role === "client") await client();
else if (import.meta.main) await run();
