/**
 * The supervisors below another one, and who stands below them.
 *
 * @module
 */
import { type Key, keyText } from "../term/plain.ts";
import { N2oError } from "../error.ts";
import type { ChildSpec, NestedOptions } from "./child.ts";

/** A supervisor as it is found. */
export interface Found<S> {
  /** Its name, which no other supervisor below the topmost has. */
  readonly name: string;
  /** The one of a name: itself, or one below it. */
  find(name: string): S | undefined;
  /** A child below it, and the supervisor that the child stands under. */
  childOf(id: Key): { readonly spec: ChildSpec; readonly above: S } | undefined;
}

/** A supervisor as a child of the one above it. */
export function nestedSpec(
  { name, restart, timeout }: NestedOptions,
  start: ChildSpec["start"],
): ChildSpec {
  return {
    id: name,
    type: "supervisor",
    modules: ["n2o_supervisor"],
    restart,
    timeout,
    start,
  };
}

/** The error of an id that a supervisor has already. */
export function taken(id: Key, above: string): N2oError {
  return new N2oError(
    "already_started",
    `${keyText(id)} runs below ${above}, or is being restarted: stop it first`,
  );
}

/** The error of a supervisor that is asked to start something when it has ended. */
export function hasEnded(name: string): N2oError {
  return new N2oError("noproc", `the supervisor ${name} has ended and starts nothing`);
}

/** Supervisors by their names. */
export class Nested<S extends Found<S>> {
  readonly #all = new Map<string, S>();

  /** Takes one in, in place of one that had its name. */
  add(nested: S): void {
    this.#all.set(keyText(nested.name), nested);
  }

  /** Takes it out, but not another of its name. */
  delete(nested: S): void {
    if (this.#all.get(keyText(nested.name)) === nested) this.deleteName(nested.name);
  }

  /** Takes the one of a name out, where there is one. */
  deleteName(name: Key): void {
    this.#all.delete(keyText(name));
  }

  /** The supervisor of a name. */
  find(name: string): S | undefined {
    for (const nested of this.#all.values()) {
      const found = nested.find(name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The child of an id, and the supervisor that it stands under. */
  childOf(id: Key): { readonly spec: ChildSpec; readonly above: S } | undefined {
    for (const nested of this.#all.values()) {
      const found = nested.childOf(id);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}
