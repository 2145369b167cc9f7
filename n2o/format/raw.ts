/**
 * Bytes as they are: a frame's bytes are one binary, and a binary, a text or a list of bytes (Erlang's iodata) goes out unchanged.
 *
 * @module
 */
import { concatBytes, isInteger } from "../../base/mod.ts";
import { encode } from "../bert/bert.ts";
import type { Term } from "../term/term.ts";
import { DEPTH, type Formatter } from "./formatter.ts";

/** Bytes as they are; what is neither bytes nor text goes out as BERT. */
export const raw: Formatter = {
  name: "raw",
  encode(term) {
    if (typeof term === "string") return term;
    const parts: Uint8Array[] = [];
    return gathered(term, parts, DEPTH) ? concatBytes(...parts) : encode(term);
  },
  decode: (frame) => typeof frame === "string" ? undefined : new Uint8Array(frame),
};

const utf8 = new TextEncoder();

/** Puts the bytes of iodata into `parts`; tells whether the term is iodata. */
function gathered(term: Term, parts: Uint8Array[], depth: number): boolean {
  if (depth < 0) return false;
  if (term instanceof Uint8Array) return parts.push(term) > 0;
  if (typeof term === "string") return parts.push(utf8.encode(term)) > 0;
  if (isInteger(term, 0, 255)) return parts.push(Uint8Array.of(term)) > 0;
  return Array.isArray(term) && term.every((each) => gathered(each, parts, depth - 1));
}
