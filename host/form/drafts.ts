/**
 * Drafts in the store.
 *
 * @module
 */
import { sha256Sync, toHex } from "../../base/mod.ts";
import { type Draft, type DraftKey, type Drafts, isDraft } from "../../form/mod.ts";
import { delete as del, get, type Kv, type KvsRecord, put } from "../../kvs/mod.ts";

/** How drafts are kept. */
export interface DraftsOptions {
  /** The table that they are in; `n2o_draft` by default. */
  readonly table?: string;
  /** Milliseconds after its last change that a draft is gone; 30 days by default. */
  readonly expireIn?: number;
}

/** A draft as it is stored. */
interface Row extends KvsRecord, DraftKey {
  readonly draft: Draft;
}

const LASTS = 30 * 86_400_000;

/** Drafts in a table of their own: each is there till it is sent or given up, or nobody went on with it for so long. */
export function drafts(
  kv: Kv,
  { table = "n2o_draft", expireIn = LASTS }: DraftsOptions = {},
): Drafts {
  return {
    async load(key) {
      const row = await get<Row>(kv, table, idOf(key));
      return row !== undefined && isSame(row, key) && isDraft(row.draft) ? row.draft : undefined;
    },
    save: (key, draft) => put<Row>(kv, table, { ...key, id: idOf(key), draft }, { expireIn }),
    drop: (key) => del(kv, table, idOf(key)),
  };
}

/** Of one length, whatever a user or a record is called. */
function idOf({ user, document, version, record }: DraftKey): string {
  return toHex(sha256Sync(JSON.stringify([user, document, version, record])));
}

function isSame(row: DraftKey, key: DraftKey): boolean {
  return row.user === key.user && row.document === key.document && row.version === key.version &&
    row.record === key.record;
}
