/**
 * Consistent hashing: which of some nodes a key belongs to, so that few keys move when a node comes or goes.
 *
 * A node stands on the ring at the SHA-1 of its term (`term_to_binary` with minor version 1, as Erlang/OTP up to 25 writes it) and, for
 * `vnodes` over one, at those of its term followed by each of the integers from 1 to `vnodes - 1`. A key belongs to the first node at or
 * behind its own SHA-1, and past the end to the first of all. So a ring here and one of `n2o_ring` on an Erlang node agree.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { isInteger, messageOf } from "../../base/mod.ts";
import { encode } from "../bert/bert.ts";
import { N2oError } from "../error.ts";
import { orders, sortedKeys } from "../term/order.ts";
import type { Term } from "../term/term.ts";

/** A place on a ring and the node that stands there. */
export interface Position {
  /** SHA-1 in hexadecimal digits, by which positions are sorted. */
  readonly hash: string;
  /** The node, any term. */
  readonly node: Term;
  /** Whether it is the node's own position, which every node has. */
  readonly first: boolean;
}

/** A ring: data that no function changes. */
export interface Ring {
  /** How many positions each node has. */
  readonly vnodes: number;
  /** All of them in their order. */
  readonly positions: readonly Position[];
}

/** The most positions of one node. */
const MOST = 65_536;

/**
 * Makes a ring of nodes, each of which has one position, or as many as the number before them says.
 *
 * @throws {N2oError} `value` for a node that is no term, and a number that is no integer from 1 to 65,536
 * @example
 * ```ts
 * import { ring } from "@n2o/n2o/n2o/process";
 *
 * const four = ring.new(4, ["/chat/ws/1", "/chat/ws/2", "/chat/ws/3", "/chat/ws/4"]);
 * const three = ring.remove(four, "/chat/ws/4");
 * if (ring.size(four) !== 16 || ring.members(three).length !== 3) throw new Error("wrong size");
 * const node = ring.lookup(four, "room 7");
 * if (node !== "/chat/ws/4" && ring.lookup(three, "room 7") !== node) throw new Error("moved");
 * ```
 */
function make(nodes: readonly Term[]): Ring;
/** Makes a ring of nodes with so many positions each. */
function make(vnodes: number, nodes: readonly Term[]): Ring;
function make(first: number | readonly Term[], nodes: readonly Term[] = []): Ring {
  if (typeof first !== "number") return make(1, first);
  if (!isInteger(first, 1, MOST)) {
    throw new N2oError("value", `a node has 1 to ${MOST} positions on a ring, not ${first}`);
  }
  return placed({ vnodes: first, positions: [] }, nodes);
}

export { make as new };

/**
 * The node that a key belongs to.
 *
 * @throws {N2oError} `empty_ring` where there is none, `value` for a key that is no term
 */
export function lookup({ positions }: Ring, key: Term): Term {
  const found = positions[firstAt(positions, sha1(bytes(key)))] ?? positions[0];
  if (found === undefined) {
    throw new N2oError(
      "empty_ring",
      "the ring has no members: add a node before a key is asked for",
    );
  }
  return found.node;
}

/** Whether a node is on the ring. */
export function contains({ positions }: Ring, node: Term): boolean {
  const hash = sha1(bytes(node));
  return positions[firstAt(positions, hash)]?.hash === hash;
}

/** The ring with a node more; the same ring where it is there already. */
export function add(ring: Ring, node: Term): Ring {
  return contains(ring, node) ? ring : placed(ring, [node]);
}

/** The ring without a node; the same ring where it is not there. */
export function remove(ring: Ring, node: Term): Ring {
  if (!contains(ring, node)) return ring;
  const gone = new Set(positionsOf(ring.vnodes, node).map(({ hash }) => hash));
  return { ...ring, positions: ring.positions.filter(({ hash }) => !gone.has(hash)) };
}

/** The nodes, each once, in the order of the keys of an Erlang map: that of terms, but an integer before every float. */
export function members({ vnodes, positions }: Ring): Term[] {
  const nodes = vnodes === 1 ? positions : positions.filter(({ first }) => first);
  return [...sortedKeys(new Map(nodes.map(({ node }) => [node, node])), orders())];
}

/** How many positions there are: nodes times `vnodes`. */
export function size({ positions }: Ring): number {
  return positions.length;
}

/** The ring with those nodes on it that are not there yet. */
function placed({ vnodes, positions }: Ring, nodes: readonly Term[]): Ring {
  const known = new Set(positions.map(({ hash }) => hash)), fresh: Position[] = [];
  for (const node of nodes) {
    const each = positionsOf(vnodes, node);
    if (each.some(({ hash }) => known.has(hash))) continue;
    for (const position of each) known.add(position.hash);
    fresh.push(...each);
  }
  return {
    vnodes,
    positions: [...positions, ...fresh].sort((a, b) => a.hash < b.hash ? -1 : 1),
  };
}

function positionsOf(vnodes: number, node: Term): Position[] {
  const own = bytes(node);
  return Array.from(
    { length: vnodes },
    (_, index) => ({
      hash: index === 0 ? sha1(own) : sha1(own, bytes(index)),
      node,
      first: index === 0,
    }),
  );
}

/** Index of the first position at or behind a hash. */
function firstAt(positions: readonly Position[], hash: string): number {
  let from = 0, to = positions.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((positions[middle]?.hash ?? "") < hash) from = middle + 1;
    else to = middle;
  }
  return from;
}

function bytes(term: Term): Uint8Array {
  try {
    return encode(term);
  } catch (cause) {
    throw new N2oError("value", `a ring is asked for what is no term: ${messageOf(cause)}`, {
      cause,
    });
  }
}

function sha1(...parts: readonly Uint8Array[]): string {
  const hash = createHash("sha1");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}
