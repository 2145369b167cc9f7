/**
 * What the tests of this folder share: stores to run on, and child processes.
 *
 * @module
 */
import type { Kv } from "../../kvs/kv.ts";
import { memoryKv } from "../../kvs/host/memory/memory.ts";
import { openKv } from "../../kvs/open.ts";
import { assert } from "../_support/assert.ts";
import { testWith } from "../_support/permission.ts";

const test = testWith("write");

const root = new URL("../../", import.meta.url);

/** A test on a store in memory, and on one in a file of its own. */
export function onStores(name: string, run: (kv: Kv) => Promise<void>): void {
  Deno.test(`${name} (memory)`, async () => {
    using kv = memoryKv();
    await run(kv);
  });
  test(`${name} (file)`, () =>
    inFolder(async (folder) => {
      using kv = await openKv(`${folder}/kv.sqlite3`);
      await run(kv);
    }));
}

/** Runs with a folder that is removed at the end. */
export async function inFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await run(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** A child process that has ended. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The arguments of `deno` that run a script of this folder, as `kvs/listener.ts`. */
export function script(path: string, ...args: string[]): string[] {
  const file = new URL(path, import.meta.url).pathname;
  return ["run", "-A", "--quiet", "--no-check", "--unstable-kv", file, ...args];
}

/** Runs a script of this folder until it ends; one that does not end within ten seconds fails the test. */
export async function ended(path: string): Promise<Ended> {
  const child = new Deno.Command(Deno.execPath(), {
    args: script(path),
    cwd: root,
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  return await endOf(child);
}

/** What a child says until it ends, within ten seconds. */
export async function endOf(child: Deno.ChildProcess): Promise<Ended> {
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill("SIGKILL");
  }, 10_000);
  const { code, stdout, stderr } = await child.output().finally(() => clearTimeout(timer));
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes).trim());
  assert(!late, `the child did not end: ${out} ${err}`);
  return { code, out: out ?? "", err: err ?? "" };
}
