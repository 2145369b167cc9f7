/**
 * Imports: many records sent as ndjson, or a file as it is, and of each told what became of it.
 *
 * @module
 */
import { isRecord } from "../../base/mod.ts";
import type { Flaw } from "../error.ts";
import type { Call } from "./call.ts";
import { bodyOf, ndjsonOf } from "./lines.ts";
import { ProblemError } from "./problem.ts";

/** Why something is not stored: what a problem document says. */
export interface Refusal {
  /** The code of the error, as of a `ProblemError`: `invalid`. */
  readonly code: string;
  /** What is wrong, for a person. */
  readonly detail: string;
  /** Each error with its place. */
  readonly errors?: readonly Flaw[];
}

/** What became of a record of several. */
export interface Became {
  /** 201 where it is stored, else the status that it would have had by itself. */
  readonly status: number;
  /** Where it is. */
  readonly location?: string;
  /** Why it is not stored. */
  readonly problem?: Refusal;
}

/** What became of a line of an import. */
export interface BecameLine extends Became {
  /** The line of the file that it begins in, from 1; of records their number. */
  readonly line: number;
}

/** The most records and characters of a request: a browser sends a body that it has whole. */
const TOGETHER = 1_000, LONGEST = 1 << 20;

/** Sends records, several in a request; what is told of them is told before more are asked for. */
export async function* importedRecords(
  call: Call,
  path: string,
  { records, text, signal }: {
    readonly records: Iterable<unknown> | AsyncIterable<unknown>;
    /** A record as JSON. */
    readonly text: (record: unknown) => string;
    readonly signal: AbortSignal | undefined;
  },
): AsyncGenerator<BecameLine, void> {
  let lines: string[] = [], length = 0, sent = 0;
  async function* send(): AsyncGenerator<BecameLine, void> {
    if (lines.length === 0) return;
    const before = sent;
    sent += lines.length;
    const raw = lines.join("");
    [lines, length] = [[], 0];
    for await (const { line, ...became } of importedFile(call, path, { raw, signal })) {
      yield { line: before + line, ...became };
    }
  }
  for await (const record of records) {
    const line = `${text(record)}\n`;
    if (lines.length === TOGETHER || length + line.length > LONGEST) yield* send();
    lines.push(line);
    length += line.length;
  }
  yield* send();
}

/** Sends a file as it is. */
export async function* importedFile(
  call: Call,
  path: string,
  { raw, type = "application/x-ndjson", signal }: {
    readonly raw: BodyInit;
    readonly type?: string | undefined;
    readonly signal: AbortSignal | undefined;
  },
): AsyncGenerator<BecameLine, void> {
  const headers = { accept: "application/x-ndjson" };
  const answer = await call("POST", path, { raw, type, headers, signal });
  for await (const json of ndjsonOf(bodyOf(answer))) {
    const became = becameOf(json), line = isRecord(json) ? Number(json.line) : NaN;
    yield { line, ...became };
  }
}

/** What became of a record, as it was told. */
export function becameOf(json: unknown): Became {
  if (!isRecord(json) || typeof json.status !== "number") {
    throw new ProblemError("unreadable", "the answer does not tell what became of a record");
  }
  const { status, location, problem } = json;
  return {
    status,
    ...typeof location === "string" && { location },
    ...isRecord(problem) && { problem: refusalOf(problem) },
  };
}

function refusalOf({ code, detail, errors }: Readonly<Record<string, unknown>>): Refusal {
  return {
    code: String(code),
    detail: String(detail),
    ...Array.isArray(errors) && { errors },
  };
}
