/**
 * The bus over Redis, for several machines of one's own: publish and subscribe of one server (6.2 or later), or sharded publish and
 * subscribe of a cluster (7.0 or later).
 *
 * An entry point of its own, because it loads a client of Redis, which needs `--allow-env` beside `--allow-net` (for a Unix socket:
 * `--allow-read` and `--allow-write` of its path).
 *
 * A node holds one subscription for each topic, however many of its connections are registered. What is sent goes through Redis, also
 * from a node to itself, so that all receivers of a topic hear one order.
 *
 * Where Redis is away, `send` resolves to 0, `reg` at once; when it is back the subscriptions are made anew and every receiver is told
 * `Lost`, also those of other nodes to which something could not be sent.
 *
 * Where the store is the same Redis, a commit and its announcement can be one step: see {@linkcode RedisBus.announcement}.
 *
 * @module
 */
import type { BusSettings, RemoteBus } from "../bus.ts";
import { redisBroker, type RedisTarget } from "./broker.ts";
import { N2oError } from "../../error.ts";
import type { Key } from "../../term/plain.ts";
import { Remote } from "../remote.ts";

/** Which Redis, and how the bus uses it. */
export interface RedisBusOptions extends BusSettings {
  /**
   * `redis://user:password@host:port`, `rediss:` for TLS, or the path of a Unix socket: `redis://localhost:6379` unless told.
   */
  readonly url?: string | URL;
  /** URLs of some nodes of a Redis Cluster, instead of `url`. */
  readonly cluster?: readonly (string | URL)[];
}

/** What a store publishes in one step with a commit. */
export interface Announcement {
  /** The channel of Redis. */
  readonly channel: string;
  /** What is published there. */
  readonly bytes: Uint8Array;
}

/** A bus over Redis. */
export interface RedisBus extends RemoteBus {
  /** Where it is, without credentials: a store that is in the same place can announce what it commits. */
  readonly place: string;
  /**
   * A message for a store to publish when it commits: whoever is registered under `topic` hears it if, and only if, the commit is made.
   * Only of one server: `undefined` on a cluster, where a channel and the keys of a store lie on different shards.
   *
   * @throws {N2oError} `value` or `full`, as `send`.
   */
  announcement(topic: Key, message: unknown): Announcement | undefined;
}

/**
 * Connects the bus of an application to Redis.
 *
 * @throws {N2oError} `config` for settings that cannot work, `unavailable` where Redis cannot be reached.
 *
 * @example
 * ```ts ignore
 * import { application } from "@n2o/n2o";
 * import { redisBus } from "@n2o/n2o/n2o/redis";
 *
 * const secret = Deno.env.get("N2O_SECRET");
 * const bus = await redisBus({ application: "shop", url: "redis://localhost:6379", secret });
 * const { start } = await application({ bus, secret, routes: {} });
 * ```
 */
export async function redisBus(options: RedisBusOptions): Promise<RedisBus> {
  const nodes = options.cluster ?? [options.url ?? "redis://localhost:6379"];
  const addresses = nodes.map(parse), isCluster = options.cluster !== undefined;
  if (isCluster && (nodes.length === 0 || addresses.some(({ url }) => url.startsWith("/")))) {
    throw new N2oError(
      "config",
      "cluster: give redis: or rediss: URLs of its nodes, one at least",
    );
  }
  const target: RedisTarget = {
    urls: addresses.map(({ url }) => url),
    isCluster,
    name: addresses.map(({ name }) => name).join(", "),
  };
  const remote = await Remote.open(options, (events) => redisBroker(target, events));
  const { node, send, check, reg, unreg } = remote;
  return {
    node,
    get isConnected() {
      return remote.isConnected;
    },
    send,
    check,
    reg,
    unreg,
    place: target.name,
    announcement: (topic, message) => isCluster ? undefined : remote.announcement(topic, message),
    close: () => remote.close(),
  };
}

function parse(given: string | URL): { readonly url: string; readonly name: string } {
  const text = String(given);
  if (text.startsWith("/")) return { url: text, name: text };
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === "redis:" || url?.protocol === "rediss:") {
    return { url: url.href, name: `${url.protocol}//${url.hostname}:${url.port || 6379}` };
  }
  throw new N2oError("config", "url: give a redis: or rediss: URL, or the path of a socket");
}
