/**
 * Records of a form in a table of the store.
 *
 * @module
 */
import type { Records } from "../../form/mod.ts";
import {
  Batch,
  type Kv,
  KvsError,
  type KvsRecord,
  putInto,
  read,
  type Table,
} from "../../kvs/mod.ts";

/** How often a save is put together anew where other records of the table were written at the same time. */
const TRIES = 20;

/** Records of a table, by ids that are texts; each with the version that the store has of it. A save changes one record, or none. */
export function records<T extends KvsRecord>(kv: Kv, table: string | Table<T>): Records {
  const name = typeof table === "string" ? table : table.name;
  return {
    async load(id) {
      const found = await sought<T>(kv, table, id);
      if (found === undefined) return undefined;
      const { id: _, ...value } = found.record;
      return { value, version: found.version };
    },
    async save(id, value, version) {
      for (let tries = TRIES; tries-- > 0;) {
        const batch = new Batch(`table "${name}"`);
        // As: whoever has the table's records edited by a document says that they are what it holds.
        const record = { ...value, id } as unknown as T;
        try {
          await putInto<T>(kv, batch, [record], table, { version });
        } catch (error) {
          if (KvsError.is(error, "conflict")) return "conflict";
          throw error;
        }
        const made = await batch.commit(kv);
        if (made !== undefined) return { version: made };
      }
      throw new KvsError(
        "store",
        `table "${name}": others wrote at the same time, ${TRIES} times in a row: try again`,
      );
    },
  };
}

/** A record by an id that may have come from an address: under what no record can have as its id there is none. */
async function sought<T extends KvsRecord>(
  kv: Kv,
  table: string | Table<T>,
  id: string,
): ReturnType<typeof read<T>> {
  try {
    return await read<T>(kv, table, id);
  } catch (error) {
    if (KvsError.is(error, "too_large") || KvsError.is(error, "bad_id")) return undefined;
    throw error;
  }
}
