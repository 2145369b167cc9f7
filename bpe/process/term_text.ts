/**
 * Erlang terms as text, so far as conditions have them: atoms, numbers, texts, binaries, lists and tuples.
 *
 * @module
 */
import type { Doc } from "../documents.ts";

const TOKEN =
  /\s*(?:(-?\d+(?:\.\d+(?:[eE][+-]?\d+)?)?)|'((?:[^'\\]|\\.)*)'|([a-z][\w@]*)|"((?:[^"\\]|\\.)*)"|(<<|>>|[[\]{},]))/y;

/** How deep terms may lie in one another. */
const DEPTH = 32;

/**
 * Reads a term: an atom as `{ atom }`, a tuple as `{ tuple }`, a text or binary as a string, a list as an array.
 *
 * @throws {SyntaxError} where the text is no term, or one that is too deep
 */
export function readTerm(source: string): Doc {
  let at = 0;
  const take = (): RegExpExecArray => {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(source);
    if (found === null) throw new SyntaxError(`is no term at character ${at + 1}`);
    at = TOKEN.lastIndex;
    return found;
  };
  const ahead = (mark: string): boolean => {
    const before = at;
    if (take()[5] === mark) return true;
    at = before;
    return false;
  };
  const list = (close: string, depth: number): Doc[] => {
    const items: Doc[] = [];
    if (ahead(close)) return items;
    do items.push(term(depth + 1)); while (ahead(","));
    if (!ahead(close)) throw new SyntaxError(`lacks ${close} at character ${at + 1}`);
    return items;
  };
  const term = (depth: number): Doc => {
    if (depth > DEPTH) throw new SyntaxError(`is deeper than ${DEPTH}`);
    const [, number, quoted, name, text, mark] = take();
    if (number !== undefined) return Number(number);
    if (quoted !== undefined || name !== undefined) {
      return { atom: quoted === undefined ? name : unescaped(quoted) };
    }
    if (text !== undefined) return unescaped(text);
    if (mark === "[") return list("]", depth);
    if (mark === "{") return { tuple: list("}", depth) };
    if (mark !== "<<") throw new SyntaxError(`has ${mark} at character ${at}`);
    const bytes = list(">>", depth);
    if (bytes.every((each) => typeof each === "string")) return bytes.join("");
    return new TextDecoder().decode(Uint8Array.from(bytes, Number));
  };
  const whole = term(0);
  if (source.slice(at).trim() !== "") throw new SyntaxError(`goes on at character ${at + 1}`);
  return whole;
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, "$1");
}
