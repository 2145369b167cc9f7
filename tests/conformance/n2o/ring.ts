/**
 * The recorded rings: which node the original gives a key to, and where its nodes stand.
 *
 * @module
 */
import { fromHex } from "../../../base/mod.ts";
import { atom, decode, encode, type Term, tuple } from "../../../n2o/bert/bert.ts";
import { contains, lookup, members, new as ring, size } from "../../../n2o/process/ring.ts";
import { read, type Term as Text } from "../../_support/erlang_text.ts";

/** A line of `ring.jsonl`. */
export interface RingLine {
  readonly vnodes: number;
  readonly nodes: string;
  readonly key: string;
  readonly key_hex: string;
  readonly node: string;
  readonly contains: boolean;
}

/** A line of `ring_layout.jsonl`. */
export interface LayoutLine {
  readonly vnodes: number;
  readonly nodes: string;
  readonly positions: readonly (readonly [hash: string, node: string])[];
  readonly size: number;
}

/** Whether a line is one of `ring.jsonl`. */
export function isRing(line: object): line is RingLine {
  return "vnodes" in line && "key_hex" in line && "node" in line;
}

/** Whether a line is one of `ring_layout.jsonl`. */
export function isLayout(line: object): line is LayoutLine {
  return "vnodes" in line && "positions" in line;
}

/** What a ring answers otherwise than the line; empty where it does not. */
export function ringFailure(line: RingLine): string {
  const nodes = termsOf(line.nodes), made = ring(line.vnodes, nodes);
  const key = decode(fromHex(line.key_hex));
  return differences([
    ["node", hex(lookup(made, key)), hex(termOf(line.node))],
    ["contains", contains(made, key), line.contains],
    ["members", members(made).map(hex).sort(), nodes.map(hex).sort()],
  ]);
}

/** What stands otherwise than the line says; empty where nothing does. */
export function layoutFailure(line: LayoutLine): string {
  const made = ring(line.vnodes, termsOf(line.nodes));
  return differences([
    ["size", size(made), line.size],
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
  return Array.isArray(list) ? list.map(toTerm) : [];
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
