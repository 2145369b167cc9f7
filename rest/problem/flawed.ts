/**
 * Errors of what is wrong at several places.
 *
 * @module
 */
import { type Flaw, RestError, type RestErrorCode } from "../error.ts";

/** More than a person reads. */
const MOST = 100;

/**
 * An error whose message says the first flaw itself, with its place: who reads no more than `detail` knows what to do. It carries the first 100.
 *
 * @param what could not be done
 */
export function flawed(code: RestErrorCode, what: string, errors: readonly Flaw[]): RestError {
  const [first] = errors, more = errors.length > 1 ? ` and ${errors.length - 1} more` : "";
  const said = first === undefined ? "" : `: ${placeOf(first)}${first.detail}`;
  return new RestError(code, `${what}${said}${more}`, { errors: errors.slice(0, MOST) });
}

/** As a person reads it: a place of the body is a pointer in quotes. */
function placeOf({ pointer, parameter, header }: Flaw): string {
  if (parameter !== undefined) return `parameter "${parameter}": `;
  if (header !== undefined) return `header "${header}": `;
  return pointer === undefined ? "" : `"${pointer}": `;
}
