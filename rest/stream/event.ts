/**
 * Events as `text/event-stream` has them (WHATWG HTML, section 9.2).
 *
 * @module
 */
import { RestError } from "../error.ts";

/** The type of a stream of events. */
export const EVENT_STREAM = "text/event-stream";

/** What a stream that is read while it is sent tells a proxy, as a document declares it. */
export const UNBUFFERED = {
  "x-accel-buffering": {
    description: "that a proxy passes on each part of a stream as it comes",
    schema: { type: "string" },
  },
} as const;

/** An event, or a part of one. */
export interface ServerEvent {
  /** What a client sends back as `Last-Event-ID` when it comes again; without CR, LF and NUL. */
  readonly id?: string;
  /** Its type, by which a page listens for it; `message` unless told. Without CR and LF. */
  readonly event?: string;
  /** Its text, of any lines; JSON, mostly. Without it nothing is dispatched, but the id is remembered. */
  readonly data?: string;
}

/**
 * An event as text. Each line of its data is a line of the stream, so that a line break of any kind arrives as LF.
 *
 * @throws {RestError} `config` for an id or a type that would end its line
 *
 * @example
 * ```ts
 * import { eventText } from "@n2o/n2o/rest";
 *
 * if (eventText({ id: "7", data: "a\nb" }) !== "id: 7\ndata: a\ndata: b\n\n") throw new Error("another text");
 * ```
 */
export function eventText({ id, event, data }: ServerEvent): string {
  let text = "";
  if (event !== undefined) text += `event: ${line(event, /[\r\n]/)}\n`;
  if (id !== undefined) text += `id: ${line(id, /[\r\n\0]/)}\n`;
  if (data !== undefined) {
    for (const each of data.split(/\r\n|\r|\n/)) text += `data: ${each}\n`;
  }
  return `${text}\n`;
}

/** A comment, which no client shows: it tells that the connection is alive. */
export const HEARTBEAT = ":\n\n";

function line(text: string, none: RegExp): string {
  if (!none.test(text)) return text;
  throw new RestError("config", "the id and the type of an event are one line each, without NUL");
}
