/**
 * What a sink or a bound refuses, as problems of an API.
 *
 * @module
 */
import { FileError } from "../../../n2o/file/mod.ts";
import { RestError, type RestErrorCode, type RestErrorOptions } from "../../../rest/mod.ts";
import { refusalOf } from "../../file/uploads.ts";

const CODES: Readonly<Record<number, RestErrorCode>> = {
  400: "bad_request",
  401: "unauthorized",
  403: "forbidden",
  408: "timeout",
  409: "conflict",
  411: "bad_request",
  413: "too_large",
  415: "unsupported",
};

/** The problem that an error of an upload is told as; what is no fault of its sender stays what it is. */
function problemOfUpload(error: unknown): unknown {
  const refusal = refusalOf(error);
  if (refusal === undefined) return error;
  const { message, status, headers } = refusal;
  const isName = FileError.is(error) && error.code === "name";
  const code = CODES[status] ?? "bad_request";
  return problem(status === 507 ? "full" : status === 503 ? "unavailable" : code, message, {
    cause: error,
    headers,
    ...isName && { errors: [{ parameter: "name", code: "name", detail: message }] },
  });
}

function problem(code: RestErrorCode, message: string, options: RestErrorOptions): RestError {
  return new RestError(code, message, options);
}

/** Runs what takes a file: what refuses it is thrown as a problem. */
export async function asProblem<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw problemOfUpload(error);
  }
}

/** The answer of a file; what a condition or a range comes to that does not hold is a problem as any other. */
export async function answered(response: Response): Promise<Response> {
  if (response.status === 412) {
    await response.body?.cancel();
    throw new RestError("precondition", "the file is not the one that the request is about");
  }
  if (response.status === 416) {
    await response.body?.cancel();
    const range = response.headers.get("content-range") ?? "";
    throw new RestError("range", "nothing of the file is in this range", {
      headers: { "content-range": range },
      errors: [{ header: "range", code: "range", detail: range }],
    });
  }
  return response;
}
