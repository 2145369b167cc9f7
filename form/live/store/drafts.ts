/**
 * Drafts: what a person has entered and not sent, kept over reloads and restarts; the host hands in where.
 *
 * @module
 */
import type { Plain } from "../../../n2o/mod.ts";
import type { Dump } from "../../state/filled.ts";
import type { Held } from "./records.ts";

/** Whose draft of what it is. */
export interface DraftKey {
  /** The user; of who is nobody what tells their session from others, and opens nothing. */
  readonly user: string;
  /** The name of the document. */
  readonly document: string;
  /** Its version; empty where it has none. A draft of another version is never asked for. */
  readonly version: string;
  /** The id of the record; empty for a new one. */
  readonly record: string;
}

/** A form as it was left, and what it was begun from: plain data. */
export interface Draft {
  /** What was entered. */
  readonly dump: Dump;
  /** The version of the record that it was begun from; null where there was none. */
  readonly version: string | null;
  /** What the record held then, without secrets. */
  readonly was: Held;
  /** The step of the wizard, from 1. */
  readonly step: number;
  /** When it was saved, in milliseconds since 1970. */
  readonly at: number;
}

/** Drafts by whose they are. A newer one takes the place of the one before. */
export interface Drafts {
  /** Reads a draft; undefined where there is none. */
  load(key: DraftKey): Draft | undefined | Promise<Draft | undefined>;
  /** Saves a draft. */
  save(key: DraftKey, draft: Draft): void | Promise<void>;
  /** Forgets a draft; nothing where there is none. */
  drop(key: DraftKey): void | Promise<void>;
}

/** A draft as data that any store takes, and back: what is undefined is left out. */
export function isDraft(value: unknown): value is Draft {
  if (typeof value !== "object" || value === null) return false;
  const { dump, version, was, step, at } = value as { readonly [K in keyof Draft]?: unknown }; // as: to be looked at
  return isTree(dump) && isTree(was) && (version === null || typeof version === "string") &&
    Number.isSafeInteger(step) && typeof at === "number" && !Number.isNaN(new Date(at).getTime()) &&
    ["values", "raw", "rows", "edits"].every((part) => isTree(dump[part])) &&
    Array.isArray(dump.touched);
}

function isTree(value: unknown): value is { readonly [part: string]: Plain } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
