/**
 * Terms that only the node that made them can use: pids, ports, references and exported functions. Kept field by field so that
 * they go back as they came.
 *
 * @module
 */
import type { Atom } from "./atom.ts";
import type { Integer } from "./integer.ts";

/** A process identifier. */
export class Pid {
  /** Makes a pid; id, serial and creation are unsigned 32-bit integers. */
  constructor(
    /** Name of the node. */
    readonly node: Atom,
    /** Number of the process. */
    readonly id: number,
    /** Counts how often the number was used anew. */
    readonly serial: number,
    /** Tells incarnations of the node apart. */
    readonly creation: number,
  ) {}
}

/** A port identifier. */
export class Port {
  /** Makes a port; id is an unsigned 64-bit integer, creation one of 32 bits. */
  constructor(
    /** Name of the node. */
    readonly node: Atom,
    /** Number of the port. */
    readonly id: Integer,
    /** Tells incarnations of the node apart. */
    readonly creation: number,
  ) {}
}

/** A reference, as of `make_ref()`. */
export class Reference {
  /** Makes a reference; creation and words are unsigned 32-bit integers. */
  constructor(
    /** Name of the node. */
    readonly node: Atom,
    /** Tells incarnations of the node apart. */
    readonly creation: number,
    /** The number in words of 32 bits, least significant first; at most 5. */
    readonly words: readonly number[],
  ) {}
}

/** A function by its name: `fun lists:map/2`. */
export class Export {
  /** Makes a reference to `module:name/arity`. */
  constructor(
    /** Module of the function. */
    readonly module: Atom,
    /** Name of the function. */
    readonly name: Atom,
    /** Number of its arguments. */
    readonly arity: number,
  ) {}
}
