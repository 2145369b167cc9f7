/** The worker under test, and stores of its objects as seen from this process. */
import { silentLog } from "../../../../base/mod.ts";
import { nativeCursors } from "../../conformance/native_cursors.ts";
import { long, SEED } from "../../../_support/long.ts";
import {
  type KvSocket,
  remoteKv,
  type RemoteKvOptions,
} from "../../../../kvs/host/durable/durable.ts";
import type { Kv, KvKey } from "../../../../kvs/kv.ts";
import { KvU64 } from "../../../../kvs/store/kvu64.ts";
import { bundle, missing, type Running, start } from "../../../_support/store/miniflare.ts";

let folder = "", runtime: Running | undefined, isKept = false;

/** Starts the worker before the tests of the modules that call this, which share it, and ends it after them. */
export function withRuntime(): void {
  if (missing || isKept) return;
  isKept = true;
  Deno.test.beforeAll(async () => {
    folder = await Deno.makeTempDir();
    await bundleWorker(folder);
    restart();
  });
  Deno.test.afterAll(async () => {
    await stop();
    await Deno.remove(folder, { recursive: true });
  });
}

/** Writes the worker under test to a folder. */
export async function bundleWorker(folder: string): Promise<void> {
  const cursors = JSON.stringify(await nativeCursors());
  const at = (path: string) => new URL(path, import.meta.url).href;
  await bundle(new URL("./worker.ts", import.meta.url), `${folder}/worker.js`, {
    [at("../../conformance/native_cursors.ts")]:
      `export const nativeCursors = () => Promise.resolve(${cursors});`,
    [at("../../../_support/store/redis.ts")]: "export const sharedRedis = () => undefined;",
    [at("../../../_support/permission.ts")]: "export const testWith = () => Deno.test;",
    [at("../../../_support/long.ts")]: `export const SEED = ${SEED};
      export const rounds = (short, full) => ${long} ? full : short;`,
  });
}

/** Starts it with the objects that are on the disk. */
export function restart(): void {
  runtime = start(`${folder}/worker.js`, `${folder}/objects`);
}

/** Ends it. */
export async function stop(): Promise<void> {
  await runtime?.dispose();
}

/** Asks the worker. */
export function ask(path: string, init?: object): ReturnType<Running["dispatchFetch"]> {
  if (!runtime) throw new Error("the worker is not running");
  return runtime.dispatchFetch(`https://test/${path}`, init);
}

/** The name of an object that was not used before. */
export function fresh(): string {
  return `object-${objects++}`;
}
let objects = 0;

/** The store of an object. */
export function openObject(name: string, options: RemoteKvOptions = {}): Kv {
  const fetch = (_url: string, init: object) => ask(`${name}/`, init);
  return remoteKv({ fetch }, { log: silentLog, pingInterval: 250, ...options });
}

/** A WebSocket to an object. */
export async function socketTo(name: string): Promise<KvSocket> {
  const { webSocket } = await ask(`${name}/`, { headers: { upgrade: "websocket" } });
  if (!webSocket) throw new Error("no WebSocket");
  webSocket.accept();
  return webSocket;
}

/** A test that needs the worker. */
export function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, ignore: missing, fn });
}

/** Runs with the store of an object, which is then closed. */
export async function withStore(name: string, run: (kv: Kv) => Promise<void>): Promise<void> {
  using kv = openObject(name);
  await run(kv);
}

/** Reads a watch until the value of its key is this. */
export async function until(
  kv: Kv,
  key: KvKey,
  wanted: (value: unknown) => boolean,
): Promise<void> {
  const reader = kv.watch<[unknown]>([key]).getReader();
  while (true) {
    const { value, done } = await reader.read();
    if (done) throw new Error("the watch ended");
    if (wanted(value[0].value)) break;
  }
  await reader.cancel();
}

/** For {@linkcode until}: a counter that has come to this. */
export const isCount = (n: bigint): (value: unknown) => boolean => (value) =>
  value instanceof KvU64 && value.value === n;
