/**
 * A button's postback with sessions in the store, beside the same of another checkout: `deno run -A bench/postback.ts ROOT`, ROOT being
 * the path or the URL of its root; without one, beside itself. The client is in another process.
 *
 * @module
 */
import { median, table } from "./report.ts";

const WINDOW_MS = 1_000, ROUNDS = 7;
const here = new URL("../", import.meta.url).href;

/** Prints events a second of both checkouts and their ratio. */
async function run(root: string = here): Promise<void> {
  const roots = [
    new URL(root.endsWith("/") ? root : `${root}/`, `file://${Deno.cwd()}/`).href,
    here,
  ];
  const servers = roots.map((each) => spawn("server", each));
  const ports = await Promise.all(servers.map(firstLine));
  try {
    for (const connections of [1, 50]) await compared(ports, connections);
  } finally {
    for (const each of servers) {
      each.kill("SIGKILL");
      await each.status;
    }
  }
}

async function compared(ports: readonly string[], connections: number): Promise<void> {
  const rates: [number[], number[]] = [[], []];
  for (let round = -1; round < ROUNDS; round++) {
    for (const [at, list] of rates.entries()) {
      const client = spawn("client", ports[at] ?? "", String(connections));
      const rate = Number(await firstLine(client));
      await client.status;
      if (round >= 0) list.push(rate);
    }
  }
  const ratio = median(rates[0].map((rate, at) => (rates[1][at] ?? NaN) / rate));
  table(
    `a postback, ${connections} connection${connections > 1 ? "s" : ""}, sessions in the store`,
    [
      ["the other checkout", `${Math.round(median(rates[0]))}/s`, "1.00"],
      ["this one", `${Math.round(median(rates[1]))}/s`, ratio.toFixed(2)],
    ],
  );
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

async function firstLine({ stdout }: Deno.ChildProcess): Promise<string> {
  const reader = stdout.pipeThrough(new TextDecoderStream()).getReader();
  const { value = "" } = await reader.read();
  return value.trim();
}

/** Serves a page with one button that updates an element. */
async function serve(root: string): Promise<void> {
  // As: the other checkout has what is used here under the same names.
  const { application, kvs, nitro } = await import(`${root}mod.ts`) as typeof import("../mod.ts");
  let count = 0;
  const event = (event: unknown) => {
    if (event === "init") {
      nitro.update("go", nitro.button({ id: "go", body: "go", postback: "go" }));
    } else if (event === "go") nitro.update("x", nitro.span({ id: "x", body: String(++count) }));
  };
  const { start } = await application({
    kv: kvs.memoryKv(),
    routes: { "/p": { event } },
    secret: "a secret for the benchmark",
    log: () => {},
    hostname: "127.0.0.1",
    port: 0,
  });
  // deno-lint-ignore no-console -- the parent process reads the port
  console.log((await start()).port);
}

/** Prints the events a second that came back. */
async function load(port: string, connections: number): Promise<void> {
  const { atom, decode, encode, isRecord, text, tuple } = await import("../n2o/mod.ts");
  const end = performance.now() + WINDOW_MS;
  let count = 0;
  const one = (client: number) =>
    new Promise<void>((resolve) => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/ws/p`);
      let sealed = "", seq = 0;
      socket.binaryType = "arraybuffer";
      socket.onopen = () =>
        socket.send(encode(tuple(atom("hello"), 1, "", `client-${port}-${client}`)));
      socket.onmessage = ({ data }) => {
        if (sealed === "") {
          const term = decode(data), code = isRecord(term, "io", 3) ? term.elements[1] : [];
          for (const each of Array.isArray(code) ? code : []) {
            if (isRecord(each, "bind")) sealed = text(each.elements[3] ?? []) ?? "";
          }
        } else count++;
        if (performance.now() > end) return resolve(socket.close());
        socket.send(encode(tuple(atom("pickle"), "go", sealed, [], ++seq)));
      };
    });
  const begun = performance.now();
  await Promise.all(Array.from({ length: connections }, (_, at) => one(at)));
  // deno-lint-ignore no-console -- the parent process reads the rate
  console.log(count / (performance.now() - begun) * 1_000);
}

const [role, first = "", second = "1"] = Deno.args;
if (role === "server") await serve(first);
else if (role === "client") await load(first, Number(second));
else await run(role);
