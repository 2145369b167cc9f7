/** A stored entry in bytes: see `lua.ts`. */
import { Buffer } from "node:buffer";
import type { RawEntry, RawValue } from "../../store/backend.ts";
import { toBinary } from "../../value/bytes.ts";
import { KvsError } from "../../error.ts";

const STAMP = 20, DEADLINE = 8, KIND = STAMP + DEADLINE, HEADER = KIND + 1;
const V8 = 0x76, BYTES = 0x62, U64 = 0x75;

/** An entry, with when it is gone: milliseconds since 1970 of the server, or Infinity. */
export interface DatedEntry extends RawEntry {
  readonly deadline: number;
}

/** The kind and the bytes of a value, as a script takes them. */
export function valueBytes(raw: RawValue): Buffer {
  if (raw.kind === "u64") {
    const bytes = Buffer.alloc(9, U64);
    bytes.writeBigUInt64BE(raw.value, 1);
    return bytes;
  }
  const bytes = Buffer.allocUnsafe(raw.value.length + 1);
  bytes[0] = raw.kind === "v8" ? V8 : BYTES;
  bytes.set(raw.value, 1);
  return bytes;
}

/**
 * The entry that is stored for a key.
 *
 * @throws {KvsError} `corrupt` for bytes that this module has not written.
 */
export function readEntry(key: Uint8Array, stored: Buffer): DatedEntry {
  const kind = stored[KIND];
  if (kind === U64 ? stored.length !== HEADER + 8 : kind !== V8 && kind !== BYTES) {
    throw new KvsError("corrupt", `the entry of key ${JSON.stringify(toBinary(key))} is corrupt`);
  }
  return {
    key,
    value: kind === U64
      ? { kind: "u64", value: stored.readBigUInt64BE(HEADER) }
      : { kind: kind === V8 ? "v8" : "bytes", value: plain(stored.subarray(HEADER)) },
    versionstamp: stored.toString("latin1", 0, STAMP),
    deadline: stored.readDoubleBE(STAMP) || Infinity,
  };
}

/** The same bytes as a Uint8Array: methods of a Buffer differ from those of its base. */
export function plain(bytes: Buffer): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** The same bytes as a Buffer, which is what the client sends as they are. */
export function buffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}
