/**
 * The error of this room.
 *
 * @module
 */
import { CodedError } from "../base/mod.ts";

/**
 * What goes wrong, and the status that says so over HTTP.
 *
 * | code | status | what has happened |
 * | --- | --- | --- |
 * | `config` | 500 | a declaration cannot work: a resource of no source, two operations of one path |
 * | `bad_request` | 400 | the request is none: an address, a header or the framing of a body that cannot be read |
 * | `bad_json` | 400 | a body is no JSON as RFC 8259 has it, has a key twice, a lone surrogate or a number that would be another one |
 * | `bad_form` | 400 | a body is no form |
 * | `bad_csv` | 400 | a body is no CSV as RFC 4180 has it, or a line of it has not the cells of its header |
 * | `bad_id` | 400 | an id in the address is none |
 * | `bad_parameter` | 400 | a parameter of the query is unknown, missing, given twice, or of another type |
 * | `bad_cursor` | 400 | a cursor is none, or another list's |
 * | `bad_header` | 400 | a header cannot be read |
 * | `bad_patch` | 400 | a patch is none |
 * | `unauthorized` | 401 | who asks has to say who it is |
 * | `forbidden` | 403 | who asks may not |
 * | `bad_origin` | 403 | a page of another origin asks with a cookie |
 * | `not_found` | 404 | there is no such resource, or no such record |
 * | `method` | 405 | the address does not take this method |
 * | `unacceptable` | 406 | no representation is one that is accepted |
 * | `timeout` | 408 | the body did not come in time |
 * | `conflict` | 409 | a record with this id is there, or a test of a patch does not hold |
 * | `taken` | 409 | another record has values that only one may have: see `errors` |
 * | `gone` | 410 | what a cursor goes on behind is not kept any longer |
 * | `precondition` | 412 | the record is not of the version asked for |
 * | `too_large` | 413 | a body, or what it unpacks to, is over the limit of size, depth or count |
 * | `unsupported` | 415 | the body is of a type, a charset or a coding that the address does not take |
 * | `invalid` | 422 | the fields are not what the schema asks for: see `errors` |
 * | `reused` | 422 | an Idempotency-Key came with another request before |
 * | `unpatchable` | 422 | a patch names what is not there |
 * | `precondition_required` | 428 | this resource is changed with If-Match only |
 * | `range` | 416 | nothing is in the range of bytes that is asked for |
 * | `limited` | 429 | too many requests: see Retry-After |
 * | `no_method` | 501 | nothing here takes a method of this name |
 * | `unavailable` | 503 | too much is under way, or what is needed is away: try again later |
 * | `full` | 507 | there is no room for it |
 * | `fault` | 500 | a defect of the application: its log says more |
 */
export type RestErrorCode =
  | "config"
  | "bad_request"
  | "bad_json"
  | "bad_form"
  | "bad_csv"
  | "bad_id"
  | "bad_parameter"
  | "bad_cursor"
  | "bad_header"
  | "bad_patch"
  | "unauthorized"
  | "forbidden"
  | "bad_origin"
  | "not_found"
  | "method"
  | "unacceptable"
  | "timeout"
  | "conflict"
  | "taken"
  | "gone"
  | "precondition"
  | "too_large"
  | "unsupported"
  | "invalid"
  | "reused"
  | "unpatchable"
  | "precondition_required"
  | "range"
  | "limited"
  | "no_method"
  | "unavailable"
  | "full"
  | "fault";

/** One thing that is wrong with a request, and where it stands: in one place of the three. */
export interface Flaw {
  /** The place in the body, as a JSON Pointer (RFC 6901). */
  readonly pointer?: string;
  /** The parameter of the path or the query. */
  readonly parameter?: string;
  /** The name of the header. */
  readonly header?: string;
  /** The line of a body that is text, from 1. */
  readonly line?: number;
  /** The column in it, from 1. */
  readonly column?: number;
  /** For programs: a word such as `unknown`, `missing`, `type`, `schema`. */
  readonly code: string;
  /** For a person. */
  readonly detail: string;
}

/** What an error may carry besides its message. */
export interface RestErrorOptions extends ErrorOptions {
  /** Everything that is wrong, each with its place. */
  readonly errors?: readonly Flaw[];
  /** Headers of the answer, such as `allow` or `retry-after`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * What went wrong with a request or a declaration: `code` for programs, the message for people, `errors` for each place that is wrong.
 * Thrown anywhere below a route, it is answered as a problem document (RFC 9457).
 *
 * @example
 * ```ts
 * import { RestError } from "@n2o/n2o/rest";
 *
 * const errors = [{ pointer: "/age", code: "type", detail: "give a whole number" }];
 * const error = new RestError("invalid", "the person cannot be stored", { errors });
 * if (!RestError.is(error, "invalid") || error.errors.length !== 1) throw error;
 * ```
 */
export class RestError extends CodedError<RestErrorCode> {
  /** Tells the class across realms. */
  static override readonly name = "RestError";
  /** Everything that is wrong, each with its place; empty where there is no more to say. */
  readonly errors: readonly Flaw[];
  /** Headers of the answer. */
  readonly headers: Readonly<Record<string, string>>;

  /** Makes one; see {@linkcode RestErrorOptions}. */
  constructor(code: RestErrorCode, message: string, options: RestErrorOptions = {}) {
    super(code, message, options);
    this.errors = options.errors ?? [];
    this.headers = options.headers ?? {};
  }
}
