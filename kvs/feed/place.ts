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

/**
 * The spot of a place.
 *
 * @throws {KvsError} `bad_cursor` where it is none in this feed
 */
export function spotIn(path: readonly string[], place: Place): Spot {
  const given = genuine(() => ({ held: feedParts(place.feed), spot: parsePosition(place.at) }));
  if (given?.spot !== undefined && path.every((part, i) => part === given.held[i])) {
    return { ...given.spot, path: given.held };
  }
  throw new KvsError("bad_cursor", `${feedLabel(path)}: ${shown(place)} is no place in it`);
}

function shown(place: Place): string {
  return genuine(() => `${place.at} of "${place.feed}"`) ?? `what is of type ${typeof place}`;
}
