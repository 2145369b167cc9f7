/**
 * Problem documents (RFC 9457): every error that is told over HTTP is one.
 *
 * @module
 */
import { CodedError } from "../../base/mod.ts";
import { type Flaw, RestError } from "../error.ts";
import { TAKEN, takenFlaws } from "./taken.ts";
import { type ErrorTable, TABLES, TITLES } from "./statuses.ts";

/** A problem document: its members, and of what type they are, stay as they are here. */
export interface Problem {
  /** Always `about:blank`: `title` is what the status is called, `code` tells more. */
  readonly type: "about:blank";
  /** What the status is called. */
  readonly title: string;
  /** The status of the answer. */
  readonly status: number;
  /** For programs: the code of the error. */
  readonly code: string;
  /** For a person: what was wrong and what to do; of a fault of the server nothing is told. */
  readonly detail: string;
  /** Everything that is wrong with the request, each with its place; left out where there is no more to say. */
  readonly errors?: readonly Flaw[];
}

/** The type of a problem document. */
export const PROBLEM = "application/problem+json";

/** From here on the fault is ours: what an error says of it goes to the log, not to the client. */
const OURS = 500;
/** What other rooms' messages tell of records that need not be for who asks. */
const DISCREET: Readonly<Record<string, string>> = { taken: TAKEN };
const OURS_DETAIL: Readonly<Record<number, string>> = {
  501: "nothing here takes a method of this name",
  503: "what is needed for this cannot be reached: try again later",
  507: "there is no more room in the store: nothing was changed",
};

/**
 * The problem document of an error: of a class in the tables by its code, of any other 500.
 *
 * @param tables those of {@linkcode TABLES}, unless the host knows more classes
 *
 * @example
 * ```ts
 * import { problemOf, RestError } from "@n2o/n2o/rest";
 *
 * const told = problemOf(new RestError("not_found", "there is no user bob"));
 * if (told.status !== 404 || told.detail !== "there is no user bob") throw told;
 * if (problemOf(new TypeError("secret")).detail.includes("secret")) throw new Error("told too much");
 * ```
 */
export function problemOf(error: unknown, tables: readonly ErrorTable[] = TABLES): Problem {
  const { status, code } = statusOf(error, tables);
  const errors = RestError.is(error) ? error.errors : takenFlaws(error);
  return {
    type: "about:blank",
    title: TITLES[status] ?? "Error",
    status,
    code,
    detail: status < OURS && error instanceof Error
      ? DISCREET[code] ?? error.message
      : oursDetail(status),
    ...(errors.length > 0 && { errors }),
  };
}

function oursDetail(status: number): string {
  return OURS_DETAIL[status] ??
    "a defect of the server, which its log tells: it is not your request";
}

function statusOf(
  error: unknown,
  tables: readonly ErrorTable[],
): { readonly status: number; readonly code: string } {
  if (!CodedError.is(error)) return { status: OURS, code: "fault" };
  const table = tables.find(({ name }) => name === error.name);
  if (table === undefined || !Object.hasOwn(table.statuses, error.code)) {
    return { status: OURS, code: "fault" };
  }
  return { status: table.statuses[error.code] ?? OURS, code: error.code };
}

/** The answer that tells an error, whose problem is made once where it is given. */
export function problemResponse(
  error: unknown,
  tables?: readonly ErrorTable[],
  problem: Problem = problemOf(error, tables),
): Response {
  const headers = new Headers(RestError.is(error) ? error.headers : {});
  headers.set("content-type", PROBLEM);
  headers.set("cache-control", "no-store");
  return new Response(JSON.stringify(problem), { status: problem.status, headers });
}

/** The JSON Schema (draft 2020-12) of a problem document. */
export const PROBLEM_SCHEMA: Readonly<Record<string, unknown>> = {
  $id: "Problem",
  type: "object",
  required: ["type", "title", "status", "code", "detail"],
  properties: {
    type: { const: "about:blank" },
    title: { type: "string" },
    status: { type: "integer", minimum: 400, maximum: 599 },
    code: { type: "string" },
    detail: { type: "string" },
    errors: {
      type: "array",
      items: {
        type: "object",
        required: ["code", "detail"],
        properties: {
          pointer: { type: "string" },
          parameter: { type: "string" },
          header: { type: "string" },
          line: { type: "integer", minimum: 1 },
          column: { type: "integer", minimum: 1 },
          code: { type: "string" },
          detail: { type: "string" },
        },
        additionalProperties: false,
      },
    },
  },
  additionalProperties: false,
};
