/**
 * Terms as Erlang's own text: `{io,<<"x();">>,[]}`. A person can read and type it, and `erl_parse` reads it.
 *
 * Frames are text. One that begins with `{`, `[`, `<<` or `#{` is a term, any other is a text, as `PING` and `N2O,` are.
 *
 * @module
 */
import { bad, type Formatter, textOf } from "../formatter.ts";
import { read } from "./read.ts";
import { write } from "./write.ts";

/** Erlang's text of terms. */
export const text: Formatter = {
  name: "text",
  encode: (term) => write(term),
  decode(frame, bounds) {
    const source = textOf(frame);
    if (!/^(?:[{[]|<<|#\{)/.test(source)) return undefined;
    try {
      return read(source, bounds);
    } catch (cause) {
      throw bad("Erlang's text", cause);
    }
  },
};
