/**
 * Opening the stores that the command line names.
 *
 * @module
 */
import { type Kv, openKv } from "../kvs/mod.ts";
import { ConsoleError } from "./error.ts";

/**
 * Opens a store: a file, `:memory:`, a URL of KV Connect, or of Redis.
 *
 * @param existing whether a file must be there: opening one to read must not make it
 * @throws {ConsoleError} `no_store`
 * @throws {KvsError} `config`, `open`, `host`
 */
export async function openTarget(target: string, existing: boolean): Promise<Kv> {
  if (existing && isPath(target)) await mustExist(target);
  return await openKv(target, { openers: { "redis:": openRedis, "rediss:": openRedis } });
}

/** Loaded only when asked for. */
async function openRedis(url: URL): Promise<Kv> {
  const { redisKv } = await import("../kvs/host/redis/redis.ts");
  return await redisKv(url);
}

/** True for the path of a file, not a URL or `:memory:`. */
export function isPath(target: string): boolean {
  return !target.startsWith(":") && !/^[a-z][a-z0-9+.-]+:/i.test(target);
}

async function mustExist(path: string): Promise<void> {
  try {
    if ((await Deno.stat(path)).isFile) return;
  } catch (cause) {
    if (!(cause instanceof Deno.errors.NotFound)) throw cause;
    throw new ConsoleError("no_store", `there is no store at ${JSON.stringify(path)}`, { cause });
  }
  throw new ConsoleError("no_store", `${JSON.stringify(path)} is not a file`);
}
