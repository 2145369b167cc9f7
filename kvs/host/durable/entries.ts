/** The entries of a store: one table in the order of the keys' bytes. */
import type { RawEntry, RawRange, RawValue } from "../../store/backend.ts";
import { KvsError } from "../../error.ts";
import type { DurableRow, DurableSql } from "./host.ts";
import { bytesOf, numberOf } from "./row.ts";

const GET = `SELECT kind, value, version FROM n2o_kv_entry
  WHERE key = ? AND (deadline IS NULL OR deadline > ?)`;
const VERSION = `SELECT version FROM n2o_kv_entry
  WHERE key = ? AND (deadline IS NULL OR deadline > ?)`;
const FORWARD = `SELECT key, kind, value, version FROM n2o_kv_entry
  WHERE key >= ? AND key < ? AND (deadline IS NULL OR deadline > ?) ORDER BY key LIMIT ?`;
const BACKWARD = FORWARD.replace("ORDER BY key", "ORDER BY key DESC");
const PUT = "INSERT OR REPLACE INTO n2o_kv_entry VALUES (?, ?, ?, ?, ?)";
const DELETE = "DELETE FROM n2o_kv_entry WHERE key = ?";
const NEXT_VERSION =
  "UPDATE n2o_kv_number SET value = value + 1 WHERE name = 'version' RETURNING value";
const NEXT_DEADLINE = `SELECT deadline FROM n2o_kv_entry
  WHERE deadline IS NOT NULL ORDER BY deadline LIMIT 1`;
const SWEEP = `DELETE FROM n2o_kv_entry WHERE key IN (
  SELECT key FROM n2o_kv_entry WHERE deadline IS NOT NULL AND deadline <= ?
  ORDER BY deadline LIMIT ?) RETURNING key`;

/** Reads and changes entries; times are milliseconds since 1970. */
export class Entries {
  readonly #sql: DurableSql;

  constructor(sql: DurableSql) {
    this.#sql = sql;
  }

  /** The entry of a key, unless it has expired. */
  get(key: Uint8Array, now: number): RawEntry | undefined {
    const [row] = this.#sql.exec(GET, key, now).toArray();
    return row && { key, value: valueOf(row), versionstamp: stampOf(numberOf(row.version)) };
  }

  /** The versionstamp of a key, without its value. */
  versionstamp(key: Uint8Array, now: number): string | null {
    const [row] = this.#sql.exec(VERSION, key, now).toArray();
    return row ? stampOf(numberOf(row.version)) : null;
  }

  /** The entries of a range, without those that have expired. */
  list({ start, end, limit, reverse }: RawRange, now: number): RawEntry[] {
    const query = reverse ? BACKWARD : FORWARD;
    return this.#sql.exec(query, start, end, now, limit).toArray().map((row) => ({
      key: bytesOf(row.key),
      value: valueOf(row),
      versionstamp: stampOf(numberOf(row.version)),
    }));
  }

  /** Stores an entry, until its deadline where it has one. */
  put(key: Uint8Array, value: RawValue, version: number, deadline: number | null): void {
    const bytes = value.kind === "u64" ? u64Bytes(value.value) : value.value;
    this.#sql.exec(PUT, key, value.kind, bytes, version, deadline);
  }

  /** Removes an entry. */
  delete(key: Uint8Array): void {
    this.#sql.exec(DELETE, key);
  }

  /** The number of the next commit. */
  nextVersion(): number {
    return numberOf(this.#sql.exec(NEXT_VERSION).toArray()[0]?.value);
  }

  /** When the next entry expires; Infinity where none does. */
  nextDeadline(): number {
    const [row] = this.#sql.exec(NEXT_DEADLINE).toArray();
    return row ? numberOf(row.deadline) : Infinity;
  }

  /** Removes up to `most` entries that have expired, the earliest first, and tells their keys. */
  sweep(now: number, most: number): Uint8Array[] {
    return this.#sql.exec(SWEEP, now, most).toArray().map(({ key }) => bytesOf(key));
  }
}

/** 20 hex digits: the number of the commit, and two bytes that are zero, as natively. */
export function stampOf(version: number): string {
  return version.toString(16).padStart(16, "0") + "0000";
}

function valueOf({ kind, value }: DurableRow): RawValue {
  const bytes = bytesOf(value);
  if (kind === "v8" || kind === "bytes") return { kind, value: bytes };
  if (kind === "u64" && bytes.length === 8) {
    return { kind, value: new DataView(bytes.buffer).getBigUint64(0) };
  }
  throw new KvsError("corrupt", `an entry of the store has the kind ${kind}: delete or restore it`);
}

function u64Bytes(value: bigint): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, value);
  return bytes;
}
