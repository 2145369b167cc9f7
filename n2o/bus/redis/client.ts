/**
 * Connections to Redis as the bus needs them: nothing is queued or sent again behind its back.
 *
 * @module
 */
import { backoff, messageOf } from "../../../base/mod.ts";
import { credentialsOf, reach, unqueued } from "../../../base/redis.ts";
import { Cluster, Redis } from "./deps.ts";
import { N2oError } from "../../error.ts";

/** A connection to one server, or to a cluster. */
export type Client = Redis | Cluster;

/** Milliseconds after which an attempt to connect is given up. */
const SILENCE = 5_000;
/** Milliseconds between signs of life. */
export const BEAT = 2_000;

/** A client that is not connected yet; `urls` of more than one node, or of a cluster. */
export function makeClient(urls: readonly string[], isCluster: boolean): Client {
  const wait = backoff({ first: 20, longest: 500 }), [first = ""] = urls;
  const options = unqueued(SILENCE);
  const client = isCluster
    ? new Cluster([...urls], {
      lazyConnect: true,
      enableOfflineQueue: false,
      shardedSubscribers: true,
      clusterRetryStrategy: wait,
      // Those of the first node are every node's.
      redisOptions: { ...options, ...credentialsOf(first) },
    })
    : new Redis(first, { ...options, retryStrategy: wait });
  // Errors of the connection are told to whoever waits for an answer.
  client.on("error", () => {});
  return client;
}

/**
 * Connects for the first time: the client of a cluster would try for ever.
 *
 * @throws {N2oError} `unavailable`, with the cause.
 */
export async function connect(client: Client, name: string): Promise<void> {
  try {
    await reach(client, SILENCE);
  } catch (cause) {
    throw new N2oError("unavailable", `the bus cannot reach ${name}: ${messageOf(cause)}`, {
      cause,
    });
  }
}
