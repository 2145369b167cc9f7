/**
 * What both need that connect to Redis, the store and the bus: who they are, how they behave, and the first connection.
 *
 * @module
 */
import { deadline } from "./deadline.ts";

/**
 * The user, the password and the wish for TLS in an address such as `rediss://user:password@host:6379`, in the words of ioredis; what is
 * not there is left out.
 *
 * @throws {TypeError} for a text that is no URL.
 */
export function credentialsOf(url: string): { username?: string; password?: string; tls?: object } {
  const { username, password, protocol } = new URL(url);
  return {
    ...(username ? { username: decodeURIComponent(username) } : {}),
    ...(password ? { password: decodeURIComponent(password) } : {}),
    ...(protocol === "rediss:" ? { tls: {} } : {}),
  };
}

/** A client that connects when it is told to, and tells the errors of its connection by events. */
export interface Reaching {
  /** Connects; of a cluster it tries for ever. */
  connect(): Promise<unknown>;
  /** Closes the connection at once, and tries to connect no more. */
  disconnect(): void;
  /** Listens to errors of the connection. */
  on(event: "error", listener: (error: unknown) => void): unknown;
  /** Takes a listener out that `on` was given. */
  off(event: "error", listener: (error: unknown) => void): unknown;
}

/**
 * How a client behaves that queues nothing and sends nothing again behind its user's back, in the words of ioredis: each loss of the
 * connection fails what was not answered.
 *
 * @param silence milliseconds after which an attempt to connect is given up
 */
export function unqueued(silence: number): {
  readonly protocol: 2;
  readonly lazyConnect: true;
  readonly autoResubscribe: false;
  readonly autoResendUnfulfilledCommands: false;
  readonly maxRetriesPerRequest: 0;
  readonly enableOfflineQueue: false;
  readonly connectTimeout: number;
} {
  return {
    protocol: 2,
    lazyConnect: true,
    autoResubscribe: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    connectTimeout: silence,
  };
}

/**
 * Connects for the first time, or gives up after `patience` milliseconds.
 *
 * @throws the last error of the connection, or that it was not ready in time; without the command, which may have the password in it
 */
export async function reach(client: Reaching, patience: number): Promise<void> {
  let reason: unknown;
  const note = (error: unknown) => reason = error;
  client.on("error", note);
  const late = () => new Error(`not ready in ${patience} ms`);
  try {
    await deadline(client.connect(), { ms: patience, error: late });
  } catch (error) {
    client.disconnect();
    throw withoutCommand(reason ?? error);
  } finally {
    client.off("error", note);
  }
}

/** The error, of which the client keeps the command no more: what was to be stored, or the password. */
export function withoutCommand(error: unknown): unknown {
  if (error instanceof Error) Reflect.deleteProperty(error, "command");
  return error;
}
