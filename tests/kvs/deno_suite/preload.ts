/**
 * Replaces `Deno.openKv` by the store named in the environment, before the tests are loaded.
 *
 * Nothing is handed to another store: a test that opens what the store under test cannot be has failed,
 * whatever it makes of the refusal.
 */
import { remoteKv } from "../../../kvs/host/durable/durable.ts";
import { wrapDenoKv } from "../../../kvs/host/deno/deno.ts";
import { memoryKv } from "../../../kvs/host/memory/memory.ts";
import { redisKv } from "../../../kvs/host/redis/redis.ts";
import type { Kv } from "../../../kvs/kv.ts";

const native = Deno.openKv;

/** The store of an object, whose worker `run.ts` has started. */
function objectOf(name: string): Kv {
  const url = `${Deno.env.get("KVS_WORKER")}${encodeURIComponent(name)}/`;
  return remoteKv({ fetch: (_url, init) => fetch(url, init) }, {
    connect: () => Promise.resolve(new WebSocket(url.replace("http", "ws"))),
  });
}

/** What the running test has opened that the store under test cannot be. */
let foreign: string | undefined;

function refuse(path: string | undefined, what: string): never {
  foreign = `${what}: ${path}`;
  throw new TypeError(foreign);
}

function isServer(path: string | undefined): boolean {
  return path?.startsWith("http") ?? false;
}

const OPEN: Record<string, (path?: string) => Promise<Kv> | Kv> = {
  native,
  wrapped: async (path) => {
    const file = isServer(path) ? undefined : path;
    return wrapDenoKv(
      await native(path),
      file === undefined ? { pollInterval: Infinity } : {},
      file,
    );
  },
  memory: (path) => inMemory(path) ? memoryKv() : refuse(path, "a store in memory is no file"),
  redis: (path) => {
    if (isServer(path)) return refuse(path, "a store in Redis is no server of KV Connect");
    const url = Deno.env.get("KVS_REDIS") ?? "redis://127.0.0.1";
    return redisKv({ url, prefix: nameOf(path), lease: 5_000 });
  },
  durable: (path) =>
    isServer(path)
      ? refuse(path, "a store in an object is no server of KV Connect")
      : objectOf(nameOf(path)),
};

/** A store in memory is one that nobody else has; what has a path is found again by its path. */
function nameOf(path: string | undefined): string {
  return path === undefined || inMemory(path) ? crypto.randomUUID() : path;
}

function inMemory(path: string | undefined): boolean {
  return path === undefined || path === ":memory:";
}

const store = Deno.env.get("KVS_STORE") ?? "", open = OPEN[store];
if (!open) throw new Error(`KVS_STORE must be one of ${Object.keys(OPEN).join(", ")}`);
Object.defineProperty(Deno, "openKv", {
  configurable: true,
  value: async (path?: string) => await open(path),
});

/** They close the store amid a handler that never ends, with which an object does not end: they fail there unrun. */
const HANGS: readonly string[] = ["queue persistence with inflight messages"];

type Fn = Deno.TestDefinition["fn"];

/** A test that also fails where it has opened a store of another kind. */
function strict(name: string, fn: Fn): Fn {
  return async (context) => {
    if (store === "durable" && HANGS.includes(name)) throw new Error("it would not end");
    foreign = undefined;
    await fn(context);
    if (foreign !== undefined) throw new Error(foreign);
  };
}

const { test } = Deno;
/** The forms in which Deno's tests are written. */
function register(first: string | Omit<Deno.TestDefinition, "name">, second?: Fn): void {
  const options = typeof first === "string" ? { name: first } : first;
  const fn = second ?? ("fn" in options ? options.fn : undefined);
  const name = "name" in options ? String(options.name) : fn?.name;
  if (fn === undefined || !name) throw new TypeError("a test is registered in another form");
  test({ ...options, name, fn: strict(name, fn) });
}
Object.defineProperty(Deno, "test", {
  configurable: true,
  value: Object.assign(register, { ignore: test.ignore.bind(test) }),
});
