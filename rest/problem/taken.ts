/**
 * What is told of values that only one record may have.
 *
 * @module
 */
import { KvsError } from "../../kvs/mod.ts";
import { pointerOf } from "./pointer.ts";
import type { Flaw } from "../error.ts";

/** What a client is told: the message of the store tells which other record has them, which need not be for who asks. */
export const TAKEN = "another record has a value that only one may have: nothing was changed";

/**
 * The fields of a unique index whose values another record has, below the pointer of the record in the body; none where an error is of
 * something else, or the store does not tell.
 */
export function takenFlaws(error: unknown, record = ""): readonly Flaw[] {
  if (!KvsError.is(error, "taken")) return [];
  const { fields = [] } = error.taken ?? {}, others = fields.length > 1 ? " together" : "";
  const detail = `another record has this value${others}, and only one may`;
  return fields.map((field) => ({ pointer: record + pointerOf([field]), code: "taken", detail }));
}
