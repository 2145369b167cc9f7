/**
 * Where an object keeps what its connections are while it sleeps: with their sockets, and what is too large for that in rows of its
 * storage.
 *
 * A socket has 16,384 bytes. Half of them are for what the connection remembers of what its client shows.
 *
 * @module
 */
import { randomId } from "../../base/mod.ts";
import type { DurableStorage } from "../../kvs/host/durable/durable.ts";
import { type Asleep, fromBytes, toBytes } from "../../n2o/asleep/mod.ts";
import { N2oError } from "../../n2o/mod.ts";
import type { HeldSocket } from "./runtime.ts";

/** Bytes that are kept with a socket, and bytes of a row: the runtime takes 2,000,000. */
const BESIDE = 8_000, ROW = 1_900_000;
/** Bytes of a page's state: what else a connection is has room beside it. */
export const ROOM = 1_048_576;

/** What is kept with a socket: the connection or its row, and what it remembers of what its client shows. */
type Attachment = readonly [Uint8Array | string, (Uint8Array<ArrayBuffer> | undefined)?];

/** The attachments of an object's sockets. */
export class Attachments {
  readonly #storage: DurableStorage;
  #hasTable = false;

  /** Keeps what is too large in this storage. */
  constructor(storage: DurableStorage) {
    this.#storage = storage;
  }

  /**
   * Keeps what a connection is; undefined for one that has ended.
   *
   * @throws {N2oError} `full` beyond 1,900,000 bytes.
   */
  put(socket: HeldSocket, asleep: Asleep | undefined): void {
    const before = rowOf(socket);
    if (asleep === undefined) {
      socket.serializeAttachment(null);
      return this.#delete(before);
    }
    const { shown, ...rest } = asleep, bytes = toBytes(rest);
    if (bytes.length <= BESIDE) {
      socket.serializeAttachment([bytes, shown]);
      return this.#delete(before);
    }
    if (bytes.length > ROW) {
      throw new N2oError("full", `a connection is ${bytes.length} bytes, over ${ROW}`);
    }
    const row = before ?? randomId();
    this.#table();
    this.#exec("INSERT OR REPLACE INTO n2o_socket (id, asleep) VALUES (?, ?)", row, bytes);
    // What was forgotten since must not be found again.
    socket.serializeAttachment([row, shown]);
  }

  /** What the connection of a socket is; undefined where it has ended, and where another version of the program has written it. */
  get(socket: HeldSocket): Asleep | undefined {
    const [kept, shown] = attachmentOf(socket) ?? [];
    const asleep = typeof kept === "string" ? this.#row(kept) : kept && fromBytes(kept);
    return asleep && { ...asleep, shown };
  }

  #row(kept: string): Asleep | undefined {
    this.#table();
    const [found] = this.#exec("SELECT asleep FROM n2o_socket WHERE id = ?", kept);
    return found?.asleep instanceof ArrayBuffer
      ? fromBytes(new Uint8Array(found.asleep))
      : undefined;
  }

  /** Removes rows of sockets that are not among those: the runtime lost them without a word. */
  retain(sockets: readonly HeldSocket[]): void {
    this.#table();
    const rows = this.#exec("SELECT id FROM n2o_socket");
    if (rows.length === 0) return;
    const kept = new Set(sockets.map(rowOf));
    for (const { id } of rows) if (typeof id === "string" && !kept.has(id)) this.#delete(id);
  }

  #delete(row: string | undefined): void {
    if (row !== undefined) this.#exec("DELETE FROM n2o_socket WHERE id = ?", row);
  }

  #table(): void {
    if (this.#hasTable) return;
    this.#exec("CREATE TABLE IF NOT EXISTS n2o_socket (id TEXT PRIMARY KEY, asleep BLOB NOT NULL)");
    this.#hasTable = true;
  }

  #exec(...query: Parameters<DurableStorage["sql"]["exec"]>) {
    return this.#storage.sql.exec(...query).toArray();
  }
}

function attachmentOf(socket: HeldSocket): Attachment | undefined {
  const kept = socket.deserializeAttachment();
  // As: whatever is kept with a socket of ours was put there by `put`.
  return Array.isArray(kept) ? kept as unknown as Attachment : undefined;
}

function rowOf(socket: HeldSocket): string | undefined {
  const [kept] = attachmentOf(socket) ?? [];
  return typeof kept === "string" ? kept : undefined;
}
