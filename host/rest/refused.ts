/**
 * What a sink or a bound refuses, as problems of an API.
 *
 * @module
 */
import { FileError } from "../../n2o/file/mod.ts";
import { RestError, type RestErrorCode, type RestErrorOptions } from "../../rest/mod.ts";
import { refusalOf } from "../file/uploads.ts";

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
export function problemOfUpload(error: unknown): unknown {
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
