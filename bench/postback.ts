/**
 * A button's postback that updates an element, and one that pushes a form of 50 fields, with sessions in the store, beside the same of
 * another checkout: `deno run -A bench/postback.ts ROOT`, ROOT being the path or the URL of its root; without one, beside itself. The
 * client is in another process, one for both. Where the system tells, the time of the processor that an event takes the server is told,
 * too: what else runs on the machine changes it least.
 *
 * @module
 */
import { fields } from "./nitro/fields.ts";
import { median, table } from "./report.ts";

const WINDOW_MS = 1_000, ROUNDS = 7;
/** The number of an event before the first: larger ones take as many bytes. */
const FIRST = 256;
/** Events that a server handles before it is measured: an engine compiles what ran often, however long that took. */
const WARM: Readonly<Record<string, number>> = { go: 20_000, form: 2_000 };
const here = new URL("../", import.meta.url).href;

/** What a client measured: events a second, and how long the slowest in a hundred took, in milliseconds. */
interface Measured {
  readonly rate: number;
  readonly p99: number;
}

/** What was measured, and microseconds of the processor that each event took the server. */
interface Round extends Measured {
  readonly cpu: number;
}

/** A server under measurement. */
interface Served {
  readonly process: Deno.ChildProcess;
  readonly port: string;
}

/** Prints events a second of both checkouts and their ratio. */
async function run(root: string = here): Promise<void> {
  const roots = [
    new URL(root.endsWith("/") ? root : `${root}/`, `file://${Deno.cwd()}/`).href,
    here,
  ];
  const servers = await Promise.all(roots.map(async (each) => {
    const process = spawn("server", each);
    return { process, port: await firstLine(process) };
  }));
  try {
    for (const what of ["go", "form"]) {
      for (const { port } of servers) await spawned("client", port, what, "50", `${WARM[what]}`);
      for (const connections of [1, 50]) await compared(servers, what, connections);
    }
  } finally {
    for (const { process } of servers) {
      process.kill("SIGKILL");
      await process.status;
    }
  }
}

async function compared(
  servers: readonly Served[],
  what: string,
  connections: number,
): Promise<void> {
  const rounds: [Round[], Round[]] = [[], []];
  for (let round = -1; round < ROUNDS; round++) {
    for (const [at, { process, port }] of servers.entries()) {
      const before = await cpuOf(process.pid);
      const line = await spawned("client", port, what, String(connections), "0");
      // As: the client prints it.
      const measured = JSON.parse(line) as Measured & { count: number };
      const cpu = (await cpuOf(process.pid) - before) / measured.count;
      if (round >= 0) rounds[at]?.push({ ...measured, cpu });
    }
  }
  const [other, own] = rounds;
  const ratio = (of: (round: Round) => number) =>
    median(other.map((round, at) => of(own[at] ?? round) / of(round))).toFixed(2);
  const row = (name: string, all: readonly Round[]) => [
    name,
    `${Math.round(median(all.map(({ rate }) => rate)))}/s`,
    `${median(all.map(({ p99 }) => p99)).toFixed(1)} ms`,
    `${median(all.map(({ cpu }) => cpu)).toFixed(0)} us`,
  ];
  table(
    `${what === "go" ? "a postback" : "a form of 50 fields"}, ${connections} connection${
      connections > 1 ? "s" : ""
    }, sessions in the store: rate, p99, processor`,
    [
      row("the other checkout", other),
      row("this one", own),
      ["ratio", ratio(({ rate }) => rate), ratio(({ p99 }) => p99), ratio(({ cpu }) => cpu)],
    ],
  );
}

/** Microseconds of the processor that a process took so far; not known where there is no `/proc`. */
async function cpuOf(pid: number): Promise<number> {
  try {
    const stat = await Deno.readTextFile(`/proc/${pid}/stat`);
    const [user = 0, system = 0] = stat.slice(stat.lastIndexOf(")")).split(" ").slice(12, 14)
      .map(Number);
    return (user + system) * 10_000; // ticks of a hundredth of a second
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return NaN;
    throw error;
  }
}

function spawn(...args: string[]): Deno.ChildProcess {
  const file = import.meta.filename ?? "";
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "--quiet", "--unstable-kv", file, ...args],
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
}

/** Runs a process to its end, and gives its first line. */
async function spawned(...args: string[]): Promise<string> {
  const process = spawn(...args), line = await firstLine(process);
  await process.status;
  return line;
}

async function firstLine({ stdout }: Deno.ChildProcess): Promise<string> {
  const reader = stdout.pipeThrough(new TextDecoderStream()).getReader();
  const { value = "" } = await reader.read();
  return value.trim();
}

/** Serves a page with one button that updates an element, and one that pushes a form. */
async function serve(root: string): Promise<void> {
  // As: the other checkout has what is used here under the same names.
  const { application, kvs, nitro } = await import(`${root}mod.ts`) as typeof import("../mod.ts");
  const { button, panel, span, textbox, update } = nitro;
  let count = 0;
  const form = () =>
    fields.map(({ id, title, value, hint }) =>
      panel({
        class: "field",
        body: [
          span({ id: `${id}-l`, body: title }),
          textbox({ id, name: id, value, required: true, aria: { describedby: `${id}-h` } }),
          span({ id: `${id}-h`, class: "hint", body: hint }),
        ],
      })
    );
  const event = (event: unknown) => {
    if (event === "init") {
      for (const id of ["go", "form"]) update(id, button({ id, body: id, postback: id }));
    } else if (event === "go") update("x", span({ id: "x", body: String(++count) }));
    else if (event === "form") update("y", panel({ id: "y", body: form() }));
  };
  const { start } = await application({
    kv: kvs.memoryKv(),
    routes: { "/p": { event } },
    secret: "a secret for the benchmark",
    // Where a page is developed, its mistakes are looked for in each answer.
    production: true,
    // A handler that fails answers fast: what it says must be seen.
    log: (level, message, details) => {
      // deno-lint-ignore no-console -- whoever runs the benchmark reads it
      if (level === "error") console.error(message, details);
    },
    hostname: "127.0.0.1",
    port: 0,
  });
  // deno-lint-ignore no-console -- the parent process reads the port
  console.log((await start()).port);
}

/** Prints the events a second that came back, how many, at least `least`, and how long the slowest in a hundred took. */
async function load(
  port: string,
  what: string,
  connections: number,
  least: number,
): Promise<void> {
  const { atom, decode, encode, isRecord, text, tuple } = await import("../n2o/mod.ts");
  const times: number[] = [];
  /** The frame of an event whose number takes its last four bytes. */
  const frameOf = (data: ArrayBuffer) => {
    const term = decode(data), code = isRecord(term, "io", 3) ? term.elements[1] : [];
    for (const each of Array.isArray(code) ? code : []) {
      if (!isRecord(each, "bind") || text(each.elements[1] ?? []) !== what) continue;
      return encode(tuple(atom("pickle"), what, each.elements[3] ?? [], [], FIRST)).slice();
    }
    throw new Error(`no binding of ${what}`);
  };
  const connected = (client: number) =>
    new Promise<readonly [WebSocket, Uint8Array<ArrayBuffer>]>((resolve) => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/ws/p`);
      socket.binaryType = "arraybuffer";
      socket.onopen = () =>
        socket.send(encode(tuple(atom("hello"), 1, "", `client-${port}-${client}`)));
      socket.onmessage = ({ data }) => resolve([socket, frameOf(data)]);
    });
  const clients = await Promise.all(Array.from({ length: connections }, (_, at) => connected(at)));
  const begun = performance.now(), end = begun + WINDOW_MS;
  await Promise.all(clients.map(([socket, frame]) =>
    new Promise<void>((resolve) => {
      const number = new DataView(frame.buffer, frame.length - 4);
      let seq = FIRST, sent = 0;
      const ask = (now: number) => {
        number.setInt32(0, ++seq);
        sent = now;
        socket.send(frame);
      };
      socket.onmessage = () => {
        const now = performance.now();
        times.push(now - sent);
        if (now > end && times.length >= least) resolve(socket.close());
        else ask(now);
      };
      ask(begun);
    })
  ));
  const count = times.length, rate = count / (performance.now() - begun) * 1_000;
  times.sort((a, b) => a - b);
  // deno-lint-ignore no-console -- the parent process reads it
  console.log(JSON.stringify({ rate, count, p99: times[Math.floor(count * 0.99)] ?? NaN }));
}

const [role, first = "", second = "go", third = "1", fourth = "0"] = Deno.args;
if (role === "server") await serve(first);
else if (role === "client") await load(first, second, Number(third), Number(fourth));
else await run(role);
