/**
 * Reading the bytes of a body, bounded: in size before and after unpacking, and in time.
 *
 * @module
 */
import { type Clock, deadline } from "../../base/mod.ts";
import { RestError } from "../error.ts";

/** The bounds of a body. */
export interface BodyLimits {
  /** The most bytes, once unpacked. */
  readonly bytes: number;
  /** How many milliseconds it may take to come. */
  readonly ms: number;
  /** By which clock. */
  readonly clock: Clock;
}

/** The codings that are unpacked. */
const CODINGS = new Set(["gzip", "deflate"]);

/**
 * The bytes of a request's body, unpacked where its `Content-Encoding` says so.
 *
 * @throws {RestError} `too_large` over the limit, as soon as that is known; `timeout`; `unsupported` for a coding that is none of gzip,
 * deflate and identity; `bad_request` for bytes that do not unpack or were cut off
 */
export async function readBytes(
  request: Request,
  limits: BodyLimits,
): Promise<Uint8Array<ArrayBuffer>> {
  const coding = codingOf(request.headers);
  if (coding === undefined) return await received(request, limits);
  // All that was sent is taken before it is unpacked: workerd resets, or leaves waiting, who is answered while their body is on its way.
  const room = limits.bytes * 1.001 + PACKING;
  const packed = await received(request, { ...limits, bytes: room });
  return await gathered(unpacked(new Blob([packed]).stream(), coding), limits, coding);
}

/** By how many bytes more than it holds a small packed body may be longer; of a large one it is a thousandth. */
const PACKING = 1_024;

/** The bytes as they come. */
async function received(request: Request, limits: BodyLimits): Promise<Uint8Array<ArrayBuffer>> {
  const length = Number(request.headers.get("content-length") ?? 0);
  // The host has promised no more than its length, and reads it faster by itself, unless its stream was looked at.
  if (length > 0 && length <= limits.bytes) return await whole(request, limits);
  const { body } = request;
  if (body === null) return new Uint8Array();
  if (length > limits.bytes) {
    await body.cancel().catch(() => {}); // who sends it may have gone already
    throw large(limits.bytes);
  }
  return await gathered(body, limits, undefined);
}

/** The codings of bodies; undefined for one that is as it is. */
export type BodyCoding = "gzip" | "deflate" | undefined;

/** A stream of bytes as it was before it was packed. */
export function unpacked(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  coding: BodyCoding,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  return coding === undefined ? body : body.pipeThrough(new DecompressionStream(coding));
}

async function whole(
  request: Request,
  { bytes, ms, clock }: BodyLimits,
): Promise<Uint8Array<ArrayBuffer>> {
  const error = () => new RestError("timeout", `the body has not come within ${ms} ms`);
  try {
    const coming = request.arrayBuffer(), isThere = await isSettled(coming);
    const read = new Uint8Array(
      await (isThere ? coming : deadline(coming, { ms, clock, error })),
    );
    if (read.length > bytes) throw large(bytes);
    return read;
  } catch (cause) {
    if (RestError.is(cause)) throw cause;
    throw broken("was cut off", cause);
  }
}

/** How many turns of microtasks a body that came with its head is given. */
const TURNS = 4;

/** Whether work is done without waiting for the host: what came in one packet with its head is, and a timer would cost more than to read it. */
async function isSettled(work: Promise<unknown>): Promise<boolean> {
  let isDone = false;
  const done = () => void (isDone = true);
  work.then(done, done);
  for (let turn = 0; turn < TURNS && !isDone; turn++) await undefined;
  return isDone;
}

/** @throws {RestError} `unsupported` for one that is none of gzip, deflate and identity */
export function codingOf(headers: Headers): BodyCoding {
  const named = (headers.get("content-encoding") ?? "").trim().toLowerCase();
  if (named === "" || named === "identity") return undefined;
  const coding = named === "x-gzip" ? "gzip" : named;
  if (coding === "gzip" || coding === "deflate") return coding;
  throw new RestError(
    "unsupported",
    `no body of the coding "${named.slice(0, 40)}" is read: send gzip, or none`,
    {
      headers: { "accept-encoding": [...CODINGS].join(", ") },
      errors: [{ header: "content-encoding", code: "coding", detail: "gzip, deflate or none" }],
    },
  );
}

async function gathered(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  { bytes: most, ms, clock }: BodyLimits,
  coding: BodyCoding,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = stream.getReader();
  let held = new Uint8Array(1_024), size = 0, isLate = false;
  const timer = clock.setTimeout(() => {
    isLate = true;
    reader.cancel().catch(() => {}); // what is read ends by it either way
  }, ms);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (isLate) throw new RestError("timeout", `the body has not come within ${ms} ms`);
      if (done) return held.subarray(0, size);
      if (size + value.length > most) throw large(most);
      held = grown(held, size, size + value.length);
      held.set(value, size);
      size += value.length;
    }
  } catch (cause) {
    reader.cancel().catch(() => {}); // it has failed, or is not wanted
    if (RestError.is(cause)) throw cause;
    if (isLate) throw new RestError("timeout", `the body has not come within ${ms} ms`, { cause });
    const why = coding === undefined ? "was cut off" : `is no whole ${coding}`;
    throw broken(why, cause);
  } finally {
    clock.clearTimeout(timer);
  }
}

/** Doubled until it has the room: many small parts cost no more than a large one. */
function grown(
  bytes: Uint8Array<ArrayBuffer>,
  used: number,
  wanted: number,
): Uint8Array<ArrayBuffer> {
  if (wanted <= bytes.length) return bytes;
  const larger = new Uint8Array(Math.max(wanted, bytes.length * 2));
  larger.set(bytes.subarray(0, used));
  return larger;
}

/** The error of a body that did not come whole, or does not unpack. */
export function broken(why: string, cause: unknown): RestError {
  const errors = [{ pointer: "", code: "broken", detail: why }];
  return new RestError("bad_request", `the body ${why}`, { cause, errors });
}

function large(most: number): RestError {
  return new RestError("too_large", `the body has more than ${most} bytes`, {
    errors: [{ pointer: "", code: "limit", detail: `at most ${most} bytes` }],
  });
}
