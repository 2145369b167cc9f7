import { assert, equal } from "../../_support/assert.ts";
import { countEntries, feed } from "../../../kvs/feed/feed.ts";
import { keys } from "../../../kvs/access.ts";
import { openKv } from "../../../kvs/open.ts";
import { random } from "../../_support/stores.ts";

const KILLS = Number(Deno.env.get("KVS_KILLS") ?? 50);
const WRITERS = 8, EACH = 40;

interface Child {
  process: Deno.ChildProcess;
  lines: AsyncIterator<string, void>;
}

function start(...args: string[]): Child {
  const script = new URL("./writer.ts", import.meta.url).pathname;
  const process = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-check", "--unstable-kv", "-A", script, ...args],
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  return { process, lines: linesOf(process.stdout) };
}

async function* linesOf(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<string, void> {
  let rest = "";
  for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? ""; // a line cut short by the kill was not acknowledged to anybody
    yield* lines;
  }
}

async function inTemp(run: (path: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await run(`${folder}/kv.sqlite`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const seed = Number(Deno.env.get("KVS_SEED") ?? 1);

Deno.test(`what was acknowledged is there, in order, once, after ${KILLS} kills at random moments, seed ${seed}`, () =>
  inTemp(async (path) => {
    const next = random(seed), acknowledged: string[] = [];
    for (let round = 0; round < KILLS; round++) {
      const { process, lines } = start(path, "/f", `r${round}`);
      await lines.next(); // ready
      // How many appends it lives through is drawn; where in the next one it dies is the machine's
      // choice.
      for (let left = 1 + Math.floor(next() * 60); left > 0; left--) {
        const line = await lines.next();
        assert(!line.done, "the writer ended by itself");
        acknowledged.push(line.value);
      }
      process.kill("SIGKILL");
      for (let line = await lines.next(); !line.done; line = await lines.next()) {
        acknowledged.push(line.value);
      }
      await process.status;
    }
    using kv = await openKv(path);
    const ids = (await feed<{ id: string }>(kv, "/f")).map(({ id }) => id), present = new Set(ids);
    equal(present.size, ids.length, "an entry is there twice");
    equal(await countEntries(kv, "/f"), ids.length);
    equal((await keys(kv, "/f")).length, ids.length);
    equal(acknowledged.filter((id) => !present.has(id)), []);
    const told = new Set(acknowledged);
    equal(ids.filter((id) => told.has(id)), acknowledged);
    // Beyond what was told, at most the last commit of each round, of one or three entries.
    assert(ids.length - told.size <= 3 * KILLS);
  }));

Deno.test(`${WRITERS} processes append to one feed of one file at once: nothing lost, nothing doubled`, () =>
  inTemp(async (path) => {
    (await openKv(path)).close();
    const children = Array.from(
      { length: WRITERS },
      (_, w) => start(path, "/f", `w${w}`, String(EACH)),
    );
    const told = await Promise.all(children.map(async ({ process, lines }) => {
      const own: string[] = [];
      for (let line = await lines.next(); !line.done; line = await lines.next()) {
        own.push(line.value);
      }
      equal((await process.status).success, true);
      return own.slice(1); // without "ready"
    }));
    using kv = await openKv(path);
    const ids = (await feed<{ id: string }>(kv, "/f")).map(({ id }) => id);
    equal(ids.length, WRITERS * EACH);
    equal(await countEntries(kv, "/f"), WRITERS * EACH);
    for (const [w, own] of told.entries()) {
      equal(own.length, EACH);
      equal(ids.filter((id) => id.startsWith(`w${w}-`)), own);
    }
  }));
