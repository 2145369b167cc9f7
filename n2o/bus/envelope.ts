/**
 * A message of the bus as it lies on a broker: who sent it to which topic of which application, sealed where there is a secret.
 *
 * Five bytes, `N2B`, the version and whether a seal of 16 bytes follows; the seal, over channel and term; the term
 * `{Application, Node, Topic, Kind, Body}`.
 *
 * @module
 */
import { createHmac } from "node:crypto";
import { decode, encode } from "../bert/bert.ts";
import { mac, SEAL } from "./mac.ts";
import { type Body, SIZE, withCopy } from "./message.ts";
import type { BusSettings } from "./bus.ts";
import { N2oError } from "../error.ts";
import { text, Tuple, tuple } from "../term/term.ts";
import { TOPIC } from "./topics.ts";

/** What was said to a topic: a message, or that messages may be lost. */
export interface Letter {
  /** Name of the bus that sent it. */
  readonly from: string;
  /** The topic, as {@linkcode keyText} writes it. */
  readonly topic: string;
  /** The message; `undefined` where messages may be lost. */
  readonly body: Body | undefined;
}

/** Writes and reads what lies on a broker. */
export interface Envelopes {
  /** The bytes of a letter for a channel. */
  seal(channel: string, letter: Letter): Uint8Array;
  /** The letter of these bytes, or why they are none of ours. */
  open(channel: string, bytes: Uint8Array): Letter | string;
}

const MAGIC = [0x4e, 0x32, 0x42], VERSION = 1, HEAD = 5;
const TERM = 0, PLAIN = 1, LOST = 2;
/** Bytes beside the body that a letter may have: a topic of the greatest length takes three for each character. */
const BESIDE = 4 * TOPIC;
/** Beginnings of letters that are kept at hand: all letters of one sender to one topic begin alike. */
const KEPT = 4_096;
/** Tags of a byte and of a binary: a letter ends with a kind, the size of its body, and that. */
const SMALL_INTEGER = 97, BINARY = 109, TAIL = 7;
const NOTHING = new Uint8Array(0);

/** How the letters of one sender to one topic begin, up to the kind. */
interface Beginning {
  readonly from: string;
  readonly topic: string;
  readonly bytes: Uint8Array;
}

/** @throws {N2oError} `config` for an application without a proper name, or a secret that is too short. */
export function envelopes(
  { application, secret, size = SIZE }: Pick<BusSettings, "application" | "secret" | "size">,
): Envelopes {
  if (typeof application !== "string" || !/^[\w-]{1,64}$/.test(application)) {
    throw new N2oError("config", "application: give a name of 1 to 64 of A-Z a-z 0-9 _ -");
  }
  const keys = keysOf(secret), [first] = keys;
  const written = new Map<string, Beginning>(), heard = new Map<string, Beginning>();

  function begin(from: string, topic: string): Beginning {
    const whole = encode(tuple(application, from, topic, LOST, NOTHING));
    return { from, topic, bytes: whole.slice(0, whole.length - TAIL) };
  }

  function beginning(from: string, topic: string): Uint8Array {
    const known = written.get(topic);
    if (known !== undefined && known.from === from) return known.bytes;
    const made = begin(from, topic);
    keep(written, topic, made);
    return made.bytes;
  }

  function seal(channel: string, { from, topic, body }: Letter): Uint8Array {
    const kind = body === undefined ? LOST : body.plain ? PLAIN : TERM;
    const begun = beginning(from, topic), content = body?.bytes ?? NOTHING, size = content.length;
    const start = HEAD + (first === undefined ? 0 : SEAL), at = start + begun.length;
    const bytes = new Uint8Array(at + TAIL + size);
    bytes.set(MAGIC);
    bytes[3] = VERSION;
    bytes[4] = first === undefined ? 0 : 1;
    bytes.set(begun, start);
    bytes[at] = SMALL_INTEGER;
    bytes[at + 1] = kind;
    bytes[at + 2] = BINARY;
    bytes[at + 3] = size >>> 24;
    bytes[at + 4] = size >>> 16;
    bytes[at + 5] = size >>> 8;
    bytes[at + 6] = size;
    bytes.set(content, at + TAIL);
    if (first !== undefined) bytes.set(first(channel, bytes.subarray(start)), HEAD);
    return bytes;
  }

  function open(channel: string, bytes: Uint8Array): Letter | string {
    if (MAGIC.some((each, at) => bytes[at] !== each)) return "it is no message of a bus";
    if (bytes[3] !== VERSION) return `it is of version ${bytes[3]}, this is ${VERSION}`;
    if (bytes.length > size + BESIDE) return `it has ${bytes.length} bytes`;
    const start = HEAD + (bytes[4] === 1 ? SEAL : 0), term = bytes.subarray(start);
    if (keys.length > 0) {
      const sealed = bytes.subarray(HEAD, start);
      const isOurs = sealed.length === SEAL &&
        keys.some((key) => isEqual(key(channel, term), sealed));
      if (!isOurs) return "its sender does not have the secret";
    }
    try {
      const known = heard.get(channel);
      if (known !== undefined) {
        const letter = readOn(term, known);
        if (letter !== undefined) return letter;
      }
      const letter = read(term, application);
      if (typeof letter !== "string") keep(heard, channel, begin(letter.from, letter.topic));
      return letter;
    } catch {
      return "it is cut or mutilated";
    }
  }

  return { seal, open };
}

function read(bytes: Uint8Array, application: string): Letter | string {
  const term = decode(bytes, { maxSize: bytes.length, maxDepth: 2, atoms: () => false });
  if (!(term instanceof Tuple) || term.length !== 5) return "it has another shape";
  const [owner = [], node = [], name = [], kind, content] = term.elements;
  if (text(owner) !== application) return "it is of another application";
  const from = text(node), topic = text(name);
  if (from === undefined || topic === undefined || !(content instanceof Uint8Array)) {
    return "it has another shape";
  }
  return typeof kind === "number"
    ? letterOf(from, topic, kind, content) ?? "it has another shape"
    : "it has another shape";
}

/** The letter of a known beginning; undefined for any other, or one that is written in another way. */
function readOn(term: Uint8Array, { from, topic, bytes }: Beginning): Letter | undefined {
  const at = bytes.length;
  if (term.length < at + TAIL || term[at] !== SMALL_INTEGER || term[at + 2] !== BINARY) {
    return undefined;
  }
  for (let index = 0; index < at; index++) if (term[index] !== bytes[index]) return undefined;
  let size = 0;
  for (let index = at + 3; index < at + TAIL; index++) size = size * 256 + (term[index] ?? 0);
  if (size !== term.length - at - TAIL) return undefined;
  // A plain view, whatever the bytes of the broker are.
  const content = new Uint8Array(term.buffer, term.byteOffset + at + TAIL, size);
  return letterOf(from, topic, term[at + 1] ?? -1, content);
}

function letterOf(
  from: string,
  topic: string,
  kind: number,
  content: Uint8Array,
): Letter | undefined {
  if (kind === LOST) return { from, topic, body: undefined };
  if (kind !== PLAIN && kind !== TERM) return undefined;
  // Read once here: what cannot be read reaches no receiver.
  return { from, topic, body: withCopy({ plain: kind === PLAIN, bytes: content }) };
}

function keep(kept: Map<string, Beginning>, name: string, beginning: Beginning): void {
  if (kept.size >= KEPT) kept.clear();
  kept.set(name, beginning);
}

/** In a time that does not tell where they differ; the host's own takes longer than the seal itself. */
function isEqual(expected: Uint8Array, sealed: Uint8Array): boolean {
  let difference = 0;
  for (let at = 0; at < SEAL; at++) difference |= (expected[at] ?? 0) ^ (sealed[at] ?? 0);
  return difference === 0;
}

function keysOf(secret: BusSettings["secret"]): readonly ReturnType<typeof mac>[] {
  const secrets = secret === undefined ? [] : typeof secret === "string" ? [secret] : secret;
  return secrets.map((each) => {
    if (typeof each !== "string" || each.length < 16) {
      throw new N2oError("config", "secret: give at least 16 random characters");
    }
    // Not the key of anything else that the same secret seals.
    return mac(createHmac("sha256", each).update("n2o bus").digest());
  });
}
