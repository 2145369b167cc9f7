/**
 * What serving goes by.
 *
 * @module
 */
import { type Clock, type Log, silentLog, systemClock } from "../base/mod.ts";
import { type Format, FORMATS } from "./negotiate/format.ts";
import { type ErrorTable, TABLES } from "./problem/statuses.ts";
import type { Cors } from "./cors.ts";
import { type Origin, originOf } from "./origin.ts";
import type { Rate } from "./rate.ts";
import { type Streaming, streamingOf, type StreamOptions } from "./streaming.ts";
import type { Who } from "./who.ts";

/** How operations are served. */
export interface ServeOptions {
  /** Below which path; `/rest` unless told. */
  readonly base?: string;
  /** Who asks; nobody is known unless told. */
  readonly who?: Who;
  /** Which origins beside its own may change things with a cookie; none unless told. */
  readonly origins?: readonly string[];
  /**
   * Whether a request comes from a page that may change things with a cookie; by its headers, its address and `origins` unless told. Behind a
   * proxy that ends TLS the address is not the one that a browser knows: who knows of the proxy tells.
   */
  readonly origin?: (request: Request) => Origin;
  /** The statuses of errors of rooms that only the host knows. */
  readonly errors?: readonly ErrorTable[];
  /** Formats beside JSON. */
  readonly formats?: readonly Format[];
  /** The most bytes of a body, unpacked; 1,048,576 unless told. */
  readonly maxBytes?: number;
  /** How deep a body may be; 64 unless told. */
  readonly maxDepth?: number;
  /** How many milliseconds a body may take to come; 30,000 unless told. */
  readonly bodyMs?: number;
  /** Which pages of other origins may read answers; none unless told. */
  readonly cors?: Cors;
  /** How often somebody may ask; as often as they like unless told. */
  readonly rate?: Rate;
  /** The time; the system's unless told. */
  readonly clock?: Clock;
  /** Where faults are told. */
  readonly log?: Log;
  /** How long answers are streamed. */
  readonly streams?: StreamOptions;
}

/** What serving goes by, complete. */
export interface Serving extends Required<Omit<ServeOptions, "who" | "cors" | "rate" | "streams">> {
  /** As of {@linkcode ServeOptions}. */
  readonly who: Who | undefined;
  /** As of {@linkcode ServeOptions}. */
  readonly cors: Cors | undefined;
  /** As of {@linkcode ServeOptions}. */
  readonly rate: Rate | undefined;
  /** How long answers are streamed, complete. */
  readonly streaming: Streaming;
}

const BYTES = 1_048_576, DEPTH = 64, BODY_MS = 30_000;

/** Options with what stands for those that are left out. */
export function complete(options: ServeOptions): Serving {
  const by = {
    who: options.who,
    clock: options.clock ?? systemClock,
    log: options.log ?? silentLog,
    maxBytes: options.maxBytes ?? BYTES,
    maxDepth: options.maxDepth ?? DEPTH,
    bodyMs: options.bodyMs ?? BODY_MS,
  };
  return {
    ...by,
    base: options.base ?? "/rest",
    cors: options.cors,
    rate: options.rate,
    origins: options.origins ?? [],
    origin: options.origin ?? ((request) => originOf(request, options.origins ?? [])),
    errors: [...TABLES, ...options.errors ?? []],
    formats: [...FORMATS, ...options.formats ?? []],
    streaming: streamingOf(options.streams, by),
  };
}
