/**
 * A redis-server for tests: in a folder of its own, at a socket in it, with every acknowledged write in its file.
 *
 * @module
 */
import "../permission.ts";
import { type RedisKv, redisKv, type RedisKvOptions } from "../../../kvs/host/redis/redis.ts";
import { Redis } from "../../../kvs/host/redis/deps.ts";

import { absent } from "../program.ts";

/** Whether tests of Redis are left out: there is no redis-server, and this is not CI. */
export const redisAbsent: boolean = absent("redis-server");

/** A server that runs. */
export interface RedisServer extends AsyncDisposable {
  /** The path of its socket, which is an address that `redisKv` takes. */
  readonly socket: string;
  /** Opens a store in it: a fresh one unless a prefix is given. */
  open(options?: RedisKvOptions): Promise<RedisKv>;
  /** A connection of the test's own. */
  admin(): Redis;
  /** Kills it with -9. */
  kill(): Promise<void>;
  /** Starts it again on the same files. */
  start(): Promise<void>;
}

/** Settings of a server that acknowledges what is on the disk, and not before. */
export const ON_DISK: readonly string[] = ["--appendfsync", "always"];

/**
 * Starts a server; `args` are added to its command line.
 *
 * What it acknowledges it has written: that outlives a kill -9 of the server. Only a crash of the machine, of which no test
 * tells, asks for `ON_DISK`, where each commit costs milliseconds.
 */
export async function startRedis(...args: string[]): Promise<RedisServer> {
  const folder = await Deno.makeTempDir({ prefix: "redis" });
  const socket = `${folder}/s`;
  const settings = ["--port", "0", "--unixsocket", socket, "--dir", folder, "--save", ""];
  const durable = ["--appendonly", "yes", "--appendfsync", "no"];
  let process: Deno.ChildProcess | undefined;
  let stores = 0;

  async function start(): Promise<void> {
    process = new Deno.Command("redis-server", {
      args: [...settings, ...durable, ...args],
      stdout: "null",
      stderr: "inherit",
    }).spawn();
    const redis = new Redis(socket, { retryStrategy: () => 20, protocol: 2 });
    redis.on("error", () => {}); // not there yet
    await redis.ping();
    redis.disconnect();
  }

  async function kill(): Promise<void> {
    process?.kill("SIGKILL");
    await process?.status;
    process = undefined;
  }

  await start();
  return {
    socket,
    open: (options) => redisKv({ url: socket, prefix: `test${++stores}`, ...options }),
    admin: () => new Redis(socket, { protocol: 2 }),
    kill,
    start,
    async [Symbol.asyncDispose]() {
      await kill();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

/** The servers of this isolate, by their arguments. */
const shared = new Map<string, () => RedisServer>();

/**
 * One server for all tests of an isolate that ask for the same, started before the first and ended after the last;
 * undefined where tests of Redis are left out.
 */
export function sharedRedis(...args: string[]): (() => RedisServer) | undefined {
  if (redisAbsent) return undefined;
  const key = args.join(" "), running = shared.get(key);
  if (running !== undefined) return running;
  let server: RedisServer | undefined;
  Deno.test.beforeAll(async () => {
    server = await startRedis(...args);
  });
  Deno.test.afterAll(async () => await server?.[Symbol.asyncDispose]());
  const own = () => {
    if (!server) throw new Error("the server is started before the first test");
    return server;
  };
  shared.set(key, own);
  return own;
}
