/**
 * Permission: per resource, method, row and field. What is not granted is not there.
 *
 * @module
 */
import type { KvsRecord } from "../../kvs/mod.ts";
import type { Person } from "../who.ts";

/** What is done with a resource. */
export type Action = "list" | "get" | "create" | "replace" | "patch" | "delete";

/** All of them. */
export const ACTIONS: readonly Action[] = ["list", "get", "create", "replace", "patch", "delete"];

/** To whom something is granted: anyone, whoever is known, holders of a scope, or those that a function says yes to. */
export type Grant =
  | "anyone"
  | "known"
  | { readonly scope: string }
  | ((person: Person) => boolean | Promise<boolean>);

/** What may be read and written of a field; what is left out is as the record. */
export interface FieldGrants {
  /** Who is told it. */
  readonly read?: Grant;
  /** Who may set it. */
  readonly write?: Grant;
}

/** Permission by action, row and field. */
export interface May<T extends KvsRecord = KvsRecord> {
  /** Who may list; an action that is left out is not served at all: 405. */
  readonly list?: Grant;
  /** Who may read one. */
  readonly get?: Grant;
  /** Who may create, by POST and by PUT. */
  readonly create?: Grant;
  /** Who may replace and rename, by PUT. */
  readonly replace?: Grant;
  /** Who may change parts, by PATCH. */
  readonly patch?: Grant;
  /** Who may delete. */
  readonly delete?: Grant;
  /** Which records a person has to do with: what it does not answer true for is not there for them; asked of what is stored, and of what is about to be. */
  readonly row?: (
    person: Person | undefined,
    record: T,
    action: Action,
  ) => boolean | Promise<boolean>;
  /** What of their fields. */
  readonly fields?: { readonly [F in keyof T & string]?: FieldGrants };
}

/** Whether something is granted to a person. */
export async function isGranted(
  grant: Grant | undefined,
  person: Person | undefined,
): Promise<boolean> {
  if (grant === undefined) return false;
  if (grant === "anyone") return true;
  if (person === undefined) return false;
  if (grant === "known") return person.scopes === undefined;
  if (typeof grant === "function") return await grant(person);
  return person.scopes === undefined || person.scopes.includes(grant.scope);
}
