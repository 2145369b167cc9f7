/** Connections as this back end needs them: nothing is queued or sent again behind its back. */
import { backoff, messageOf } from "../../../base/mod.ts";
import { credentialsOf, reach, unqueued } from "../../../base/redis.ts";
import { KvsError } from "../../error.ts";
import { Cluster, Redis } from "./deps.ts";

/** A connection, to one server or to a cluster. */
export type Client = Redis | Cluster;

/** Where to connect. */
export interface Target {
  /** `redis:` or `rediss:` URLs, or the path of a socket; more than one are nodes of a cluster. */
  readonly urls: readonly string[];
  readonly cluster: boolean;
  /** Milliseconds without an answer after which a connection is given up. */
  readonly silence: number;
}

/** A client that is not connected yet. */
export function makeClient({ urls, cluster, silence }: Target): Client {
  const options = { ...unqueued(silence), socketTimeout: silence };
  const client = cluster
    ? new Cluster([...urls], {
      lazyConnect: true,
      enableOfflineQueue: false,
      clusterRetryStrategy: wait,
      // those of the first node are every node's
      redisOptions: { ...options, ...credentialsOf(urls[0] ?? "") },
    })
    : new Redis(urls[0] ?? "", { ...options, retryStrategy: wait });
  // errors of the connection are told to whoever waits for an answer
  client.on("error", () => {});
  return client;
}

/** Milliseconds before the next attempt to connect; the client counts from 1. */
const wait: (attempt: number) => number = backoff({ first: 20, longest: 500 });

/**
 * Connects for the first time, within `patience` milliseconds: the client of a cluster would try
 * for ever.
 *
 * @throws {KvsError} `open`, with the cause.
 */
export async function connect(client: Client, name: string, patience: number): Promise<void> {
  try {
    await reach(client, patience);
  } catch (cause) {
    throw new KvsError("open", `cannot open ${name}: ${messageOf(cause)}`, { cause });
  }
}
