/** The messages of a store's queue: kept until a handler has finished them. */
import type { RawMessage } from "../../store/backend.ts";
import { readValue } from "../../value/v8/read.ts";
import { writeValue } from "../../value/v8/write.ts";
import { KvsError } from "../../error.ts";
import type { DurableRow, DurableSql } from "./host.ts";
import { bytesOf, numberOf, textOf } from "./row.ts";

const ADD =
  "INSERT INTO n2o_kv_message (due, runner, payload, backoff, undelivered) VALUES (?, '', ?, ?, ?)";
const NEXT = `SELECT id, payload FROM n2o_kv_message
  WHERE runner = '' AND due <= ? ORDER BY due, id LIMIT 1`;
const NEXT_DUE = "SELECT due FROM n2o_kv_message WHERE runner = '' ORDER BY due LIMIT 1";
const RUNNING = "SELECT count(*) AS n FROM n2o_kv_message WHERE runner > ''";
const RUNNERS = "SELECT DISTINCT runner FROM n2o_kv_message WHERE runner > ''";
const OF_RUNNER = "SELECT id FROM n2o_kv_message WHERE runner = ? ORDER BY id";
const START = "UPDATE n2o_kv_message SET runner = ? WHERE id = ?";
const GET = "SELECT payload, backoff, undelivered FROM n2o_kv_message WHERE id = ? AND runner = ?";
const RELEASE = "UPDATE n2o_kv_message SET runner = '' WHERE id = ? AND runner = ?";
const RETRY = "UPDATE n2o_kv_message SET runner = '', due = ?, backoff = ? WHERE id = ?";
const DELETE = "DELETE FROM n2o_kv_message WHERE id = ? AND runner = ?";

/** A message that is due. */
export interface DueMessage {
  readonly id: number;
  readonly payload: Uint8Array;
}

/** What is left of a message whose last attempt has failed. */
export interface Undelivered {
  readonly payload: Uint8Array;
  readonly keys: readonly Uint8Array[];
}

/**
 * Reads and changes messages. A message has a runner while one handles it; what runners that are no
 * more have left is delivered again.
 */
export class Messages {
  readonly #sql: DurableSql;

  constructor(sql: DurableSql) {
    this.#sql = sql;
  }

  /** Adds a message. */
  add({ payload, backoff, undelivered }: RawMessage, due: number): void {
    this.#sql.exec(ADD, due, payload, JSON.stringify(backoff), writeValue(undelivered));
  }

  /** The message that has been due for longest. */
  next(now: number): DueMessage | undefined {
    const [row] = this.#sql.exec(NEXT, now).toArray();
    return row && { id: numberOf(row.id), payload: bytesOf(row.payload) };
  }

  /** When the next message that nobody handles is due, or was; Infinity where there is none. */
  nextDue(): number {
    const [row] = this.#sql.exec(NEXT_DUE).toArray();
    return row ? numberOf(row.due) : Infinity;
  }

  /** How many messages are being handled. */
  running(): number {
    return numberOf(this.#sql.exec(RUNNING).toArray()[0]?.n);
  }

  /** Who handles messages, or did before the object was evicted. */
  runners(): string[] {
    return this.#sql.exec(RUNNERS).toArray().map(({ runner }) => textOf(runner));
  }

  /** The messages that a runner handles. */
  of(runner: string): number[] {
    return this.#sql.exec(OF_RUNNER, runner).toArray().map(({ id }) => numberOf(id));
  }

  /** A runner begins to handle a message. */
  start(id: number, runner: string): void {
    this.#sql.exec(START, runner, id);
  }

  /** A runner has handled a message. */
  finish(id: number, runner: string): void {
    this.#sql.exec(DELETE, id, runner);
  }

  /** A runner gives a message back without having tried. */
  release(id: number, runner: string): void {
    this.#sql.exec(RELEASE, id, runner);
  }

  /**
   * A runner has failed: the message is due again by its schedule, or is removed and answered when
   * that was its last attempt.
   */
  fail(id: number, runner: string, now: number): Undelivered | undefined {
    const [row] = this.#sql.exec(GET, id, runner).toArray();
    if (!row) return undefined;
    const [delay, ...backoff] = backoffOf(row);
    if (delay === undefined) {
      this.finish(id, runner);
      return { payload: bytesOf(row.payload), keys: keysOf(row) };
    }
    this.#sql.exec(RETRY, now + delay, JSON.stringify(backoff), id);
    return undefined;
  }
}

function backoffOf({ backoff }: DurableRow): number[] {
  const schedule: unknown = JSON.parse(textOf(backoff));
  if (Array.isArray(schedule) && schedule.every((wait) => typeof wait === "number")) {
    return schedule;
  }
  throw new KvsError("corrupt", "a message of the queue has no schedule");
}

function keysOf({ undelivered }: DurableRow): Uint8Array[] {
  const keys = readValue(bytesOf(undelivered));
  if (Array.isArray(keys) && keys.every((key) => key instanceof Uint8Array)) return keys;
  throw new KvsError("corrupt", "a message of the queue has no keys");
}
