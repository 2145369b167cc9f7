/**
 * Opening Deno KV.
 *
 * @module
 */
import { messageOf, systemClock } from "../../../base/mod.ts";
import { KvsError } from "../../error.ts";
import type { Kv } from "../../kv.ts";
import { type DenoKvOptions, wrapDenoKv } from "./deno.ts";
import { retryLocked } from "./retry.ts";

interface Host {
  Deno?: {
    openKv?(path?: string): Promise<Kv>;
    mkdir?(path: string): Promise<void>;
    env?: { get(name: string): string | undefined };
    permissions?: { querySync?(wanted: { name: "env"; variable: string }): { state: string } };
  };
}

/**
 * Opens Deno KV: that of the host, or in a file, whose folder is made if only that is missing.
 *
 * @throws {KvsError} `host` where this host has no Deno KV, `open` when opening fails, with the cause
 */
export async function openDenoKv(path: string | undefined, options: DenoKvOptions): Promise<Kv> {
  const host = (globalThis as Host).Deno;
  if (!host?.openKv) {
    const what = host
      ? 'Deno KV is not enabled: run with --unstable-kv, or set "unstable": ["kv"] in the application\'s deno.json'
      : "this host has no Deno KV";
    throw new KvsError("host", `${what}, or give ":memory:" or a store that is open`);
  }
  const { openKv } = host;
  const policy = {
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
    patience: options.patience ?? 30_000,
  };
  try {
    const open = () => retryLocked(() => path === undefined ? openKv() : openKv(path), policy);
    const native = await open().catch(async (error) => {
      if (path === undefined || !await makeFolder(path)) throw error;
      return await open();
    });
    const [pollInterval, file] = tellsItself(path) ? [Infinity] : [200, path];
    return wrapDenoKv(native, { pollInterval, ...options }, file);
  } catch (cause) {
    if (cause instanceof KvsError) throw cause;
    const where = path === undefined ? "the default store" : JSON.stringify(path);
    throw new KvsError(
      "open",
      `cannot open ${where}: ${messageOf(cause)}`,
      {
        cause,
      },
    );
  }
}

/** Makes the folder of a file; false where it is there already, cannot be made, or the store is no file. */
async function makeFolder(path: string): Promise<boolean> {
  if (/^https?:/i.test(path)) return false;
  const folder = path.replace(/[/\\]*[^/\\]*$/, "");
  try {
    await (globalThis as Host).Deno?.mkdir?.(folder);
    return true;
  } catch {
    return false;
  }
}

/**
 * Whether the store tells of commits of other processes: the databases of Deno Deploy and KV
 * Connect do.
 */
function tellsItself(path: string | undefined): boolean {
  if (path !== undefined) return /^https?:/i.test(path);
  return ["DENO_DEPLOYMENT_ID", "DENO_DEPLOY"].some((variable) => {
    const host = (globalThis as Host).Deno;
    // asked without a prompt
    const granted = host?.permissions?.querySync?.({ name: "env", variable }).state === "granted";
    return granted && host?.env?.get(variable) !== undefined;
  });
}
