/**
 * Lines of a body as they come, and what they say: records of ndjson, events of an event stream.
 *
 * @module
 */
import { messageOf } from "../../base/mod.ts";
import { ProblemError } from "./problem.ts";

/** The most characters of a line. */
const LONGEST = 1 << 24;

/** The lines of a body; a stream that is left is cancelled. */
async function* linesOf(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  end: RegExp,
): AsyncGenerator<string, void> {
  // By a reader: not every browser iterates a stream.
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    for (;;) {
      const { done, value = "" } = await reader.read().catch(cut);
      if (done) break;
      const lines = (rest + value).split(end);
      rest = lines.pop() ?? "";
      if (rest.length > LONGEST) {
        throw new ProblemError("unreadable", `a line is longer than ${LONGEST} characters`);
      }
      yield* lines;
    }
  } finally {
    // One that has failed says so by what was thrown of it.
    await reader.cancel().catch(() => {});
  }
  if (rest !== "") yield rest;
}

/** The error of a body that does not come to its end; that of who ends it is their own. */
function cut(cause: unknown): never {
  const isEnded = cause instanceof DOMException && /^(Abort|Timeout)Error$/.test(cause.name);
  if (isEnded) throw cause;
  throw new ProblemError("unreachable", `the answer broke off: ${messageOf(cause)}`, { cause });
}

/** The body of an answer; one that is empty where there is none. */
export function bodyOf(
  { body }: Pick<Response, "body">,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  return body ?? new ReadableStream({ start: (controller) => controller.close() });
}

/**
 * The text of an answer.
 *
 * @throws {ProblemError} `unreachable` where it broke off
 */
export async function textOf(answer: Pick<Response, "text">): Promise<string> {
  return await answer.text().catch(cut);
}

/**
 * The value of an answer of JSON.
 *
 * @throws {ProblemError} `unreachable` where it broke off, `unreadable` where it is no JSON
 */
export async function jsonOf(answer: Pick<Response, "text">): Promise<unknown> {
  return parsed(await textOf(answer), "the answer");
}

/**
 * The value of a text of JSON.
 *
 * @throws {ProblemError} `unreadable` where it is none
 */
export function parsed(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ProblemError("unreadable", `${what} is no JSON: ${text.slice(0, 80)}`, { cause });
  }
}

/** The values of ndjson. */
export async function* ndjsonOf(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<unknown, void> {
  for await (const line of linesOf(body, /\r?\n/)) {
    if (line.trim() !== "") yield parsed(line, "a line");
  }
}

/** An event, as far as it came. */
export interface TextEvent {
  /** The last id that was told. */
  readonly id: string;
  /** Its type; `message` where the stream names none. */
  readonly event: string;
  /** Its text; undefined for one that only says `id` or `retry`. */
  readonly data: string | undefined;
  /** How many milliseconds to wait before coming again, where that was told. */
  readonly retry: number | undefined;
}

/** The events of a stream (WHATWG HTML, section 9.2.6); one that is cut off is left out. */
export async function* eventsOf(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<TextEvent, void> {
  let id = "", event = "message", retry: number | undefined, data: string[] = [];
  // A CR at the end of a part may be half of a CRLF: it waits for what comes.
  for await (const line of linesOf(body, /\r\n|\n|\r(?!$)/)) {
    const [, name = "", value = ""] = /^([^:]*)(?::[ ]?(.*))?$/s.exec(line) ?? [];
    if (line === "" || line === "\r") {
      yield { id, event, data: data.length === 0 ? undefined : data.join("\n"), retry };
      [event, data, retry] = ["message", [], undefined];
    } else if (name === "id" && !value.includes("\0")) id = value;
    else if (name === "event") event = value;
    else if (name === "data") data.push(value);
    else if (name === "retry" && /^\d+$/.test(value)) retry = Number(value);
  }
}
