/**
 * BERT, the format of a connection that names no other: bytes are a term, text is a message of its own.
 *
 * @module
 */
import { decode, encode } from "../bert/bert.ts";
import { bad, DEFAULT, type Formatter } from "./formatter.ts";

/** Erlang's external term format. */
export const bert: Formatter = {
  name: "bert",
  encode: (term) => encode(term),
  decode(frame, { maxSize, atoms } = DEFAULT) {
    if (typeof frame === "string") return undefined;
    let left = atoms;
    try {
      return decode(frame, { maxSize, atoms: () => left-- > 0 });
    } catch (cause) {
      throw bad("BERT", cause);
    }
  },
};
