/**
 * Several changes in one commit: puts and deletes of one table, each with the version that it is of; and what a commit of the caller's takes beside
 * `appendInto` and `putInto`: the changes of a table, the removal of an entry; and an append that tells the version of what is new.
 *
 * @example
 * ```ts
 * import { openKv, put, read } from "@n2o/n2o/kvs";
 * import { alter } from "@n2o/n2o/kvs/alter";
 *
 * using kv = await openKv(":memory:");
 * await put(kv, "user", { id: "vlad", name: "Vlad" });
 * const seen = await read(kv, "user", "vlad");
 * await alter(kv, "user", [
 *   { id: "vlad", version: seen?.version ?? null },
 *   { id: "5HT", record: { id: "5HT", name: "Vlad" }, version: null },
 * ]);
 * if (await read(kv, "user", "vlad") !== undefined) throw new Error("renamed in one commit");
 * ```
 *
 * @module
 */
export { alter, alterInto, type TableAlteration } from "./table/alter.ts";
export { appendNew } from "./feed/append.ts";
export { removeInto } from "./feed/remove.ts";
