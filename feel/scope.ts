/**
 * Names and what they stand for, innermost first.
 *
 * @module
 */
import type { Machine } from "./machine.ts";

/** Names of one level, and the levels around it. */
export interface Scope {
  /** The evaluation under way: one for all its scopes. */
  readonly machine: Machine;
  /** Own entries are names; what is inherited is none. */
  readonly names: Readonly<Record<string, unknown>>;
  /** The level around it. */
  readonly up: Scope | null;
}

/** A scope inside another one. */
export function inside(scope: Scope, names: Readonly<Record<string, unknown>>): Scope {
  return { machine: scope.machine, names, up: scope };
}

/** The level that has a name, or null. */
export function find(scope: Scope, name: string): Scope | null {
  for (let level: Scope | null = scope; level !== null; level = level.up) {
    if (Object.hasOwn(level.names, name)) return level;
  }
  return null;
}
