/**
 * The rows of a body, as they come.
 *
 * @module
 */
import { type Clock, deadline } from "../../base/mod.ts";
import { type BodyCoding, broken, codingOf, unpacked } from "../body/bytes.ts";
import { RestError } from "../error.ts";
import { type Row, Splitter } from "./splitter.ts";

/** The bounds of rows. */
export interface RowLimits {
  /** The most bytes of a row. */
  readonly bytes: number;
  /** How many milliseconds a row may take to come. */
  readonly ms: number;
  /** By which clock. */
  readonly clock: Clock;
}

/** What has come: whole rows, and what has ended it before its end. */
export interface Arrived {
  /** In their order. */
  readonly rows: readonly Row[];
  /** What is wrong with the row behind them; there is nothing more then. */
  readonly broken?: { readonly line: number; readonly error: RestError };
}

/**
 * The rows of a body, those that came together together. A body that breaks off gives the rows that came whole, and says so; what has come of the next one
 * is not among them.
 *
 * @throws {RestError} `unsupported` for a coding that is not read
 */
export function rowsOf(
  request: Request,
  isCsv: boolean,
  limits: RowLimits,
): AsyncGenerator<Arrived, void, void> {
  const coding = codingOf(request.headers);
  const body = request.body ?? new Blob([]).stream();
  return cut(unpacked(body, coding), { ...limits, isCsv, coding });
}

async function* cut(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  { isCsv, coding, ...limits }: RowLimits & {
    readonly isCsv: boolean;
    readonly coding: BodyCoding;
  },
): AsyncGenerator<Arrived, void, void> {
  const reader = stream.getReader();
  const splitter = new Splitter({ most: limits.bytes, isCsv });
  const { ms, clock, bytes: most } = limits, error = () => late(ms);
  try {
    for (let until = clock.now() + ms;;) {
      const left = Math.max(0, until - clock.now());
      const { done, value } = await deadline(reader.read(), { ms: left, clock, error });
      if (done) break;
      const rows = splitter.push(value);
      if (splitter.isOver) yield { rows, broken: { line: splitter.line, error: large(most) } };
      else if (rows.length > 0) yield { rows };
      if (splitter.isOver) return;
      if (rows.length > 0) until = clock.now() + ms;
    }
    const rest = splitter.rest();
    if (rest !== undefined) yield { rows: [rest] };
  } catch (cause) {
    yield { rows: [], broken: { line: splitter.line, error: brokenBy(cause, coding) } };
  } finally {
    await reader.cancel().catch(() => {}); // it has ended, or has failed already
  }
}

function brokenBy(cause: unknown, coding: BodyCoding): RestError {
  if (RestError.is(cause)) return cause;
  const why = coding === undefined ? "was cut off" : `is no whole ${coding}`;
  return broken(`${why}: this line was not read`, cause);
}

function late(ms: number): RestError {
  return new RestError("timeout", `the line has not come within ${ms} ms`);
}

function large(most: number): RestError {
  return new RestError("too_large", `the line has more than ${most} bytes`, {
    errors: [{ pointer: "", code: "limit", detail: `at most ${most} bytes` }],
  });
}
