/**
 * Runs Deno's own tests of Deno KV (`tests/unit/kv*_test.ts` of denoland/deno, which are not part
 * of this project) on one of our stores:
 *
 * deno run -A tests/kvs/deno_suite/run.ts FOLDER memory|wrapped|redis|durable|native
 *
 * For Redis, KVS_REDIS names a server that may be filled with anything. FOLDER holds those files.
 * They are copied to a temporary folder, with our assertions in place of theirs, and run with
 * `Deno.openKv` replaced: a test that opens what the store cannot be fails. Prints the names of those
 * that fail, and the counts.
 */
import { bundleWorker } from "../host/durable/runtime.ts";
import { type Running, start } from "../../_support/store/miniflare.ts";

const [folder, store] = Deno.args;
if (!folder || !store) throw new Error("usage: run.ts FOLDER memory|wrapped|redis|durable|native");

let runtime: Running | undefined;
const work = await Deno.makeTempDir();
try {
  const files: string[] = [];
  for await (const { name } of Deno.readDir(folder)) {
    if (/^kv.*_test.*\.ts$/.test(name)) files.push(await copy(name));
  }
  if (store === "durable") {
    await bundleWorker(work);
    runtime = start(`${work}/worker.js`, `${work}/objects`);
  }
  const here = (file: string) => new URL(file, import.meta.url).href;
  await Deno.writeTextFile(
    `${work}/test_util.ts`,
    `export * from ${JSON.stringify(here("assertions.ts"))};`,
  );
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: [
      "test",
      "-A",
      "--unstable-kv",
      "--no-check",
      `--lock=${new URL("../../deno.lock", import.meta.url).pathname}`,
      "--preload",
      here("preload.ts"),
      ...files,
    ],
    env: { KVS_STORE: store, KVS_WORKER: String(await runtime?.ready), NO_COLOR: "1" },
    stderr: "null",
  }).output();
  const lines = new TextDecoder().decode(stdout).split("\n");
  const telling = lines.filter((line) => /\.\.\. FAILED|uncaught error|\d+ passed/.test(line));
  await Deno.stdout.write(new TextEncoder().encode(`${[...new Set(telling)].join("\n")}\n`));
} finally {
  await runtime?.dispose();
  await Deno.remove(work, { recursive: true });
}

async function copy(name: string): Promise<string> {
  const source = await Deno.readTextFile(`${folder}/${name}`);
  // the assertions on types are for the compiler, which does not run here
  const types = /^import \{ assertType, IsExact \} from .*$/m;
  const path = `${work}/${name}`;
  await Deno.writeTextFile(path, source.replace(types, "const assertType = () => {};"));
  return path;
}
