/**
 * Server-sent events (WHATWG HTML, section 9.2) of anything that happens in an order and can be followed from a place in it.
 *
 * A stream begins with `retry` and ends whenever it has to: a client comes again with the last id that it has seen, so an end loses nothing. It is
 * never compressed, and held by no proxy that can be asked.
 *
 * @module
 */
import { RestError } from "../error.ts";
import type { Answer, Incoming, Parameter } from "../operation.ts";
import { problemOf } from "../problem/problem.ts";
import type { Person } from "../who.ts";
import { streamed } from "./body.ts";
import { EVENT_STREAM, eventText, HEARTBEAT, type ServerEvent } from "./event.ts";
import { Coming } from "./coming.ts";
import { Standing, type StillMay } from "./standing.ts";

/** A stream as what gives its events sees it. */
export interface EventStream {
  /** Aborts when nobody listens any more. */
  readonly signal: AbortSignal;
  /** Who listens, as it was when it was last asked: at least once a heartbeat. */
  person(): Person | undefined;
}

/** What a stream is made of. */
export interface EventsOptions {
  /** Gives the events, one when the one before has been taken; to end is to have the client come again. */
  source(stream: EventStream): AsyncIterable<ServerEvent>;
  /** Whether who listens still may: asked at each heartbeat, after who it is. Always unless told. */
  may?: StillMay;
}

/** The header that tells where to go on, to be declared by the operation. */
export const LAST_EVENT_ID: Parameter = {
  name: "last-event-id",
  in: "header",
  description: "the id of the last event that was seen: the stream goes on behind it",
  schema: { type: "string" },
};

/** More than any cursor has. */
const LONGEST = 8_192;

/**
 * The id that a client has seen last: that of the header, which a browser sends when it comes again, before the parameter `after` of the address.
 *
 * @throws {RestError} `bad_header` for one that is no text of visible ASCII, or of more than 8,192 characters
 */
export function lastEventId({ request, query }: Incoming): string | undefined {
  const id = request.headers.get(LAST_EVENT_ID.name) ?? "";
  if (id === "") return query.after === undefined ? undefined : String(query.after);
  if (id.length <= LONGEST && /^[\x21-\x7e]+$/.test(id)) return id;
  const detail = "send the id of an event of this stream as it was told";
  throw new RestError("bad_header", `Last-Event-ID is no id of an event: ${detail}`, {
    errors: [{ header: LAST_EVENT_ID.name, code: "cursor", detail }],
  });
}

/**
 * The answer that tells events as they come: with a comment in each heartbeat where there are none, and for as long as who listens may.
 *
 * @example
 * ```ts
 * import { events, LAST_EVENT_ID, lastEventId, type Operation, rest } from "@n2o/n2o/rest";
 *
 * const countdown: Operation = {
 *   id: "countdown",
 *   method: "GET",
 *   path: "/countdown",
 *   summary: "Counts down from three",
 *   tag: "time",
 *   parameters: [LAST_EVENT_ID],
 *   responses: { 200: { description: "the numbers", content: { "text/event-stream": { type: "string" } } } },
 *   guarded: false,
 *   run: (incoming) => {
 *     const from = Number(lastEventId(incoming) ?? 4);
 *     return Promise.resolve(events(incoming, {
 *       async *source() {
 *         for (let n = from - 1; n > 0; n--) yield { id: String(n), data: `T-${n}` };
 *       },
 *     }));
 *   },
 * };
 * const api = rest({ operations: [countdown] });
 * const told = await (await api.request("/rest/countdown", { headers: { "last-event-id": "2" } })).text();
 * if (!told.endsWith("id: 1\ndata: T-1\n\n")) throw told;
 * ```
 */
export function events(incoming: Incoming, { source, may }: EventsOptions): Answer {
  const { request, streaming } = incoming, { clock, log, patienceMs } = streaming;
  const standing = new Standing(incoming, may);
  const parts = (signal: AbortSignal) => {
    const left = new AbortController();
    const events = source({
      signal: AbortSignal.any([signal, left.signal]),
      person: () => standing.person,
    });
    return told(events, { standing, incoming, signal, leave: () => left.abort() });
  };
  const body = streamed(parts, {
    clock,
    patienceMs,
    failed: (error) => {
      const isOurs = problemOf(error).status >= 500;
      log(isOurs ? "error" : "info", "a stream of events was cut", { error, url: request.url });
    },
  });
  return {
    status: 200,
    headers: {
      "content-type": EVENT_STREAM,
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
      vary: "accept",
    },
    body,
  };
}

/** What ends a stream and is no fault: who listens is told so when it comes again. */
const ENDED = ["unauthorized", "forbidden"] as const;

async function* told(
  events: AsyncIterable<ServerEvent>,
  { standing, incoming, signal, leave }: {
    readonly standing: Standing;
    readonly incoming: Incoming;
    readonly signal: AbortSignal;
    /** Tells the source that nobody listens any more. */
    readonly leave: () => void;
  },
): AsyncGenerator<string, void, void> {
  const { clock, log, heartbeatMs, retryMs } = incoming.streaming,
    wait = { ms: heartbeatMs, clock };
  // Those that a server has lost together come again apart.
  yield `retry: ${Math.round(retryMs * (1 + Math.random()))}\n\n`;
  const source = events[Symbol.asyncIterator]();
  try {
    for (let coming = new Coming(source.next(), signal);;) {
      const hasCome = await coming.within(wait);
      if (signal.aborted) return;
      await standing.hold();
      if (hasCome) {
        const { done, value } = await coming.event;
        if (done) return;
        yield eventText(value);
        coming = new Coming(source.next(), signal);
      } else yield HEARTBEAT;
    }
  } catch (error) {
    if (!ENDED.some((code) => RestError.is(error, code))) throw error;
    log("info", "a stream of events ends: who listens may no longer", { error });
  } finally {
    // A source that waits for what comes next ends by its signal alone.
    leave();
    await source.return?.();
  }
}
