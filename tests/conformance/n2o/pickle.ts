/**
 * Pickles of the original's three schemes: `scheme`, `key`, `pickle`, `ok`, and `term_hex` or `case` with `depickled`.
 *
 * @module
 */
import { decode } from "../../../n2o/bert/bert.ts";
import { N2oError } from "../../../n2o/error.ts";
import {
  depickleGcm,
  depickleSecret,
  pickler,
  type SecretOptions,
} from "../../../n2o/session/pickle.ts";
import { type Term, Tuple } from "../../../n2o/term/term.ts";
import { equal, throws } from "../../_support/assert.ts";
import { failureOf, field, type Kind, type Line } from "../kind.ts";

const openers: ReadonlyMap<string, (pickle: string, options: SecretOptions) => Term> = new Map([
  ["n2o_secret", depickleSecret],
  ["aes_gcm", depickleGcm],
]);

/** The node that recorded the answers had seen every atom but those that were made up for the case. */
const atoms = (name: string): boolean => !name.startsWith("zzunseen");

const UNSIGNED = "an unsigned pickle is read as a term, and opens as a pickle nowhere";

/** Pickles of the original. */
export const pickle: Kind = {
  is: (line) => "scheme" in line && "pickle" in line,
  run: (lines) =>
    lines.map((line) => {
      const name = `${field(line, "scheme")} ${field(line, "case") || field(line, "term")}`;
      const failure = failureOf(() => checked(line));
      const isUnsigned = failure === "" && field(line, "scheme") === "nitro_conv";
      return { name, failure, ...(isUnsigned ? { difference: UNSIGNED } : {}) };
    }),
};

function checked(line: Line): void {
  const text = field(line, "pickle"), open = openers.get(field(line, "scheme"));
  if (open === undefined) return unsigned(text, field(line, "term_hex"));
  const options = { key: field(line, "key"), atoms };
  if (line.ok === true) return equal(open(text, options), termOf(field(line, "term_hex")));
  if (field(line, "depickled") === "<<>>") {
    return void throws(() => open(text, options), N2oError, "forged");
  }
  open(text, options);
}

/** The scheme without a key: base64 of `{Term, Now}`. */
function unsigned(text: string, hex: string): void {
  const read = decode(Uint8Array.fromBase64(text));
  equal(read instanceof Tuple ? read.elements[0] : undefined, termOf(hex));
  const ours = pickler("a secret of more than sixteen letters");
  for (const each of [ours, ours.purpose("token"), ours.purpose("cookie")]) {
    throws(() => each.depickle(text, ""), N2oError, "forged");
  }
}

function termOf(hex: string): Term {
  return decode(Uint8Array.fromHex(hex));
}
