/**
 * What Deno KV keeps in its file: the oracle for our bytes of keys and values.
 *
 * @module
 */
import { DatabaseSync } from "node:sqlite";

/**
 * Stores the entries with native Deno KV and reads back the bytes of their rows, in the order of
 * the keys.
 */
export async function nativeBytes(
  entries: readonly (readonly [Deno.KvKey, unknown])[],
): Promise<{ key: Uint8Array; value: Uint8Array }[]> {
  const folder = await Deno.makeTempDir();
  try {
    const kv = await Deno.openKv(`${folder}/kv.sqlite`);
    for (const [key, value] of entries) await kv.set(key, value);
    kv.close();
    const db = new DatabaseSync(`${folder}/kv.sqlite`, { readOnly: true });
    try {
      return db.prepare("select k as key, v as value from kv order by k").all()
        .map(({ key, value }) => ({ key: bytes(key), value: bytes(value) }));
    } finally {
      db.close();
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function bytes(column: unknown): Uint8Array {
  if (column instanceof Uint8Array) return new Uint8Array(column);
  throw new Error("expected a blob");
}
