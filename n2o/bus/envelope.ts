/**
 * A message of the bus as it lies on a broker: who sent it to which topic of which application, sealed where there is a secret.
 *
 * Five bytes, `N2B`, the version and whether a seal of 16 bytes follows; the seal, over the channel and all that follows it; the number
 * of the letter among those of its sender and its time, milliseconds since 1970, in 6 bytes each; the term
 * `{Application, Node, Topic, Kind, Body}`.
 *
 * @module
 */
import { decode, encode } from "../bert/bert.ts";
import { type Mac, mac, SEAL } from "./mac.ts";
import type { Stamp } from "./seen.ts";
import { type Body, SIZE, withCopy } from "./message.ts";
import type { BusSettings } from "./bus.ts";
import { N2oError } from "../error.ts";
import { text, Tuple, tuple } from "../term/term.ts";
import { TOPIC } from "./topics.ts";

/** What was said to a topic: a message, or that messages may be lost. */
export interface Letter extends Stamp {
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

const MAGIC = [0x4e, 0x32, 0x42], VERSION = 2, HEAD = 5;
/** Bytes of the number and of the time, each, and the characters of a sender's name at most. */
const COUNT = 6, FROM = 64;
const TERM = 0, PLAIN = 1, LOST = 2;
/** Bytes beside the body that a letter may have: a topic of the greatest length takes three for each character. */
const BESIDE = 4 * TOPIC;
/** Beginnings of letters that are kept at hand: all letters of one sender to one topic begin alike. */
const KEPT = 4_096;
/** Tags of a byte and of a binary: a letter ends with a kind, the size of its body, and that. */
const SMALL_INTEGER = 97, BINARY = 109, TAIL = 7;
const NOTHING = new Uint8Array(0);

/** Senders whose beginnings are kept for one channel. */
const SENDERS = 8;

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
  const written = new Map<string, Beginning>(), heard = new Map<string, Beginning[]>();

  function begin(from: string, topic: string): Beginning {
    const whole = encode(tuple(application, from, topic, LOST, NOTHING));
    return { from, topic, bytes: whole.slice(0, whole.length - TAIL) };
  }

  function beginning(from: string, topic: string): Uint8Array {
    const known = written.get(topic);
    if (known !== undefined && known.from === from) return known.bytes;
    const made = begin(from, topic);
    if (written.size >= KEPT) written.clear();
    written.set(topic, made);
    return made.bytes;
  }

  /** Several nodes speak on one channel. */
  function hear(channel: string, { from, topic }: Letter): void {
    const known = heard.get(channel) ?? [];
    if (known.length === 0 && heard.size >= KEPT) heard.clear();
    heard.set(channel, [begin(from, topic), ...known.slice(0, SENDERS - 1)]);
  }

  function seal(channel: string, { from, topic, body, number, time }: Letter): Uint8Array {
    const kind = body === undefined ? LOST : body.plain ? PLAIN : TERM;
    const begun = beginning(from, topic), content = body?.bytes ?? NOTHING, size = content.length;
    const stamped = HEAD + (first === undefined ? 0 : SEAL), start = stamped + 2 * COUNT;
    const at = start + begun.length;
    const bytes = new Uint8Array(at + TAIL + size);
    bytes.set(MAGIC);
    bytes[3] = VERSION;
    bytes[4] = first === undefined ? 0 : 1;
    write(bytes, stamped, number);
    write(bytes, stamped + COUNT, time);
    bytes.set(begun, start);
    bytes[at] = SMALL_INTEGER;
    bytes[at + 1] = kind;
    bytes[at + 2] = BINARY;
    bytes[at + 3] = size >>> 24;
    bytes[at + 4] = size >>> 16;
    bytes[at + 5] = size >>> 8;
    bytes[at + 6] = size;
    bytes.set(content, at + TAIL);
    first?.seal(channel, bytes, stamped);
    return bytes;
  }

  function open(channel: string, bytes: Uint8Array): Letter | string {
    if (MAGIC.some((each, at) => bytes[at] !== each)) return "it is no message of a bus";
    if (bytes[3] !== VERSION) return `it is of version ${bytes[3]}, this is ${VERSION}`;
    if (bytes.length > size + BESIDE) return `it has ${bytes.length} bytes`;
    const stamped = HEAD + (bytes[4] === 1 ? SEAL : 0), start = stamped + 2 * COUNT;
    if (bytes.length < start) return "it is cut or mutilated";
    if (keys.length > 0) {
      const isOurs = bytes[4] === 1 && keys.some((key) => key.isSealed(channel, bytes, stamped));
      if (!isOurs) return "its sender does not have the secret";
    }
    // A plain view, whatever the bytes of the broker are.
    const term = new Uint8Array(bytes.buffer, bytes.byteOffset + start, bytes.length - start);
    const number = count(bytes, stamped), time = count(bytes, stamped + COUNT);
    try {
      for (const known of heard.get(channel) ?? []) {
        const letter = readOn(term, known);
        if (letter !== undefined) return { ...letter, number, time };
      }
      const read = unknown(term, application);
      if (typeof read === "string") return read;
      const letter = { ...read, number, time };
      hear(channel, letter);
      return letter;
    } catch {
      return "it is cut or mutilated";
    }
  }

  return { seal, open };
}

/** Writes a whole number into six bytes. */
function write(bytes: Uint8Array, at: number, value: number): void {
  const high = Math.floor(value / 2 ** 32);
  bytes[at] = high >>> 8;
  bytes[at + 1] = high;
  bytes[at + 2] = value >>> 24;
  bytes[at + 3] = value >>> 16;
  bytes[at + 4] = value >>> 8;
  bytes[at + 5] = value;
}

/** The whole number in six bytes. */
function count(bytes: Uint8Array, at: number): number {
  let value = 0;
  for (let each = at; each < at + COUNT; each++) value = value * 256 + (bytes[each] ?? 0);
  return value;
}

/** What a letter says beside its stamp. */
type Content = Pick<Letter, "from" | "topic" | "body">;

function unknown(bytes: Uint8Array, application: string): Content | string {
  const term = decode(bytes, { maxSize: bytes.length, maxDepth: 2, atoms: () => false });
  if (!(term instanceof Tuple) || term.length !== 5) return "it has another shape";
  const [owner = [], node = [], name = [], kind, content] = term.elements;
  if (text(owner) !== application) return "it is of another application";
  const from = text(node), topic = text(name);
  if (from === undefined || topic === undefined || !(content instanceof Uint8Array)) {
    return "it has another shape";
  }
  if (from.length > FROM || topic.length > TOPIC) return "it has too long a name";
  return typeof kind === "number"
    ? letterOf(from, topic, kind, content) ?? "it has another shape"
    : "it has another shape";
}

/** The letter of a known beginning; undefined for any other, or one that is written in another way. */
function readOn(term: Uint8Array, { from, topic, bytes }: Beginning): Content | undefined {
  const at = bytes.length;
  if (term.length < at + TAIL || term[at] !== SMALL_INTEGER || term[at + 2] !== BINARY) {
    return undefined;
  }
  for (let index = 0; index < at; index++) if (term[index] !== bytes[index]) return undefined;
  let size = 0;
  for (let index = at + 3; index < at + TAIL; index++) size = size * 256 + (term[index] ?? 0);
  if (size !== term.length - at - TAIL) return undefined;
  return letterOf(from, topic, term[at + 1] ?? -1, term.subarray(at + TAIL));
}

function letterOf(
  from: string,
  topic: string,
  kind: number,
  content: Uint8Array,
): Content | undefined {
  if (kind === LOST) return { from, topic, body: undefined };
  if (kind !== PLAIN && kind !== TERM) return undefined;
  // Read once here: what cannot be read reaches no receiver.
  return { from, topic, body: withCopy({ plain: kind === PLAIN, bytes: content }) };
}

function keysOf(secret: BusSettings["secret"]): readonly Mac[] {
  const secrets = secret === undefined ? [] : typeof secret === "string" ? [secret] : secret;
  return secrets.map((each) => {
    if (typeof each !== "string" || each.length < 16) {
      throw new N2oError("config", "secret: give at least 16 random characters");
    }
    return mac(each);
  });
}
