/**
 * JSON in the shape of the original's `n2o_json`: `{io, <<"x();">>, 5}` is
 * `{"t":104,"v":[{"t":100,"v":"io"},{"t":109,"v":"x();"},{"t":109,"v":5}]}`.
 *
 * `t` is a tag of the external term format: 104 a tuple, 100 an atom that begins one, 109 any value that JSON has. What JSON does not tell
 * apart comes back as the plainer one: an atom within as text, a list of pairs with names as a map, also within a tuple of its own (EEP 18),
 * 1.0 as 1, a time as its text. Nothing
 * else is lost: bytes that are no UTF-8 are `{"t":109,"b":"..."}` in base64, a map with other keys than names is
 * `{"t":116,"v":[{"k":...,"v":...}]}`, and what JSON has nothing for is BERT in base64, `{"t":131,"v":"..."}`.
 *
 * Frames are text. One that begins with `{` or `[` is a term, any other is a text, as `PING` and `N2O,` are.
 *
 * @module
 */
import { bad, DEFAULT, type Formatter, textOf } from "../formatter.ts";
import { termOf } from "./read.ts";
import { tagged } from "./write.ts";

/** JSON in the original's shape. */
export const json: Formatter = {
  name: "json",
  encode: (term) => tagged(term),
  decode(frame, bounds = DEFAULT) {
    const text = textOf(frame);
    if (!/^[{[]/.test(text)) return undefined;
    try {
      return termOf(parsed(text), bounds);
    } catch (cause) {
      throw bad("JSON", cause);
    }
  },
};

/** A run of digits that a number of JavaScript cannot hold all of. */
const LONG = /\d{16}/;

/** The value of a text, its integers whole where the host can tell how they were written. */
function parsed(text: string): unknown {
  if (!LONG.test(text)) return JSON.parse(text);
  return JSON.parse(text, whole);
}

/** As `JSON.parse` calls it; Node 20 has no `source`: an integer that it cannot hold is refused there. */
function whole(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== "number" || Number.isSafeInteger(value)) return value;
  if (!Number.isInteger(value) && Number.isFinite(value)) return value;
  const source = context?.source;
  if (source === undefined) throw new RangeError("an integer that this host cannot read");
  return /^-?\d{1,4096}$/.test(source) ? BigInt(source) : value;
}
