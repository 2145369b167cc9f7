/**
 * An upload of 256 MB over a WebSocket into a folder, beside a raw WebSocket whose frames are written to a file, with a PING on the same
 * connection every 20 ms, and an empty text, which waits for its turn as an event of the page does. Each server is a process of its own; both sync the file at the end.
 *
 * @module
 */
import { atom, decode, encode, isRecord, type Term, tuple } from "../../n2o/bert.ts";
import { ws } from "../../n2o/endpoint/ws.ts";
import { folderSink } from "../../n2o/file/folder/folder.ts";
import { ftp } from "../../n2o/file/mod.ts";
import { heart, server, silentLog } from "../../n2o/mod.ts";
import { nitro } from "../../nitro/mod.ts";
import { median, table } from "../report.ts";

const SIZE = 268_435_456, ROUNDS = 5, BLOCK = 245_760, BEAT_MS = 20;
/** Bytes that the raw client lets wait at its socket. */
const AHEAD = 1_048_576;

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

/** The server of a process: it prints its port, and its memory whenever its standard input has a line. */
function serve(open: (socket: WebSocket) => void): void {
  const options = { port: 0, hostname: "127.0.0.1", onListen: () => {} };
  const host = Deno.serve(options, (request) => {
    const { socket, response } = Deno.upgradeWebSocket(request);
    socket.binaryType = "arraybuffer";
    open(socket);
    return response;
  });
  print(`${host.addr.port}`);
}

function serveOurs(folder: string): void {
  const made = server({
    secret: "a secret for the benchmark",
    routes: { "/": { event() {} } },
    protocols: [heart, nitro, ftp(folderSink(folder), { limits: { owner: 2 ** 50 } })],
    log: silentLog,
  });
  serve((socket) => {
    const events = ws(made, "/", { path: "/", query: "", headers: {} });
    socket.onopen = (event) => events.onOpen(event, socket);
    socket.onmessage = (event) => events.onMessage(event, socket);
    socket.onclose = (event) => events.onClose(event);
  });
}

function serveRaw(folder: string): void {
  serve((socket) => {
    const file = Deno.openSync(`${folder}/${crypto.randomUUID()}`, { write: true, create: true });
    let written = Promise.resolve(), size = 0;
    socket.onmessage = ({ data }) => {
      if (data === "PING") return socket.send("PONG");
      if (data === "") return socket.send("");
      written = written.then(async () => {
        const bytes = new Uint8Array(data);
        for (let at = 0; at < bytes.length;) at += await file.write(bytes.subarray(at));
        size += bytes.length;
        if (size < SIZE) return;
        await file.sync();
        file.close();
        socket.send("done");
      });
    };
  });
}

async function report(): Promise<void> {
  let peak = 0;
  setInterval(() => peak = Math.max(peak, Deno.memoryUsage().rss), 50);
  for await (const _ of Deno.stdin.readable) {
    print(`${peak} ${Deno.memoryUsage().rss}`);
    peak = 0;
  }
  Deno.exit();
}

/** The longest waits. */
interface Slowest {
  readonly ping: number;
  readonly event: number;
}

/** What an upload took. */
interface Run {
  readonly ms: number;
  /** The longest wait for the answer to a PING, and to an empty text, in milliseconds. */
  readonly slowest: Slowest;
  /** Resident memory of the server at its most, in MB. */
  readonly peak: number;
}

interface Peer {
  upload(): Promise<Run>;
  close(): Promise<void>;
}

async function peer(kind: "ours" | "raw"): Promise<Peer> {
  const folder = await Deno.makeTempDir();
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", import.meta.url, kind, folder],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const port = Number((await lines.read()).value), input = child.stdin.getWriter();
  return {
    async upload() {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/`);
      socket.binaryType = "arraybuffer";
      await new Promise((resolve) => socket.onopen = resolve);
      const run = kind === "ours" ? await sendOurs(socket) : await sendRaw(socket);
      socket.close();
      await input.write(new TextEncoder().encode("memory\n"));
      const [peak = 0] = ((await lines.read()).value ?? "").split(" ").map(Number);
      for await (const { name } of Deno.readDir(folder)) {
        await Deno.remove(`${folder}/${name}`, { recursive: true });
      }
      return { ...run, peak: peak / 1_048_576 };
    },
    async close() {
      await input.close();
      await lines.cancel();
      await child.status;
      await Deno.remove(folder, { recursive: true });
    },
  };
}

/** Says PING and an empty text every 20 ms until stopped; answers the longest waits for their answers. */
function beating(socket: WebSocket): { heard(answer: string): void; stop(): Slowest } {
  const sent: Record<keyof Slowest, number[]> = { ping: [], event: [] };
  const slowest = { ping: 0, event: 0 };
  const timer = setInterval(() => {
    for (const [kind, text] of [["ping", "PING"], ["event", ""]] as const) {
      sent[kind].push(performance.now());
      socket.send(text);
    }
  }, BEAT_MS);
  return {
    heard(answer) {
      const kind = answer === "" ? "event" : "ping";
      slowest[kind] = Math.max(slowest[kind], performance.now() - (sent[kind].shift() ?? NaN));
    },
    stop() {
      clearInterval(timer);
      return slowest;
    },
  };
}

const block = new Uint8Array(BLOCK).fill(7);

async function sendRaw(socket: WebSocket): Promise<Omit<Run, "peak">> {
  const end = Promise.withResolvers<void>(), begun = performance.now(), beat = beating(socket);
  socket.onmessage = ({ data }) => data === "done" ? end.resolve() : beat.heard(data);
  for (let at = 0; at < SIZE; at += BLOCK) {
    while (socket.bufferedAmount > AHEAD) await new Promise((resolve) => setTimeout(resolve, 0));
    socket.send(block.subarray(0, SIZE - at));
  }
  await end.promise;
  return { slowest: beat.stop(), ms: performance.now() - begun };
}

async function sendOurs(socket: WebSocket): Promise<Omit<Run, "peak">> {
  const end = Promise.withResolvers<void>(), base = [crypto.randomUUID(), "", "film.bin", "", SIZE];
  const say = (term: Term) => socket.send(encode(term));
  let at = 0, begun = 0, beat: ReturnType<typeof beating> | undefined;
  const next = () => {
    if (at >= SIZE) return;
    const data = block.subarray(0, SIZE - at);
    say(tuple(atom("ftp"), ...base, at, data.length, data, "send", []));
    at += data.length;
  };
  socket.onmessage = ({ data }) => {
    if (typeof data === "string") return beat?.heard(data);
    const answer = decode(data);
    if (isRecord(answer, "io")) {
      if (begun > 0) return;
      begun = performance.now();
      beat = beating(socket);
      return say(tuple(atom("ftp"), ...base, 0, 1, new Uint8Array(0), "init", []));
    }
    if (!isRecord(answer, "ftpack", 11)) return;
    const [, , , , word, , offset, , , status] = answer.elements;
    if (String(status) === "101,114,114,111,114") throw new Error(`refused: ${word}`);
    if (offset === SIZE) return end.resolve();
    for (let more = offset === 0 ? 4 : 1; more > 0; more--) next();
  };
  say(tuple(atom("hello"), 1, "", "benchmark"));
  await end.promise;
  return { slowest: beat?.stop() ?? { ping: NaN, event: NaN }, ms: performance.now() - begun };
}

const [kind, folder = ""] = Deno.args;
if (kind === "ours") serveOurs(folder);
if (kind === "raw") serveRaw(folder);
if (kind !== undefined) await report();
else {
  const raw = await peer("raw"), ours = await peer("ours"), runs: { raw: Run; ours: Run }[] = [];
  await raw.upload();
  await ours.upload();
  for (let round = 0; round < ROUNDS; round++) {
    runs.push({ raw: await raw.upload(), ours: await ours.upload() });
  }
  const row = (name: "raw" | "ours", ratio: string) => {
    const own = runs.map((each) => each[name]);
    return [
      name === "raw" ? "raw WebSocket" : "ftp",
      `${Math.round(SIZE / 1_048.576 / median(own.map(({ ms }) => ms)))} MB/s`,
      `${Math.max(...own.map(({ slowest }) => slowest.ping)).toFixed(1)} ms`,
      `${Math.max(...own.map(({ slowest }) => slowest.event)).toFixed(1)} ms`,
      `${Math.round(own[0]?.peak ?? NaN)} to ${Math.round(own.at(-1)?.peak ?? NaN)} MB`,
      ratio,
    ];
  };
  table("Upload of 256 MB: rate, slowest PING and event beside it, memory of the server", [
    row("raw", "1.00"),
    row("ours", median(runs.map(({ raw, ours }) => raw.ms / ours.ms)).toFixed(2)),
  ]);
  await raw.close();
  await ours.close();
}
