/**
 * What this back end uses of Cloudflare's Durable Objects, structurally: Cloudflare's own types fit,
 * and nothing has to be installed for them.
 *
 * @module
 */

/** What SQLite takes and gives. */
export type DurableSqlValue = ArrayBuffer | string | number | null;

/** A row, by the names of its columns. */
export type DurableRow = Record<string, DurableSqlValue>;

/** The SQLite of an object, as its `ctx.storage.sql` gives it. */
export interface DurableSql {
  /** Runs one statement, whose rows are then read. */
  exec(
    query: string,
    ...bindings: (DurableSqlValue | Uint8Array)[]
  ): { toArray(): DurableRow[] };
}

/** `ctx.storage` of an object whose class was declared with SQLite storage. */
export interface DurableStorage {
  /** The SQLite of the object. */
  readonly sql: DurableSql;
  /** Runs changes that are kept all, or none where `run` throws. */
  transactionSync<T>(run: () => T): T;
  /** Has the object's `alarm` called at that time, in milliseconds since 1970. */
  setAlarm(at: number): Promise<void>;
}

/** One end of a WebSocket, as the object holds it while it may hibernate. */
export interface DurableSocket {
  /** Sends a frame. */
  send(message: Uint8Array<ArrayBuffer>): void;
  /** Ends the connection. */
  close(code?: number, reason?: string): void;
}

/** `ctx`, as the constructor of an object gets it. */
export interface DurableState {
  /** Where the store is kept. */
  readonly storage: DurableStorage;
  /** Hands a connection to the host, which wakes the object for its messages. */
  acceptWebSocket(socket: never, tags?: string[]): void;
  /** The connections handed over, of one tag. */
  getWebSockets(tag?: string): DurableSocket[];
  /** The tags of a connection handed over. */
  getTags(socket: never): string[];
}
