/**
 * Groups of entries: a file of `groups/` each, and the code of its entries as the file has it.
 *
 * @module
 */
import type { Entry } from "./entry.ts";

/** A group of entries. */
export interface Group {
  /** Its name in addresses: `text`. */
  readonly name: string;
  /** What it is called. */
  readonly title: string;
  /** What it is about, in a sentence or two. */
  readonly says: string;
  /** Its entries, in the order of the file. */
  readonly entries: readonly ShownEntry[];
}

/** An entry with its code. */
export interface ShownEntry extends Entry {
  /** Its name, which is its id in the page: `list`. */
  readonly name: string;
  /** The text of what is run. */
  readonly code: string;
}

/** What a group is made of. */
export interface GroupOptions extends Pick<Group, "title" | "says"> {
  /** What its file exports. */
  readonly file: Readonly<Record<string, Entry>>;
}

/** Reads a group: the file `at` in `groups/` is both what is run and what is shown. */
export async function group(at: string, { title, says, file }: GroupOptions): Promise<Group> {
  const name = at.replace(/\.\w+$/, ""),
    source = await Deno.readTextFile(new URL(`./groups/${at}`, import.meta.url));
  return { name, title, says, entries: [...shown(source, file)] };
}

const BEGINNING = /^export const (\w+): Entry = entry\(\{$/m;

/** The entries of a file, in its order, each with its code. Statements have an empty line between. */
function* shown(
  source: string,
  file: Readonly<Record<string, Entry>>,
): Generator<ShownEntry> {
  const statements = source.trimEnd().split(/\n\n(?=\S)/);
  for (const statement of statements) {
    const name = BEGINNING.exec(statement)?.[1], found = name && file[name];
    if (!found) continue;
    const own = dedented(statement), shared = statements.filter((each) => isUsed(each, own));
    yield { ...found, name, code: [...shared.map(bare), own].join("\n\n") };
  }
}

/** What an entry is made of, without what stands above it on the page, and without the braces around it. */
function dedented(statement: string): string {
  const lines = statement.slice(statement.indexOf("entry({")).split("\n").slice(1, -1);
  const from = lines.findIndex((line) => /^ {2}(on|event|async event|body)\b/.test(line));
  return lines.slice(from).map((line) => line.slice(2)).join("\n");
}

/** Whether a statement declares something, for entries of the file, that a code uses. */
function isUsed(statement: string, code: string): boolean {
  const name = /^(?:async )?(?:const|function) (\w+)/m.exec(bare(statement))?.[1];
  return name !== undefined && new RegExp(`\\b${name}\\b`).test(code);
}

/** A statement without what is said of it. */
function bare(statement: string): string {
  return statement.replace(/^\/\*\*[^]*?\*\/\n/, "");
}
