/**
 * Imports: the rows of a body stored as they come, several in one commit, and of each told what became of it.
 *
 * What is told is told in the order of the rows. Rows are read on when what was told of those before has been taken, so a client reads while it sends. A row
 * is told as stored when its commit is durable and not before; of the rows that a body that breaks off has brought whole, each is stored or told why not.
 *
 * @module
 */
import { RestError } from "../error.ts";
import type { Answer, Incoming } from "../operation.ts";
import { streamed } from "./body.ts";
import type { Arrived } from "./rows.ts";
import { type Became, failed, storedRows, type Storing } from "./batch.ts";
import { Standing, type StillMay } from "./standing.ts";

/** What an import is made by, of records `R`. */
export interface ImportOptions<R> extends Storing<R> {
  /** The rows behind the header, where there is one. */
  readonly rows: AsyncGenerator<Arrived, void, void>;
  /** The most rows; what comes behind them is not read. */
  readonly most: number;
  /** Whether who sends still may: asked each heartbeat. */
  readonly may: StillMay;
}

/** The type of what an import answers: an object for each row. */
const NDJSON = "application/x-ndjson";

/** The types of imports. */
export const IMPORTS: readonly string[] = [NDJSON, "text/csv"];

/** The answer that tells of each row what became of it: `{ line, status, location }`, or `{ line, status, problem }`. */
export function imported<R>(incoming: Incoming, options: ImportOptions<R>): Answer {
  const { streaming, request } = incoming, { clock, log, patienceMs } = streaming;
  return {
    status: 200,
    headers: { "content-type": NDJSON, "cache-control": "no-store", "x-accel-buffering": "no" },
    body: streamed(() => told(incoming, options), {
      clock,
      patienceMs,
      failed: (error) => log("error", "an import was broken off", { error, url: request.url }),
    }),
  };
}

async function* told<R>(
  incoming: Incoming,
  options: ImportOptions<R>,
): AsyncGenerator<string, void, void> {
  const standing = new Standing(incoming, options.may);
  let count = 0;
  for await (const { rows, broken } of options.rows) {
    for (let from = 0; from < rows.length; from += options.together) {
      const some = rows.slice(from, from + options.together), { line = 0 } = some[0] ?? {};
      try {
        await standing.hold();
        if (count + some.length > options.most) throw tooMany(options.most);
      } catch (error) {
        if (!RestError.is(error)) throw error;
        return yield lineOf(failed(line, error));
      }
      count += some.length;
      const { told, fault } = await storedRows(some, options);
      if (told.length > 0) yield told.map(lineOf).join("");
      // What comes next would fail as well.
      if (fault !== undefined) throw fault;
    }
    if (broken !== undefined) yield lineOf(failed(broken.line, broken.error));
  }
}

function lineOf(became: Became): string {
  return `${JSON.stringify(became)}\n`;
}

function tooMany(most: number): RestError {
  return new RestError(
    "too_large",
    `an import has at most ${most} lines: this one and what follows was not read`,
    {
      errors: [{ pointer: "", code: "limit", detail: `at most ${most} lines` }],
    },
  );
}
