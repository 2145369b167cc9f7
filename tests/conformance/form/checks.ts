/**
 * What the original's checks in the browser took and refused: `call` is `valid.js:NAME`.
 *
 * @module
 */
import { failureOf, field, type Kind, type Line } from "../kind.ts";
import type { Result } from "../report.ts";
import { CLASSES, isValid, verdict } from "./valid.ts";

/** Accept and refuse. */
export const check: Kind = { is: isValid, run: (lines) => lines.map(result) };

function result(line: Line): Result {
  let difference: string | undefined;
  const failure = failureOf(() => {
    const found = verdict(line);
    if (found === undefined) throw new TypeError(`nobody answers ${field(line, "call")}`);
    difference = found.class === undefined ? undefined : CLASSES[found.class];
    if (difference === undefined && found.ours !== found.theirs) {
      throw new Error(`${found.ours} in place of ${found.theirs}`);
    }
  });
  return { name: field(line, "case"), failure, ...difference !== undefined && { difference } };
}
