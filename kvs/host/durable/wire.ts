/**
 * What a store in another isolate and its object say to each other, in the bytes of structured clone
 * (`value/v8/write.ts`). A POST carries one request and its reply; frames of a WebSocket tell of changes
 * and deliver messages.
 */
import type { KvsErrorCode } from "../../error.ts";
import type {
  RawCheck,
  RawCommit,
  RawEntry,
  RawMessage,
  RawMutation,
  RawRange,
  RawValue,
} from "../../store/backend.ts";
import { checkWriteKey, LIMITS } from "../../store/limits.ts";
import { readValue } from "../../value/v8/read.ts";
import { writeValue } from "../../value/v8/write.ts";
import { sizeOf } from "../../store/value.ts";
import { bytes, type Fields, fields, flag, integer, list } from "./shape.ts";

/** The most bytes of a request or a frame. */
export const MOST_BYTES: number = 2 ** 21;
/** A page of a list ends with the entry that brings it over so many bytes. */
export const PAGE_BYTES: number = 2 ** 20;
/** The most keys that one connection watches. */
export const MOST_WATCHED = 1000;

/** What is asked by a POST. */
export type KvRequest =
  | { readonly op: "get"; readonly keys: readonly Uint8Array[] }
  | ({ readonly op: "list" } & RawRange)
  | ({ readonly op: "commit" } & RawCommit);

/** What an object answers: entries, the versionstamp of a commit (undefined where a check failed), or an error. */
export type Reply =
  | {
    readonly ok: true;
    readonly entries: readonly (RawEntry | undefined)[];
    readonly more: boolean;
  }
  | { readonly ok: true; readonly versionstamp: string | undefined }
  | { readonly ok: false; readonly name: string; readonly code: string; readonly message: string };

/** The codes that an object answers with. */
const CODES: readonly KvsErrorCode[] = [
  "closed",
  "config",
  "conflict",
  "corrupt",
  "full",
  "host",
  "layout",
  "too_large",
];

/** The code of an answer; one that this version does not know means that the store has refused. */
export function codeOf(code: string): KvsErrorCode {
  return CODES.find((known) => known === code) ?? "store";
}

/** What the other isolate tells the object; to `ping` the object tells that no key is touched. */
export type Upward =
  | { readonly type: "ping" }
  | { readonly type: "watch" | "unwatch"; readonly keys: readonly Uint8Array[] }
  | { readonly type: "listen"; readonly on: boolean }
  | { readonly type: "finish"; readonly id: number; readonly success: boolean }
  | { readonly type: "release"; readonly ids: readonly number[] };

/** What the object tells the other isolate. */
export type Downward =
  | { readonly type: "touched"; readonly keys: readonly Uint8Array[] }
  | { readonly type: "message"; readonly id: number; readonly payload: Uint8Array };

/** The bytes of what is said. */
export function encode(said: KvRequest | Reply | Upward | Downward): Uint8Array<ArrayBuffer> {
  return new Uint8Array(writeValue(said));
}

/** A request, within all limits of the store; throws an error for everything else. */
export function decodeRequest(encoded: Uint8Array): KvRequest {
  const request = fields(readValue(encoded));
  switch (request.op) {
    case "get":
      return { op: "get", keys: list(request.keys, LIMITS.getManyKeys, readKey) };
    case "list":
      return {
        op: "list",
        start: bytes(request.start, RANGE_BYTES),
        end: bytes(request.end, RANGE_BYTES),
        limit: integer(request.limit, 1, LIMITS.batchEntries),
        reverse: flag(request.reverse),
      };
    case "commit":
      return {
        op: "commit",
        checks: list(request.checks, LIMITS.checks, check),
        mutations: list(request.mutations, LIMITS.mutations, mutation),
        messages: list(request.messages, LIMITS.mutations, message),
      };
  }
  throw new TypeError("expected get, list or commit");
}

/** A frame of the other isolate; throws an error for everything else. */
export function decodeUpward(encoded: Uint8Array): Upward {
  const frame = fields(readValue(encoded));
  switch (frame.type) {
    case "watch":
    case "unwatch":
      return { type: frame.type, keys: list(frame.keys, MOST_WATCHED, readKey) };
    case "ping":
      return { type: "ping" };
    case "listen":
      return { type: "listen", on: flag(frame.on) };
    case "finish":
      return { type: "finish", id: id(frame.id), success: flag(frame.success) };
    case "release":
      return { type: "release", ids: list(frame.ids, 1000, id) };
  }
  throw new TypeError("expected ping, watch, unwatch, listen, finish or release");
}

/** A list goes on after a key that ends in a versionstamp, which is not counted when it is set. */
const RANGE_BYTES = LIMITS.readKeyBytes + 32;

const readKey = (value: unknown): Uint8Array => bytes(value, LIMITS.readKeyBytes);

function writeKey(value: unknown): Uint8Array {
  const key = bytes(value, LIMITS.writeKeyBytes);
  checkWriteKey(key);
  return key;
}

const id = (value: unknown): number => integer(value, 1, Number.MAX_SAFE_INTEGER);

function check(value: unknown): RawCheck {
  const { key, versionstamp } = fields(value);
  if (versionstamp !== null && typeof versionstamp !== "string") {
    throw new TypeError("expected a versionstamp or null");
  }
  return { key: writeKey(key), versionstamp };
}

function mutation(value: unknown): RawMutation {
  const given = fields(value), { type } = given, key = writeKey(given.key);
  switch (type) {
    case "delete":
      return { type, key };
    case "sum":
    case "min":
    case "max":
      return { type, key, value: rawValue(fields(given.value)) };
    case "set":
    case "stamped":
      return { type, key, value: rawValue(fields(given.value)), expireIn: expiry(given.expireIn) };
  }
  throw new TypeError("expected delete, sum, min, max, set or stamped");
}

function expiry(value: unknown): number | undefined {
  return value === undefined ? undefined : integer(value, 0, LIMITS.lastExpiry);
}

function rawValue({ kind, value }: Fields): RawValue {
  if (kind === "u64" && typeof value === "bigint" && BigInt.asUintN(64, value) === value) {
    return { kind, value };
  }
  if (kind !== "v8" && kind !== "bytes") throw new TypeError("expected v8, bytes or u64");
  const raw: RawValue = { kind, value: bytes(value, MOST_BYTES) };
  sizeOf(raw);
  return raw;
}

function message(value: unknown): RawMessage {
  const given = fields(value);
  return {
    payload: bytes(given.payload, LIMITS.valueBytes),
    delay: integer(given.delay, 0, LIMITS.queueDelay),
    undelivered: list(given.undelivered, LIMITS.mutations, writeKey),
    backoff: list(
      given.backoff,
      LIMITS.backoffIntervals,
      (wait) => integer(wait, 0, LIMITS.backoffInterval),
    ),
  };
}
