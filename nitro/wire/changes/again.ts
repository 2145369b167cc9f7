/**
 * Finds the leaves of an update that has the shape of the one before without reading its HTML: by how far they stand from each other.
 *
 * Between two leaves stands what stood there before, as one hash of all that tells, and a leaf ends where its text or its quotes do. Behind a
 * tree: that hash (8 bytes), that of its events (8), how many places there are (2), and for each how far it is from the one before (2),
 * how far behind the id of its element (2), and where in the tree its leaf is (2), 0 for an id that was made up.
 *
 * @module
 */
import type { Action } from "../../action/action.ts";
import type { EventAction } from "../../event.ts";
import { begin, end, take, type Words } from "./hash.ts";
import type { Entry } from "./memory.ts";
import {
  coded,
  codeEvents,
  codeText,
  HEAD,
  int,
  type Key,
  type Past,
  putInt,
  putShort,
  short,
} from "./pack.ts";
import type { Read } from "./node.ts";
import { decoded, type Source, sourceOf } from "./text.ts";

const PLACE = 6, FIXED = 18;
const QUOTE = 34, LT = 60;
const words: Words = new Int32Array(4);

/** Writes how to find the leaves of a tree; where that ends, or the beginning where there is no room. */
export function packPlaces(
  into: Uint8Array,
  from: number,
  { read, key, places, events }: {
    readonly read: Read;
    readonly key: Key;
    readonly places: readonly number[];
    readonly events: readonly EventAction[];
  },
): number {
  const { marks, bytes, length } = read, count = marks.length / 3;
  if (from + FIXED + PLACE * count > into.length) return from;
  begin(words, 0, key.low, key.high);
  let at = from + FIXED, before = 0, leaf = 0;
  for (let mark = 0; mark < marks.length; mark += 3) {
    const [start = 0, stop = 0, idFrom = -1] = marks.slice(mark, mark + 3);
    const back = idFrom < 0 ? 0 : start - idFrom;
    if (start - before > 65_535 || back > 65_535) return from;
    take(words, 0, bytes, before, start);
    putShort(into, at, start - before);
    putShort(into, at + 2, back);
    putShort(into, at + 4, idFrom < 0 ? 0 : (places[leaf++] ?? 0) - HEAD);
    at += PLACE;
    before = stop;
  }
  take(words, 0, bytes, before, length);
  end(words, 0);
  putInt(into, putInt(into, from, words[0] ?? 0), words[1] ?? 0);
  codeEvents(events, key);
  putInt(into, putInt(into, from + 8, coded.low), coded.high);
  putShort(into, from + 16, count);
  return at;
}

/** What differs in an update, where that is leaves alone; undefined where it must be read. */
export function again(
  bytes: Uint8Array,
  { root, to, isStale }: Entry,
  { html, key, events }: {
    readonly html: string;
    readonly key: Key;
    readonly events: readonly EventAction[];
  },
): Action[] | undefined {
  const from = root.to, source = isStale || from === to ? undefined : sourceOf(html);
  if (source === undefined) return undefined;
  const found = leaves(bytes, root, source, key);
  if (found === undefined) return undefined;
  codeEvents(events, key);
  if (int(bytes, from + 8) !== coded.low || int(bytes, from + 12) !== coded.high) return undefined;
  const actions: Action[] = [];
  for (const { place, start, stop } of found) {
    const text = decoded(source.text(start, stop)), idFrom = start - short(bytes, place + 2);
    const isText = source.bytes[start - 1] !== QUOTE;
    if (text === undefined || isText && isTextarea(source, start)) return undefined;
    const target = source.text(idFrom, until(source.bytes, idFrom, QUOTE));
    actions.push(
      isText
        ? { action: "text", target, text }
        : { action: "attr", target, name: "value", value: text },
    );
  }
  for (const { code, low, high } of found) putInt(bytes, putInt(bytes, code, low), high);
  return actions;
}

/** A leaf that is another. */
interface Found {
  /** Where what is remembered of its place is, and its code. */
  readonly place: number;
  readonly code: number;
  readonly low: number;
  readonly high: number;
  readonly start: number;
  readonly stop: number;
}

/** The leaves that are others; undefined where anything else is. */
function leaves(
  bytes: Uint8Array,
  root: Past,
  { bytes: read, length }: Source,
  key: Key,
): Found[] | undefined {
  const from = root.to, count = short(bytes, from + 16), found: Found[] = [];
  begin(words, 0, key.low, key.high);
  let before = 0;
  for (let nth = 0, place = from + FIXED; nth < count; nth++, place += PLACE) {
    const start = before + short(bytes, place), code = short(bytes, place + 4);
    if (start >= length) return undefined;
    take(words, 0, read, before, start);
    // A value stands in quotes, a text behind a tag.
    const stop = until(read, start, read[start - 1] === QUOTE ? QUOTE : LT);
    if (stop >= length) return undefined;
    before = stop;
    if (code === 0) continue;
    codeText(read, start, stop, key);
    const at = root.at + code, { low, high } = coded;
    if (int(bytes, at) !== low || int(bytes, at + 4) !== high) {
      found.push({ place, code: at, low, high, start, stop });
    }
  }
  take(words, 0, read, before, length);
  end(words, 0);
  return int(bytes, from) === words[0] && int(bytes, from + 4) === words[1] ? found : undefined;
}

/** Where a character stands next; the end where it does not. */
function until(bytes: Uint8Array, from: number, code: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] !== code) at++;
  return at;
}

function isTextarea({ bytes, text }: Source, start: number): boolean {
  let at = start;
  while (at > 0 && bytes[at] !== LT) at--;
  return text(at, at + 9) === "<textarea";
}
