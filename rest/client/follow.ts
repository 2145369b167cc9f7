/**
 * Following a stream of events for as long as somebody listens.
 *
 * @module
 */
import { backoff, type Clock, isRecord, sleep, systemClock } from "../../base/mod.ts";
import { type Call, caller, type CallOptions } from "./call.ts";
import { bodyOf, eventsOf, parsed } from "./lines.ts";
import { ProblemError } from "./problem.ts";

/** From where a stream is followed, and how long. */
export interface FollowOptions {
  /** Behind this id; from now on unless told. */
  readonly after?: string | undefined;
  /** Ends the following, without an error. */
  readonly signal?: AbortSignal | undefined;
}

/** An event that was told. */
export interface Followed {
  /** The last id that was told: text to go on behind it. */
  readonly id: string;
  /** Its type; `message` where none was told. */
  readonly event: string;
  /** Its data, which is JSON. */
  readonly data: unknown;
}

/** Waits between attempts at a stream that is cut. */
const WAIT = { first: 1_000, longest: 30_000 };

/**
 * The events at an address of an API, such as those of an instance of a process: a stream that ends or is cut is begun again behind the last
 * that was seen, until the signal, or until the server says that there is no more (204).
 *
 * It throws {@linkcode ProblemError} for what the server refuses.
 *
 * @example
 * ```ts
 * import { rest } from "@n2o/n2o/rest";
 * import { follow } from "@n2o/n2o/rest/client";
 *
 * const told = ['id: 1\ndata: "begun"\n\n', 'id: 2\ndata: "done"\n\n'];
 * const fetch = ({ headers }: Request) => {
 *   const next = told[Number(headers.get("last-event-id") ?? 0)];
 *   return new Response(next === undefined ? null : `retry: 0\n${next}`, { status: next === undefined ? 204 : 200 });
 * };
 * const seen: unknown[] = [];
 * for await (const { data } of follow({ base: "http://localhost/rest", fetch }, "/jobs")) seen.push(data);
 * if (seen.join() !== "begun,done") throw seen;
 * ```
 */
export async function* follow(
  options: CallOptions,
  path: string,
  { after, signal }: FollowOptions = {},
): AsyncGenerator<Followed, void> {
  const { clock = systemClock } = options;
  yield* following(caller(options), path, { after, signal, clock });
}

/** Follows a stream by what calls; what the server refuses is thrown. */
export async function* following(
  call: Call,
  path: string,
  { after, signal, clock }: FollowOptions & { readonly clock: Clock },
): AsyncGenerator<Followed, void> {
  const wait = backoff(WAIT);
  const isOver = () => signal?.aborted === true;
  for (let cursor = after, failures = 0; !isOver();) {
    let pause: number | undefined;
    try {
      const headers = { accept: "text/event-stream", "last-event-id": cursor };
      const answer = await call("GET", path, { headers, signal });
      if (answer.status === 204) return;
      for await (const { id, event, data, retry } of eventsOf(bodyOf(answer))) {
        failures = 0;
        if (id !== "") cursor = id;
        pause = retry ?? pause;
        if (data !== undefined) yield { id: cursor ?? "", event, data: parsed(data, "an event") };
        if (isOver()) return; // a fetch that was handed in may not end the body by itself
      }
    } catch (error) {
      if (isOver()) return;
      if (!ProblemError.is(error)) throw error;
      // What is away or at fault now may be there later; what the request itself is refused for stays.
      if (!isPassing(error)) throw error;
      pause = retryAfter(error) ?? pause;
    }
    try {
      await sleep(clock, pause ?? wait(failures++), signal);
    } catch (error) {
      if (!isOver()) throw error;
    }
  }
}

/** Whether what is refused now may be answered later. */
function isPassing({ status, code }: ProblemError): boolean {
  return status === 0 ? code === "unreachable" : status === 429 || status >= 500;
}

/** In how many milliseconds to come again, where that was told in seconds; no longer than a day, so that no clock overflows. */
function retryAfter({ headers }: ProblemError): number | undefined {
  const told = headers.get("retry-after") ?? "";
  return /^\d+$/.test(told) ? Math.min(Number(told), 86_400) * 1_000 : undefined;
}

/** A change of a record. */
export type RecordChange<T> =
  | { readonly op: "put"; readonly record: T; readonly cursor: string }
  | { readonly op: "delete"; readonly id: unknown; readonly cursor: string };

/** The change that an event tells. */
export function changeOf<T>(
  { id: cursor, data }: Followed,
  own: (json: unknown) => T,
): RecordChange<T> {
  if (isRecord(data) && data.op === "put") return { op: "put", record: own(data.record), cursor };
  if (isRecord(data) && data.op === "delete") return { op: "delete", id: data.id, cursor };
  const text = JSON.stringify(data).slice(0, 80);
  throw new ProblemError("unreadable", `an event is no change of a record: ${text}`);
}
