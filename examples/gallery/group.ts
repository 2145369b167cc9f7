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
  /** The text of what is run, in each of its spellings. */
  readonly codes: readonly Code[];
}

/** What the spellings of code are called. */
export const SPELLINGS = { ts: "Functions", tsx: "TSX" } as const;

/** A way to write what a page shows. */
export type Spelling = keyof typeof SPELLINGS;

/** Code in one spelling. */
export interface Code {
  /** How it is written; the page has a name for each. */
  readonly spelling: Spelling;
  /** The statements that the entry uses, and what it is made of, as the file has them. */
  readonly text: string;
}

/** What a group is made of. */
export interface GroupOptions extends Pick<Group, "title" | "says"> {
  /** What its file exports. */
  readonly file: Readonly<Record<string, Entry>>;
}

/** Reads a group: the file `at` in `groups/` is both what is run and what is shown; `tsx/` has it in the other spelling. */
export async function group(at: string, { title, says, file }: GroupOptions): Promise<Group> {
  const [name = "", own] = at.split(".");
  const written = codesOf(await Deno.readTextFile(new URL(`./groups/${at}`, import.meta.url)));
  const tags = own === "ts" ? codesOf(await Deno.readTextFile(tagsOf(name))) : written;
  const entries = [...written].flatMap(([key, text]) => {
    const found = file[key], functions = own === "ts" && { spelling: "ts", text } as const;
    const codes = [functions, { spelling: "tsx", text: tags.get(key) ?? "" } as const];
    return found ? [{ ...found, name: key, codes: codes.filter((code) => code !== false) }] : [];
  });
  return { name, title, says, entries };
}

/** The file that has a group in TSX. */
export function tagsOf(name: string): URL {
  return new URL(`./tsx/${name}.tsx`, import.meta.url);
}

const BEGINNING = /^export const (\w+): Entry = entry\(\{$/m;

/** The code of each entry of a file, in its order. Statements have an empty line between. */
function codesOf(source: string): ReadonlyMap<string, string> {
  const statements = source.trimEnd().split(/\n\n(?=\S)/), found = new Map<string, string>();
  for (const statement of statements) {
    const name = BEGINNING.exec(statement)?.[1];
    if (!name) continue;
    const own = dedented(statement), shared = statements.filter((each) => isUsed(each, own));
    found.set(name, [...shared.map(bare), own].join("\n\n"));
  }
  return found;
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
