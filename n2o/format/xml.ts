/**
 * XML of the records `cx` and `pi`, a connection's context and a process, as the original's `n2o_xml` has it: an element of the record's
 * name with an attribute for each field. `{pi, <<"/timer">>, caching, ...}` is `<pi name="/timer" table="caching" .../>`.
 *
 * A field that is an atom or UTF-8 is its text and comes back as a binary; another is Erlang's text behind an equals sign. Any other term
 * is `<term>` with Erlang's text within. Frames are text; one that begins with `<` is a term, any other is a text.
 *
 * @module
 */
import { Atom, type Term, text as textOfBinary, Tuple } from "../term/term.ts";
import { atom } from "../term/atom.ts";
import { bad, DEFAULT, type Formatter, type ReadBounds, textOf } from "./formatter.ts";
import { read } from "./text/read.ts";
import { write } from "./text/write.ts";

/** The fields of the records, in their order (`n2o.hrl`). */
const RECORDS: Readonly<Record<string, readonly string[]>> = {
  cx: [
    ...["handlers", "actions", "req", "module", "lang", "path", "session", "formatter", "params"],
    ...["node", "client_pid", "state", "from", "vsn"],
  ],
  pi: ["name", "table", "sup", "module", "state"],
};

/** XML of the records `cx` and `pi`. */
export const xml: Formatter = {
  name: "xml",
  encode: (term) => recordOf(term) ?? `<term>${escaped(write(term))}</term>`,
  decode(frame, bounds = DEFAULT) {
    const source = textOf(frame);
    if (!source.startsWith("<")) return undefined;
    try {
      const [, content] = /^<term>([^<>]*)<\/term>\s*$/.exec(source) ?? [];
      return content === undefined ? termOf(source, bounds) : read(unescaped(content), bounds);
    } catch (cause) {
      throw bad("XML", cause);
    }
  },
};

function recordOf(term: Term): string | undefined {
  if (!(term instanceof Tuple)) return undefined;
  const [name, ...values] = term.elements, { length } = values;
  const fields = name instanceof Atom && Object.hasOwn(RECORDS, name.name)
    ? RECORDS[name.name]
    : undefined;
  if (!(name instanceof Atom) || fields?.length !== length) return undefined;
  const attributes = values.map((value, at) => ` ${fields[at]}="${escaped(fieldOf(value))}"`);
  return `<${name.name}${attributes.join("")}/>`;
}

function fieldOf(value: Term): string {
  if (value instanceof Atom) return plain(value.name) ?? `=${write(value)}`;
  return plain(textOfBinary(value)) ?? `=${write(value)}`;
}

/** A text that XML can hold (2.2 of XML 1.0) and that is not taken for Erlang's. */
function plain(text: string | undefined): string | undefined {
  return text === undefined || text.startsWith("=") ||
      /[^\t\n\r\x20-\ud7ff\ue000-\ufffd]/.test(text.replace(/[\ud800-\udbff][\udc00-\udfff]/g, ""))
    ? undefined
    : text;
}

const ELEMENT = /^<(cx|pi)((?:\s+[a-z_]+="[^"<]*")*)\s*\/>\s*$/;

function termOf(source: string, bounds: ReadBounds): Term {
  const [, name = "", attributes = ""] = ELEMENT.exec(source) ?? [];
  const fields = RECORDS[name];
  if (fields === undefined) throw new SyntaxError("no element cx or pi, and none of a term");
  const given = new Map<string, string>();
  for (const [, field = "", value = ""] of attributes.matchAll(/([a-z_]+)="([^"]*)"/g)) {
    if (given.has(field) || !fields.includes(field)) throw new SyntaxError(`attribute ${field}`);
    given.set(field, value);
  }
  return new Tuple([atom(name), ...fields.map((field) => valueOf(given.get(field), bounds))]);
}

const utf8 = new TextEncoder();

function valueOf(value: string | undefined, bounds: ReadBounds): Term {
  if (value === undefined) return [];
  const text = unescaped(value);
  return text.startsWith("=") ? read(text.slice(1), bounds) : utf8.encode(text.toWellFormed());
}

const NAMES: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  amp: "&",
  quot: '"',
  apos: "'",
};

/** White space is escaped too: a reader turns it into blanks (3.3.3 of XML 1.0). */
function escaped(text: string): string {
  return text.replace(/[<>&"\t\n\r]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

function unescaped(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));|&/gi, (_, decimal, hex, name) => {
    const known = name === undefined ? undefined : NAMES[name];
    if (known !== undefined) return known;
    if (decimal === undefined && hex === undefined) throw new SyntaxError("an unknown entity");
    return String.fromCodePoint(decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal));
  });
}
