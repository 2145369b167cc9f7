/**
 * Places in feeds, as data that can be stored and sent.
 *
 * @module
 */
import { KvsError } from "../error.ts";
import { genuine } from "../value/builtin.ts";
import { feedLabel, feedParts, feedPath } from "./path.ts";
import type { Id, KvsRecord } from "../rows/record.ts";
import type { Slot, Spot } from "./slots.ts";
import { badCursor, readCursor, writeCursor } from "../value/key.ts";

/** Where an entry stands. */
export interface Place {
  /** Path of the feed that holds it itself. */
  readonly feed: string;
  /** Of the record; "" where only the position is known. */
  readonly id: Id;
  /**
   * The versionstamp of its append, and `.` and its number among those of one commit unless that is
   * 0.
   */
  readonly at: string;
}

/** The place of a slot. */
export function placeOf(slot: Slot<KvsRecord>): Place {
  return { feed: feedPath(...slot.path), id: slot.record.id, at: position(slot) };
}

/** A position as text: the versionstamp, and the number within its commit unless that is 0. */
export function position({ at, sub }: Pick<Spot, "at" | "sub">): string {
  return sub === 0 ? at : `${at}.${sub}`;
}

/** The inverse of {@linkcode position}; undefined for anything else. */
export function parsePosition(text: string): Pick<Spot, "at" | "sub"> | undefined {
  if (typeof text !== "string") return undefined;
  const match = /^([0-9a-f]{20})(?:\.(\d{1,4}))?$/.exec(text);
  return match === null ? undefined : { at: match[1] ?? "", sub: Number(match[2] ?? 0) };
}

/** The position in front of all. */
export const FIRST: string = "0".repeat(20);

/** More than any number of an entry among those of its commit. */
export const LAST = 9999;

/** A position in front of one, with no entry between them. */
export function before({ at, sub }: Pick<Spot, "at" | "sub">): Pick<Spot, "at" | "sub"> {
  if (sub > 0) return { at, sub: sub - 1 };
  return { at: (BigInt(`0x${at}`) - 1n).toString(16).padStart(at.length, "0"), sub: LAST };
}

/** Begins the key in a cursor of an entry. */
const KIND = "feed";

/** A spot as the text of a cursor. */
export function cursorOf({ path, at, sub }: Spot): string {
  return writeCursor([KIND, ...path, at, sub]);
}

/**
 * The spot of a cursor, or of a place.
 *
 * @param own whether it must be in the feed itself, not in one under it
 * @throws {KvsError} `bad_cursor` where it is none in this feed or in the feeds under it
 */
export function spotIn(path: readonly string[], cursor: Place | string, own = false): Spot {
  const where = feedLabel(path);
  const spot = typeof cursor === "string" ? spotOfText(cursor, path) : spotOfPlace(cursor);
  if (spot === undefined) throw badCursor(cursor, where);
  const isIn = path.every((part, i) => part === spot.path[i]);
  if (isIn && !(own && spot.path.length > path.length)) return spot;
  throw new KvsError(
    "bad_cursor",
    `${where}: ${position(spot)} of "${feedPath(...spot.path)}" is no place in it`,
  );
}

/** A position alone is one in the feed itself. */
function spotOfText(text: string, own: readonly string[]): Spot | undefined {
  const alone = parsePosition(text);
  if (alone !== undefined) return { ...alone, path: own };
  const [kind, ...key] = readCursor(text, feedLabel(own)), sub = key.pop(), at = key.pop();
  const spot = typeof sub === "number" && parsePosition(`${String(at)}.${sub}`);
  const path = key.filter((part) => typeof part === "string");
  return kind === KIND && spot && path.length === key.length ? { ...spot, path } : undefined;
}

/** Whatever a caller gives: its names may throw. */
function spotOfPlace(place: Place): Spot | undefined {
  return genuine(() => {
    const path = feedParts(place.feed), spot = parsePosition(place.at);
    return spot && typeof place.feed === "string" ? { ...spot, path } : undefined;
  });
}
