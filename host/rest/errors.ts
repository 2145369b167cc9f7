/**
 * Statuses of errors of rooms that the API itself does not know.
 *
 * @module
 */
import type { BpeErrorCode } from "../../bpe/mod.ts";
import type { N2oErrorCode } from "../../n2o/mod.ts";
import type { ErrorTable } from "../../rest/mod.ts";

/** Total, so that a new code of the engine does not compile before it has a status. */
const BPE: Readonly<Record<BpeErrorCode, number>> = {
  answer: 500,
  assignment: 422,
  bad_arguments: 422,
  budget: 422,
  call: 422,
  closed: 503,
  command: 409,
  config: 500,
  conflict: 409,
  corrupt: 500,
  definition: 404,
  denied: 403,
  expression: 422,
  flow: 422,
  instance: 404,
  limit: 413,
  loop: 422,
  message: 404,
  migration: 409,
  monitor: 404,
  once: 409,
  output: 422,
  picture: 422,
  query: 400,
  rule: 422,
  state: 409,
  store: 503,
  task: 409,
  timeout: 503,
  timer: 422,
  too_large: 413,
  uncaught: 422,
  unstorable: 422,
  work: 500,
  xml: 422,
};

/** Total, as those of the engine. */
const N2O: Readonly<Record<N2oErrorCode, number>> = {
  no_context: 500,
  forged: 403,
  expired: 403,
  ended: 401,
  frame: 400,
  config: 500,
  full: 503,
  unavailable: 503,
  value: 422,
  timeout: 503,
  noproc: 503,
  crashed: 500,
  calling_self: 500,
  already_started: 409,
  empty_ring: 500,
  no_worker: 500,
};

/** The statuses of the engine's errors, for `errors` of an API. */
export const BPE_ERRORS: ErrorTable = { name: "BpeError", statuses: BPE };
/** The statuses of errors of sessions, buses and processes, for `errors` of an API. */
export const N2O_ERRORS: ErrorTable = { name: "N2oError", statuses: N2O };
