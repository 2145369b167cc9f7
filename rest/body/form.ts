/**
 * Forms: `application/x-www-form-urlencoded` as the URL standard reads it, but strictly: what is no percent-encoding or no UTF-8 is refused.
 *
 * @module
 */
import { type Flaw, RestError } from "../error.ts";
import { flawed } from "../problem/flawed.ts";
import { pointerOf } from "../problem/pointer.ts";

/** How many fields a form may have. */
const FIELDS = 1_000;

/**
 * The fields of a form: text each.
 *
 * @throws {RestError} `bad_form` for an escape that is none, bytes that are no UTF-8, a name that is empty, comes twice or is `__proto__`;
 * `too_large` for more than 1,000 fields
 */
export function readForm(text: string): Record<string, string> {
  const fields: Record<string, string> = {}, errors: Flaw[] = [];
  const pairs = text === "" ? [] : text.split("&");
  if (pairs.length > FIELDS) {
    throw new RestError("too_large", `a form has at most ${FIELDS} fields`);
  }
  for (const pair of pairs) {
    if (pair === "") continue;
    const at = pair.indexOf("="), name = decoded(at < 0 ? pair : pair.slice(0, at));
    const value = decoded(at < 0 ? "" : pair.slice(at + 1));
    const pointer = pointerOf([name ?? ""]);
    if (name === undefined || value === undefined) {
      errors.push({ pointer, code: "encoding", detail: "not percent-encoded UTF-8" });
    } else if (name === "" || name === "__proto__") {
      errors.push({ pointer, code: "key", detail: "no name that is taken" });
    } else if (Object.hasOwn(fields, name)) {
      errors.push({ pointer, code: "twice", detail: "the field comes twice" });
    } else fields[name] = value;
  }
  if (errors.length > 0) throw flawed("bad_form", "the form cannot be read", errors);
  return fields;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return undefined;
  }
}
