/**
 * What the server of these tests serves and their writers write.
 *
 * @module
 */
import { type Table, table } from "../../../../kvs/mod.ts";
import { type Resource, resource } from "../../../../rest/mod.ts";

/** A line of a feed, and a row of a table. */
export interface Row {
  readonly id: string;
  readonly by: string;
  readonly n: number;
}

/** A table that tells its changes. */
export const ROWS: Table<Row> = table<Row>("row", { fields: ["id", "by", "n"], changes: true });
/** A feed. */
export const LOG = "/log";

const types = ["application/json", "text/event-stream"];

/** Both, to be followed. */
export const resources: readonly Resource<Row>[] = [
  resource({ name: "rows", table: ROWS, may: "anyone", types }),
  resource<Row>({ name: "log", feed: LOG, may: "anyone", types }),
];
