/** The tables of a store in its object's database. */
import { KvsError } from "../../error.ts";
import type { DurableSql } from "./host.ts";

/** Raised with every change of the tables that older code could not read. */
const LAYOUT = 1;

/**
 * The names begin alike, so that an object may have tables of its own beside them. A partial index
 * costs nothing for entries without a deadline.
 */
const TABLES: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS n2o_kv_number (
    name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID`,
  `CREATE TABLE IF NOT EXISTS n2o_kv_entry (
    key BLOB PRIMARY KEY, kind TEXT NOT NULL, value BLOB NOT NULL, version INTEGER NOT NULL,
    deadline INTEGER) WITHOUT ROWID`,
  `CREATE INDEX IF NOT EXISTS n2o_kv_entry_deadline
    ON n2o_kv_entry (deadline) WHERE deadline IS NOT NULL`,
  `CREATE TABLE IF NOT EXISTS n2o_kv_message (
    id INTEGER PRIMARY KEY AUTOINCREMENT, due INTEGER NOT NULL, runner TEXT NOT NULL,
    payload BLOB NOT NULL, backoff TEXT NOT NULL, undelivered BLOB NOT NULL)`,
  `CREATE INDEX IF NOT EXISTS n2o_kv_message_due ON n2o_kv_message (runner, due, id)`,
  `CREATE TABLE IF NOT EXISTS n2o_kv_watch (
    key BLOB NOT NULL, socket TEXT NOT NULL, PRIMARY KEY (key, socket)) WITHOUT ROWID`,
  `CREATE TABLE IF NOT EXISTS n2o_kv_listener (socket TEXT PRIMARY KEY) WITHOUT ROWID`,
  `INSERT OR IGNORE INTO n2o_kv_number VALUES ('layout', ${LAYOUT}), ('version', 0)`,
];

/**
 * Makes the tables where they are missing.
 *
 * @throws {KvsError} `layout` where a later version of this module has made them otherwise.
 */
export function createTables(sql: DurableSql): void {
  for (const statement of TABLES) sql.exec(statement);
  const [row] = sql.exec("SELECT value FROM n2o_kv_number WHERE name = 'layout'").toArray();
  if (row?.value !== LAYOUT) {
    const message = `the store has layout ${row?.value}, and this version reads ${LAYOUT}: update`;
    throw new KvsError("layout", message);
  }
}
