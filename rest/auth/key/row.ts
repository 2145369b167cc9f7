/**
 * API keys as they lie in the store.
 *
 * @module
 */
import { sha256Sync, toHex } from "../../../base/mod.ts";
import type { KvKey } from "../../../kvs/mod.ts";

/** A key in the store: never its text, only the SHA-256 of it. */
export interface KeyRow {
  readonly name: string;
  readonly owner: string;
  readonly scopes?: readonly string[];
  readonly made: number;
  readonly expires?: number;
  readonly hash: Uint8Array;
  /** The text before the last rotation, as long as it is taken. */
  readonly former?: { readonly hash: Uint8Array; readonly until: number };
  readonly rotated?: number;
  readonly revoked?: number;
  /** When it was last used, of one that is revoked; of others a row of its own tells. */
  readonly used?: number;
}

/** What a key looks like to those that list it: nothing of its text. */
export interface ApiKey {
  /** Its id, which its text tells, too. */
  readonly id: string;
  /** What it is for, in its owner's words. */
  readonly name: string;
  /** Who it stands for. */
  readonly owner: string;
  /** What it may; whatever its owner may where it is undefined. */
  readonly scopes?: readonly string[];
  /** When it was made, in milliseconds since the epoch. */
  readonly made: number;
  /** When it ends; undefined: it does not. */
  readonly expires?: number;
  /** When it was last used, to the minute; undefined: never. */
  readonly used?: number;
  /** When it got another text. */
  readonly rotated?: number;
  /** When it was revoked; undefined: it was not. */
  readonly revoked?: number;
}

const ROOT = ["n2o", "rest"] as const;

/** Under which all keys stand. */
export const KEYS: KvKey = [...ROOT, "key"];

/** Where a key is. */
export function keyRow(id: string): KvKey {
  return [...KEYS, id];
}

/** Where it is told when a key was last used: apart, so that no use stands in the way of a change. */
export function usedRow(id: string): KvKey {
  return [...ROOT, "used", id];
}

/** Where the ids of an owner's keys are: by a hash, whatever an owner is called. */
export function ownerRow(owner: string): KvKey {
  return [...ROOT, "keys of", toHex(sha256Sync(owner))];
}

/** What is told of a key. */
export function toldOf(id: string, row: KeyRow, used: number | null): ApiKey {
  const { name, owner, scopes, made, expires, rotated, revoked } = row, last = used ?? row.used;
  return {
    id,
    name,
    owner,
    made,
    ...scopes !== undefined && { scopes },
    ...expires !== undefined && { expires },
    ...last !== undefined && { used: last },
    ...rotated !== undefined && { rotated },
    ...revoked !== undefined && { revoked },
  };
}

/** Whether a key is taken at a time. */
export function isLive(
  { revoked, expires }: Pick<ApiKey, "revoked" | "expires">,
  now: number,
): boolean {
  return revoked === undefined && (expires === undefined || now < expires);
}
