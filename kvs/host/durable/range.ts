/** The rest of a range that was read in part. */
import type { RawRange } from "../../store/backend.ts";
import { concatBytes } from "../../../base/mod.ts";

const NEXT = new Uint8Array(1);

/** What is left after `count` entries, the last of which has this key. */
export function rest(range: RawRange, last: Uint8Array, count: number): RawRange {
  const limit = range.limit - count;
  return range.reverse
    ? { ...range, end: last, limit }
    : { ...range, start: concatBytes(last, NEXT), limit };
}
