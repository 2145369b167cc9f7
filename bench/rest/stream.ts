/**
 * A list out as ndjson beside a plain listing of the same store, which reads the same rows and tells nothing; and so many rows in and out with what memory
 * the server takes meanwhile. The server is a process of its own.
 *
 * `deno task bench rest/stream` takes 20,000 rows; `deno run -A --unstable-kv bench/rest/stream.ts 1000000` as many as it is told.
 *
 * @module
 */
import { median, table } from "../report.ts";

const [asked = "20000"] = Deno.args, ROWS = Number(asked), ROUNDS = 5, CHUNK = 500;
const folder = await Deno.makeTempDir({ prefix: "stream" });
const child = new Deno.Command(Deno.execPath(), {
  args: [
    "run",
    "-A",
    "--unstable-kv",
    "--no-check",
    new URL("stream_server.ts", import.meta.url).href,
    `${folder}/kv`,
  ],
  stdout: "piped",
  stderr: "inherit",
}).spawn();

async function port(): Promise<number> {
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  for (let text = "";;) {
    const { value, done } = await reader.read();
    if (done) throw new Error("the server has ended");
    text += value;
    if (text.includes("\n")) return Number(text);
  }
}

interface Memory {
  readonly rss: number;
  readonly heapUsed: number;
  readonly most: number;
}

const base = `http://127.0.0.1:${await port()}`;
const memory = async (): Promise<Memory> => await (await fetch(`${base}/memory`)).json();

/** Seconds that something takes. */
async function seconds(run: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await run();
  return (performance.now() - begun) / 1_000;
}

function lines(from: number): string {
  let text = "";
  for (let n = from; n < Math.min(from + CHUNK, ROWS); n++) {
    text += `{"id":"o${
      String(n).padStart(8, "0")
    }","customer":"ann","total":${n},"lines":[{"item":"tea","count":2},{"item":"milk","count":1}]}\n`;
  }
  return text;
}

/** The lines of an answer. */
async function counted(answer: Response): Promise<number> {
  let count = 0;
  for await (const bytes of answer.body ?? []) {
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) count++;
  }
  return count;
}

async function imported(): Promise<void> {
  let sent = 0;
  const body = new ReadableStream<string>({
    pull(controller) {
      if (sent >= ROWS) return controller.close();
      controller.enqueue(lines(sent));
      sent += CHUNK;
    },
  }).pipeThrough(new TextEncoderStream());
  const headers = { "content-type": "application/x-ndjson" };
  const told = await counted(await fetch(`${base}/rest/orders`, { method: "POST", headers, body }));
  if (told !== ROWS) throw new Error(`${told} lines were told of`);
}

async function exported(): Promise<void> {
  const headers = { accept: "application/x-ndjson", "accept-encoding": "identity" };
  const told = await counted(await fetch(`${base}/rest/orders`, { headers }));
  if (told !== ROWS) throw new Error(`${told} lines were told`);
}

async function listed(): Promise<void> {
  const count = Number(await (await fetch(`${base}/plain`)).text());
  if (count !== ROWS) throw new Error(`${count} rows were listed`);
}

const mib = (bytes: number): string => (bytes / 1_048_576).toFixed(0);

try {
  const before = await memory(), into = await seconds(imported), between = await memory();
  const out = await seconds(exported), after = await memory();
  table(`${ROWS} rows in and out as ndjson`, [
    ["", "rows/s", "MiB before", "MiB at most", "heap MiB after"],
    ["in", (ROWS / into).toFixed(0), mib(before.rss), mib(between.most), mib(between.heapUsed)],
    ["out", (ROWS / out).toFixed(0), mib(between.rss), mib(after.most), mib(after.heapUsed)],
  ]);
  const rounds: [number, number][] = [];
  for (let n = 0; n < (ROWS > 100_000 ? 1 : ROUNDS); n++) {
    rounds.push([ROWS / await seconds(exported), ROWS / await seconds(listed)]);
  }
  table("a list out beside a plain listing of the store", [
    ["", "ours/s", "listing/s", "ratio", "at least"],
    [
      "ndjson",
      median(rounds.map(([a]) => a)).toFixed(0),
      median(rounds.map(([, b]) => b)).toFixed(0),
      median(rounds.map(([a, b]) => a / b)).toFixed(2),
      "0.5",
    ],
  ]);
} finally {
  child.kill();
  await child.status;
  await Deno.remove(folder, { recursive: true });
}
