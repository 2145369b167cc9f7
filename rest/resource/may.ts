/**
 * Permission: per resource, method, row and field. What is not granted is not there.
 *
 * @module
 */
import type { KvsRecord } from "../../kvs/mod.ts";
import { RestError } from "../error.ts";
import type { Person } from "../who.ts";

/** What is done with a resource. */
export type Action = "list" | "get" | "create" | "replace" | "patch" | "delete";

/** All of them. */
export const ACTIONS: readonly Action[] = ["list", "get", "create", "replace", "patch", "delete"];

/**
 * To whom something is granted: anyone, whoever is known, holders of a scope, or those that a function says yes to.
 *
 * The scopes of a key or a token limit what its owner may: whoever comes with scopes is granted what names one of them, and neither `"known"`
 * nor what a function alone says yes to. `{ scope, who }` asks for both: the scope where scopes limit who asks, and the function's yes.
 */
export type Grant =
  | "anyone"
  | "known"
  | { readonly scope: string; readonly who?: (person: Person) => boolean | Promise<boolean> }
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

/** Whether something is granted to a person: known at once, unless a function is asked that has to wait. */
export function isGranted(
  grant: Grant | undefined,
  person: Person | undefined,
): boolean | Promise<boolean> {
  if (grant === undefined) return false;
  if (grant === "anyone") return true;
  if (person === undefined) return false;
  const { scopes } = person;
  if (grant === "known") return scopes === undefined;
  if (typeof grant === "function") return scopes === undefined && grant(person);
  if (scopes !== undefined && !scopes.includes(grant.scope)) return false;
  return grant.who === undefined || grant.who(person);
}

/** The scopes that grants name, each once: what is told of an operation that any of them grants. */
export function scopesOf(...grants: readonly (Grant | undefined)[]): readonly string[] {
  const named = grants.map((each) => typeof each === "object" ? each.scope : undefined);
  return [...new Set(named)].filter((each) => each !== undefined);
}

/**
 * The error of what is not granted: whoever came with a key or a token is told which scope is missing, where that is what is (RFC 6750,
 * section 3.1).
 */
export function refusal(
  grant: Grant | undefined,
  person: Person | undefined,
  message: string,
): RestError {
  const { scopes } = person ?? {};
  if (scopes === undefined) return new RestError("forbidden", message);
  const wanted = typeof grant === "object" ? grant.scope : undefined;
  if (wanted !== undefined && scopes.includes(wanted)) return new RestError("forbidden", message);
  const scope = wanted !== undefined && SCOPE.test(wanted) ? `, scope="${wanted}"` : "";
  return new RestError("forbidden", message, {
    headers: { "www-authenticate": `Bearer error="insufficient_scope"${scope}` },
  });
}

/** A scope as it may stand in a challenge (RFC 6749, section 3.3). */
export const SCOPE: RegExp = /^[\x21\x23-\x5b\x5d-\x7e]{1,100}$/;
