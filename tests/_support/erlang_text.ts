/**
 * A reader of Erlang terms as text (`~w`, `~p`): what the recorded answers are written in.
 */

/** An Erlang term. Strings are lists of code points, as in Erlang. */
export type Term = number | bigint | Atom | Binary | Tuple | Term[];

/** An atom. */
export interface Atom {
  atom: string;
}

/** A binary, one character a byte. */
export interface Binary {
  binary: string;
}

/** A tuple. */
export interface Tuple {
  tuple: Term[];
}

/** An atom. */
export const atom = (name: string): Atom => ({ atom: name });
/** A binary of a text's UTF-8 bytes. */
export const binary = (text: string): Binary => ({
  binary: Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(""),
});
/** A tuple. */
export const tuple = (...items: Term[]): Tuple => ({ tuple: items });

/** The text of a binary's bytes. */
export function text({ binary }: Binary): string {
  return new TextDecoder().decode(Uint8Array.from(binary, (c) => c.charCodeAt(0)));
}

const TOKEN =
  /\s*(?:(\d+\.\d+(?:e[+-]?\d+)?|-?\d+\.\d+(?:e[+-]?\d+)?)|(-?\d+)|'((?:[^'\\]|\\.)*)'|([a-z][\w@]*)|"((?:[^"\\]|\\.)*)"|(<<|>>|[\[\]{},|]))/y;

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", s: " ", d: "\x7f" };

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, (_, character: string) => ESCAPES[character] ?? character);
}

/** Reads one term. */
export function read(source: string): Term {
  TOKEN.lastIndex = 0;
  let ahead = scan();

  function scan(): RegExpExecArray | null {
    return TOKEN.exec(source);
  }
  function shift(): RegExpExecArray {
    if (ahead === null) throw new Error(`no term at ${TOKEN.lastIndex} of ${source}`);
    const token = ahead;
    ahead = scan();
    return token;
  }
  function until(close: string): Term[] {
    const items: Term[] = [];
    while (ahead?.[6] !== close) {
      items.push(...term());
      if (ahead?.[6] === ",") shift();
    }
    shift();
    return items;
  }
  function term(): Term[] {
    const [, float, integer, quoted, name, string, mark] = shift();
    if (float !== undefined) return [Number(float)];
    if (integer !== undefined) {
      return [Number.isSafeInteger(Number(integer)) ? Number(integer) : BigInt(integer)];
    }
    if (quoted !== undefined || name !== undefined) return [atom(unescaped(quoted ?? name ?? ""))];
    if (string !== undefined) return [Array.from(unescaped(string), (c) => c.codePointAt(0) ?? 0)];
    if (mark === "[") return [until("]")];
    if (mark === "{") return [tuple(...until("}"))];
    if (mark === "<<") {
      const bytes = until(">>").flat();
      return [{ binary: bytes.map((byte) => String.fromCharCode(Number(byte))).join("") }];
    }
    throw new Error(`unexpected ${mark} in ${source}`);
  }

  const [only] = term();
  if (only === undefined || ahead !== null) throw new Error(`more than a term: ${source}`);
  return only;
}
