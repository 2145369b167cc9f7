/**
 * The recorded rings: which node the original gives a key to, and where its nodes stand.
 *
 * @module
 */
import { fromHex } from "../../../base/mod.ts";
import { atom, decode, encode, type Term, tuple } from "../../../n2o/bert/bert.ts";
import { N2oError } from "../../../n2o/error.ts";
import * as rings from "../../../n2o/process/ring.ts";
import { read, type Term as Text } from "../../_support/erlang_text.ts";
import type { Result } from "../report.ts";

/** A line of a file: an object of JSON. */
type Line = Readonly<Record<string, unknown>>;

/** A line of `ring.jsonl`. */
interface RingLine extends Line {
  readonly vnodes: number;
  readonly nodes: string;
  readonly key: string;
  readonly key_hex: string;
  readonly node: string;
  readonly contains: boolean;
}

/** A line of `ring_layout.jsonl`. */
interface LayoutLine extends Line {
  readonly vnodes: number;
  readonly nodes: string;
  readonly positions: readonly (readonly [hash: string, node: string])[];
  readonly size: number;
}

/** A kind of recorded answers. */
interface Kind {
  is(line: Line): boolean;
  run(lines: readonly Line[]): readonly Result[];
}

/** Nodes of keys. */
export const ring: Kind = {
  is: isRing,
  run: (lines) =>
    lines.filter(isRing).map((line) => ({
      name: `${line.key} among ${line.nodes} x ${line.vnodes}`,
      failure: ringFailure(line),
    })),
};

/** Places of nodes. */
export const layout: Kind = {
  is: isLayout,
  run: (lines) =>
    lines.filter(isLayout).map((line) => ({
      name: `${line.nodes} x ${line.vnodes}`,
      failure: layoutFailure(line),
    })),
};

function isRing(line: Line): line is RingLine {
  return "vnodes" in line && "key_hex" in line && "node" in line;
}

function isLayout(line: Line): line is LayoutLine {
  return "vnodes" in line && "positions" in line;
}

function ringFailure(line: RingLine): string {
  const nodes = termsOf(line.nodes), made = rings.new(line.vnodes, nodes);
  const key = decode(fromHex(line.key_hex));
  return differences([
    ["node", found(made, key), hex(termOf(line.node))],
    ["contains", rings.contains(made, key), line.contains],
    ["members", rings.members(made).map(hex).sort(), nodes.map(hex).sort()],
  ]);
}

/** The node of a key, as the original tells it: `{error,empty_ring}` where there is none. */
function found(ring: rings.Ring, key: Term): string {
  try {
    return hex(rings.lookup(ring, key));
  } catch (error) {
    if (!N2oError.is(error, "empty_ring")) throw error;
    return hex(tuple(atom("error"), atom("empty_ring")));
  }
}

function layoutFailure(line: LayoutLine): string {
  const made = rings.new(line.vnodes, termsOf(line.nodes));
  return differences([
    ["size", rings.size(made), line.size],
    [
      "positions",
      made.positions.map(({ hash, node }) => [hash, hex(node)]),
      line.positions.map(([hash, node]) => [hash, hex(termOf(node))]),
    ],
  ]);
}

function differences(checks: readonly (readonly [string, unknown, unknown])[]): string {
  return checks.filter(([, got, wanted]) => JSON.stringify(got) !== JSON.stringify(wanted))
    .map(([what, got, wanted]) => `${what}: ${JSON.stringify(got)}, not ${JSON.stringify(wanted)}`)
    .join("; ");
}

function hex(term: Term): string {
  return encode(term).toHex();
}

function termsOf(text: string): Term[] {
  const list = read(text);
  if (!Array.isArray(list)) throw new TypeError(`no list of nodes: ${text}`);
  return list.map(toTerm);
}

function termOf(text: string): Term {
  return toTerm(read(text));
}

/** The term that Erlang's text stands for; the recordings know no floats of integral value. */
function toTerm(text: Text): Term {
  if (typeof text === "number" || typeof text === "bigint") return text;
  if (Array.isArray(text)) return text.map(toTerm);
  if ("atom" in text) return atom(text.atom);
  if ("tuple" in text) return tuple(...text.tuple.map(toTerm));
  return Uint8Array.from(text.binary, (character) => character.charCodeAt(0));
}
