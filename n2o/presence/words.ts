/**
 * What nodes tell one another of presence: plain values over the bus, read with suspicion.
 *
 * | word | to | says |
 * | --- | --- | --- |
 * | `beat`, Version | all, each second; who asked | I live, and have changed so many times |
 * | `who` | all, at the start and after a loss | beat to me |
 * | `diff`, Version, Joins, Leaves | all; who was behind | my change of this number |
 * | `pull`, Version | one | I know your changes up to this one |
 * | `state`, Version, Part, Parts, Entries | who was far behind | all that I hold |
 * | `bye` | all | I end |
 *
 * Each is `[Word, Node, ...]`.
 *
 * @module
 */
import { N2oError } from "../error.ts";
import { isInteger } from "../../base/mod.ts";
import { encode } from "../bert/bert.ts";
import type { Entry } from "./roster.ts";
import { type Key, type Plain, toTerm } from "../term/plain.ts";

/** A change of one node: who came, and the refs of who went. */
export interface Diff {
  /** How many changes the node has made with this one. */
  readonly version: number;
  readonly joins: readonly Entry[];
  readonly leaves: readonly string[];
}

/** What one node tells. */
export type Word =
  | { readonly word: "beat"; readonly node: string; readonly version: number }
  | { readonly word: "who"; readonly node: string }
  | { readonly word: "diff"; readonly node: string; readonly diff: Diff }
  | { readonly word: "pull"; readonly node: string; readonly version: number }
  | { readonly word: "state"; readonly node: string; readonly part: Part }
  | { readonly word: "bye"; readonly node: string };

/** A part of all that a node holds. */
export interface Part {
  readonly version: number;
  /** Which part, from 0, of how many. */
  readonly at: number;
  readonly of: number;
  readonly entries: readonly Entry[];
}

/** The topic that all nodes hear. */
export const ALL: Key = ["n2o", "presence"];

/** The topic that one node hears. */
export const inboxOf = (node: string): Key => ["n2o", "presence", node];

/** Entries of one message: with the largest data it stays under what a bus takes. */
export const ENTRIES = 16;
/** Refs of who went in one message. */
export const LEAVES = 1_000;
/** Parts of a state that are read. */
const PARTS = 10_000;
/** Bytes of data, characters of a key and of a topic, and of the name of an entry. */
const DATA = 4_096, KEY = 256, TOPIC = 512;
const REF = 96;

/** The value that is sent. */
export function write(word: Word): Plain {
  const head = [word.word, word.node];
  switch (word.word) {
    case "beat":
    case "pull":
      return [...head, word.version];
    case "diff": {
      const { version, joins, leaves } = word.diff;
      return [...head, version, joins.map(row), leaves];
    }
    case "state": {
      const { version, at, of, entries } = word.part;
      return [...head, version, at, of, entries.map(row)];
    }
    default:
      return head;
  }
}

function row({ ref, topic, key, data }: Entry): Plain {
  return [ref, topic, key, data];
}

/** What was sent; undefined for anything else. */
export function read(value: unknown): Word | undefined {
  if (!Array.isArray(value)) return undefined;
  const [word, node, version, ...rest] = value as readonly unknown[];
  if (typeof node !== "string" || !/^[\w-]{8,64}$/.test(node)) return undefined;
  if (word === "who" || word === "bye") return { word, node };
  if (!isInteger(version, 0, Number.MAX_SAFE_INTEGER)) return undefined;
  if (word === "beat" || word === "pull") return { word, node, version };
  if (word === "diff") {
    const joins = rows(rest[0], node), leaves = rest[1];
    return joins === undefined || !Array.isArray(leaves) || leaves.length > LEAVES ||
        !leaves.every((each) => isShort(each, REF))
      ? undefined
      : { word, node, diff: { version, joins, leaves } };
  }
  if (word !== "state") return undefined;
  const [at, of] = rest, entries = rows(rest[2], node);
  return entries === undefined || !isInteger(of, 1, PARTS) || !isInteger(at, 0, of - 1)
    ? undefined
    : { word, node, part: { version, at, of, entries } };
}

/** Entries of a node, whose refs begin with its name: it cannot speak for another one's, nor say more than this node would. */
function rows(value: unknown, node: string): Entry[] | undefined {
  if (!Array.isArray(value) || value.length > ENTRIES) return undefined;
  const entries: Entry[] = [];
  for (const each of value) {
    if (!Array.isArray(each)) return undefined;
    const [ref, topic, key, data] = each;
    if (!isShort(ref, REF) || !ref.startsWith(`${node}.`) || data === undefined) return undefined;
    if (!isShort(topic, TOPIC) || !isShort(key, KEY) || bytesOf(data) > DATA) return undefined;
    entries.push({ ref, topic, key, data });
  }
  return entries;
}

function isShort(value: unknown, most: number): value is string {
  return typeof value === "string" && value.length <= most;
}

/** How large data is on the wire. */
function bytesOf(data: Plain): number {
  return encode(toTerm(data)).length;
}

/**
 * Refuses an entry; `topic` as `keyText` writes it.
 *
 * @throws {N2oError} `value` for data that is not plain, `full` for what is too large.
 */
export function bound(topic: string, key: string, data: Plain): void {
  const bytes = bytesOf(data);
  if (bytes > DATA) throw new N2oError("full", `presence: ${bytes} bytes of data, over ${DATA}`);
  if (typeof key !== "string" || key.length > KEY) {
    throw new N2oError("full", `presence: a key is a text of at most ${KEY} characters`);
  }
  if (topic.length > TOPIC) {
    throw new N2oError("full", `presence: a topic has at most ${TOPIC} characters`);
  }
}
