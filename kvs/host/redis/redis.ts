/**
 * The store in Redis, for several machines of one's own: one server (or one shard of a cluster)
 * holds the store, and every process that opens it sees the same.
 *
 * An entry point of its own, because it loads a client of Redis, which needs `--allow-env` beside
 * `--allow-net` (for a Unix socket: `--allow-read` and `--allow-write` of its path).
 *
 * **What survives.** What was acknowledged survives a crash of Redis as far as its append-only file
 * does. For all of it, let redis.conf say
 *
 * ```text
 * appendonly yes
 * appendfsync always
 * maxmemory-policy noeviction
 * ```
 *
 * With `appendfsync everysec` a crash of the machine loses up to the last two seconds (a crash of
 * Redis alone: less), with replicas a failover loses what was not replicated; versionstamps still
 * never come twice, because they contain the time. Another `maxmemory-policy` would evict whole
 * stores.
 *
 * **What one commit is.** Checks, versionstamp, changes, `sum`, `min`, `max`, keys that end in the
 * versionstamp, messages of the queue and notification of watches are one script, so one step.
 *
 * **When the connection is lost,** operations wait and are sent again, for `patience` milliseconds.
 * A commit may have been applied although its answer was lost: Redis remembers, for 10 minutes, what
 * it answered to each commit until that answer was heard, so a commit is applied once however often
 * it is sent. Watches subscribe again and read again.
 *
 * **Expiry** is exact by the server's clock; entries that have expired are removed in small steps by
 * later commits, and twice a minute.
 *
 * **The queue** delivers at least once: a message is claimed for `lease` milliseconds, prolonged while
 * its handler runs; where the process dies the claim runs out, which counts as a failed attempt, and
 * another process gets the message.
 *
 * **Keys in Redis** all begin with `{prefix}:`; entries, keys, deadlines, version, queue, messages,
 * claims, and one `client:ID` for each process, which goes after 10 minutes. Redis 6.2 or later, or
 * what speaks its protocol and has its Lua.
 *
 * @module
 */
import { RedisBackend } from "./backend.ts";
import { connect, makeClient, type Target } from "./client.ts";
import { Atomic } from "../../store/atomic.ts";
import { Store } from "../../store/store.ts";
import { withClock } from "../../store/clock.ts";
import type { Clock, Log } from "../../../base/mod.ts";
import { KvsError } from "../../error.ts";
import type { Kv, KvAtomic } from "../../kv.ts";

/** Which Redis, and how it is used. */
export interface RedisKvOptions {
  /**
   * `redis://user:password@host:port/database`, `rediss:` for TLS, or the path of a Unix socket:
   * `redis://localhost:6379` unless told.
   */
  url?: string | URL;
  /** URLs of some nodes of a Redis Cluster, instead of `url`: the store lies on one shard. */
  cluster?: readonly (string | URL)[];
  /**
   * What tells stores in one Redis apart: `kv` unless told. All keys in Redis begin with it, in
   * braces. A `prefix=` in the query of the URL does the same.
   */
  prefix?: string;
  /**
   * Milliseconds for which an operation is tried again while Redis cannot be reached: 30,000 unless
   * told, 300,000 at most.
   */
  patience?: number;
  /** Milliseconds after which a message goes to another process if its own has died: 30,000. */
  lease?: number;
  /** Hears of handlers of the queue that throw: the console unless told. */
  log?: Log;
  /** Tells the time instead of the server, for tests: all users of the store must have the same. */
  clock?: Clock;
  /** What spreads the waits, 0 (included) to 1 (excluded): `Math.random` unless told. */
  random?: () => number;
}

/** What is published when a commit is made. */
export interface KvAnnouncement {
  /** The channel of Redis. */
  readonly channel: string;
  /** What is published there. */
  readonly bytes: Uint8Array;
}

/** A store in Redis, which can publish in one step with a commit. */
export interface RedisKv extends Kv {
  /** Which Redis it is, without credentials: `redis://host:port`, or a path; undefined for a cluster. */
  readonly place: string | undefined;
  /**
   * Adds what is published, in the same step, when a commit of this store is made: never without the
   * commit, and always with it. Where Redis is a cluster nothing can be.
   *
   * @throws {KvsError} `config` for a commit of another store, and on a cluster.
   */
  announce(commit: KvAtomic, ...announcements: readonly KvAnnouncement[]): void;
}

/** What is remembered of commits lasts longer. */
const LONGEST_PATIENCE = 300_000;

/**
 * Opens the store in a Redis. To open it by {@linkcode openKv}, hand it in:
 * `openKv("redis://host/?prefix=shop", { openers: { "redis:": redisKv, "rediss:": redisKv } })`.
 *
 * Everything of {@linkcode Kv} with Deno KV's limits, order and errors, and better than natively:
 * an expired entry is gone at that millisecond, a commit that throws has changed nothing, and
 * watches and queues work across processes and machines.
 *
 * Operations then throw `KvsError` of code `unavailable` (Redis was not reached, nothing was
 * changed), `unknown` (nor is it known whether the commit was applied), `full` (no memory or disk
 * is left, nothing was changed), `store` (refused for another reason), `corrupt`.
 *
 * @example
 * ```ts ignore
 * import { redisKv } from "@n2o/n2o/kvs/redis";
 *
 * using kv = await redisKv("redis://localhost:6379/?prefix=shop");
 * await kv.set(["user", 1], { name: "Maxim" });
 * ```
 *
 * @throws {KvsError} `config` for what is no address, `open` where it cannot be reached.
 */
export async function redisKv(where: string | URL | RedisKvOptions = {}): Promise<RedisKv> {
  const options = typeof where === "string" || where instanceof URL ? { url: where } : where;
  const nodes = options.cluster ?? [options.url ?? "redis://localhost:6379"];
  const addresses = nodes.map(parse);
  if (options.cluster && (nodes.length === 0 || addresses.some(({ url }) => url.startsWith("/")))) {
    throw new KvsError("config", "the nodes of a cluster are redis: or rediss: URLs, one at least");
  }
  const patience = Math.min(options.patience ?? 30_000, LONGEST_PATIENCE);
  const target: Target = {
    urls: addresses.map(({ url }) => url),
    cluster: options.cluster !== undefined,
    silence: Math.max(1, Math.min(10_000, patience)),
  };
  const prefix = options.prefix ?? addresses[0]?.prefix ?? "kv";
  if (!/^[^{}]+$/.test(prefix)) {
    throw new KvsError("config", `the prefix ${JSON.stringify(prefix)} is empty or has braces`);
  }
  const client = makeClient(target);
  await connect(client, addresses.map(({ name }) => name).join(", "), patience);
  const backend = new RedisBackend(client, {
    target,
    prefix,
    patience,
    lease: options.lease ?? 30_000,
    clock: options.clock,
    random: options.random ?? Math.random,
  });
  const store = withClock(new Store(backend, options.log), options.clock);
  return announcing(store, target.cluster ? undefined : addresses[0]?.place);
}

/** The store, with commits that can publish. */
function announcing(store: Store, place: string | undefined): RedisKv {
  const own = new WeakSet<KvAtomic>();
  return Object.assign(store, {
    place,
    atomic(): KvAtomic {
      const commit = Store.prototype.atomic.call(store);
      own.add(commit);
      return commit;
    },
    announce(commit: KvAtomic, ...announcements: readonly KvAnnouncement[]) {
      if (place === undefined || !own.has(commit) || !(commit instanceof Atomic)) {
        throw new KvsError(
          "config",
          "a commit announces in the Redis that it is made in: of one server, by its own store",
        );
      }
      commit.announce(announcements);
    },
  });
}

interface Address {
  readonly url: string;
  readonly prefix?: string;
  /** Which server it is. */
  readonly place: string;
  /** For messages: without the password. */
  readonly name: string;
}

function parse(given: string | URL): Address {
  const text = String(given);
  if (text.startsWith("/")) return { url: text, name: text, place: text };
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || (url.protocol !== "redis:" && url.protocol !== "rediss:")) {
    throw new KvsError(
      "config",
      "cannot open that Redis: give a redis: or rediss: URL, or the path of a socket",
    );
  }
  const prefix = url.searchParams.get("prefix");
  url.searchParams.delete("prefix");
  const name = `${url.protocol}//${url.host}${url.pathname}`;
  const place = `${url.protocol}//${url.hostname}:${url.port || 6379}`;
  return { url: url.href, name, place, ...(prefix === null ? {} : { prefix }) };
}
