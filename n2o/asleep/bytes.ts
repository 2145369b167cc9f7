/**
 * A connection that sleeps, as bytes: JSON, which hosts read and write fastest.
 *
 * @module
 */
import type { Cx } from "../cx.ts";
import { N2oError } from "../error.ts";
import { pack, packedSize, unpack } from "../term/packed.ts";
import type { Asleep } from "../transport.ts";

/** The form of what is written; whoever reads another knows nothing of it. */
const FORM = 1;

const encoder = new TextEncoder(), decoder = new TextDecoder();

/** The bytes of a connection that sleeps. */
export function toBytes(asleep: Asleep): Uint8Array<ArrayBuffer> {
  return encoder.encode(JSON.stringify([FORM, pack(asleep)]));
}

/** The connection of bytes that `toBytes` made; undefined for those of another version of this program. */
export function fromBytes(bytes: Uint8Array): Asleep | undefined {
  const [form, asleep]: unknown[] = JSON.parse(decoder.decode(bytes));
  // As: nobody but this program writes there, and the form says that it was this version.
  return form === FORM ? unpack(asleep) as Asleep : undefined;
}

/**
 * Refuses what a page is about to keep where its host has no room for that.
 *
 * @throws {N2oError} `full`; the message says how much it is.
 */
export function checkRoom(state: Cx["state"], room: number): void {
  const bytes = packedSize(state);
  if (bytes > room) {
    throw new N2oError(
      "full",
      `state: ${bytes} bytes, over the ${room} that this host keeps for a connection; put what is large into a table of kvs`,
    );
  }
}
