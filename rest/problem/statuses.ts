/**
 * From codes of errors to statuses of HTTP: one total table for each class of errors.
 *
 * @module
 */
import type { KvsErrorCode } from "../../kvs/mod.ts";
import type { RestErrorCode } from "../error.ts";

/** How errors of a class are told: its name, and the status of each of its codes. */
export interface ErrorTable {
  /** The `name` of the errors, by which they are known across realms. */
  readonly name: string;
  /** The status of each code; a code that is not in it is a fault, 500. */
  readonly statuses: Readonly<Record<string, number>>;
}

/** The statuses of this room's own codes. */
const REST: Readonly<Record<RestErrorCode, number>> = {
  config: 500,
  bad_request: 400,
  bad_json: 400,
  bad_form: 400,
  bad_csv: 400,
  bad_id: 400,
  bad_parameter: 400,
  bad_cursor: 400,
  bad_header: 400,
  bad_patch: 400,
  unauthorized: 401,
  forbidden: 403,
  bad_origin: 403,
  not_found: 404,
  method: 405,
  unacceptable: 406,
  timeout: 408,
  conflict: 409,
  taken: 409,
  gone: 410,
  precondition: 412,
  too_large: 413,
  unsupported: 415,
  invalid: 422,
  reused: 422,
  unpatchable: 422,
  precondition_required: 428,
  range: 416,
  limited: 429,
  no_method: 501,
  unavailable: 503,
  full: 507,
  fault: 500,
};

/** The statuses of the store's codes: total, so that a new code of the store does not compile before it has one. */
const KVS: Readonly<Record<KvsErrorCode, number>> = {
  bad_argument: 500,
  bad_count: 400,
  bad_cursor: 400,
  bad_expiry: 500,
  bad_feed: 400,
  bad_group: 400,
  bad_id: 400,
  bad_index: 422,
  bad_range: 400,
  bad_record: 422,
  bad_table: 500,
  bad_version: 412,
  closed: 503,
  config: 500,
  conflict: 409,
  corrupt: 500,
  full: 507,
  host: 500,
  layout: 500,
  locked: 503,
  no_field: 422,
  no_group: 404,
  no_index: 400,
  no_table: 404,
  not_found: 404,
  open: 503,
  store: 503,
  taken: 409,
  too_large: 413,
  too_many: 413,
  twice: 409,
  unavailable: 503,
  unknown: 503,
  unreachable: 503,
  unstorable: 422,
};

/** The tables that are always there; the host adds those of the rooms it knows. */
export const TABLES: readonly ErrorTable[] = [
  { name: "RestError", statuses: REST },
  { name: "KvsError", statuses: KVS },
];

/** What a status is called (RFC 9110, section 15; RFC 6585; RFC 4918). */
export const TITLES: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  406: "Not Acceptable",
  408: "Request Timeout",
  409: "Conflict",
  410: "Gone",
  412: "Precondition Failed",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  416: "Range Not Satisfiable",
  422: "Unprocessable Content",
  428: "Precondition Required",
  429: "Too Many Requests",
  500: "Internal Server Error",
  501: "Not Implemented",
  503: "Service Unavailable",
  507: "Insufficient Storage",
};
