/**
 * The codes of a class of errors: those that its type closes, and those that the sources throw.
 *
 * @module
 */
import { equal } from "./assert.ts";

/** A class of errors. */
export interface Codes {
  /** Its name, as `KvsError`. */
  readonly name: string;
  /** The codes of its type. */
  readonly known: ReadonlySet<string>;
  /** The codes that are thrown. */
  readonly thrown: ReadonlySet<string>;
}

const LITERALS = /"([\w-]+)"/g;
const literals = (text: string) => [...text.matchAll(LITERALS)].map(([, code]) => code ?? "");

/**
 * Reads the classes of errors that sources declare by a type `XErrorCode`. Thrown is a literal in the first argument of
 * `new XError(...)`, and one of the type in that of a function whose first parameter is of the type.
 *
 * @param sources texts of modules, without comments
 */
export function codes(sources: readonly string[]): Codes[] {
  const all = sources.join("\n");
  return [...all.matchAll(/export type (\w+Error)Code\s*=([^;]*);/g)].map(
    ([, name = "", union = ""]) => {
      const known = new Set(literals(union)), thrown = new Set<string>();
      const makers = [...all.matchAll(new RegExp(`(\\w+)\\s*\\(\\s*\\w+: ${name}Code\\b`, "g"))]
        .map(([, maker = ""]) => maker).filter((maker) => maker !== "constructor");
      for (const code of firstArguments(all, `new ${name}`)) thrown.add(code);
      for (const maker of makers) {
        for (const code of firstArguments(all, maker)) if (known.has(code)) thrown.add(code);
      }
      return { name, known, thrown };
    },
  );
}

/** The literals in the first argument of each call of a function. */
function firstArguments(text: string, name: string): string[] {
  return [...text.matchAll(new RegExp(`\\b${name}\\(`, "g"))].flatMap(({ index, 0: { length } }) =>
    literals(firstArgument(text.slice(index + length, index + length + 2_000)))
  );
}

/** The text up to the first comma that is in no brackets. */
function firstArgument(text: string): string {
  let depth = 0;
  for (const [at, character] of [...text].entries()) {
    if ("([{".includes(character)) depth++;
    if (")]}".includes(character)) depth--;
    if (depth < 0 || (depth === 0 && character === ",")) return text.slice(0, at);
  }
  return text;
}

const ROOT = new URL("../../", import.meta.url);

/**
 * Asserts that the codes which a room throws, those of its type, and those that the table in its docs explains are the same.
 *
 * @param room its folder, from the root of the project
 * @param name the class of its errors
 */
export async function codesAgree(room: string, name: string): Promise<void> {
  const texts = await Array.fromAsync(sources(new URL(`${room}/`, ROOT)));
  const [own] = codes(texts.map(withoutComments)).filter((each) => each.name === name);
  if (own === undefined) throw new Error(`${room} declares no type ${name}Code`);
  const known = [...own.known].sort();
  equal([...own.thrown].sort(), known, `the codes that ${room} throws and those of its type`);
  const declaration = texts.find((text) => text.includes(`export type ${name}Code`)) ?? "";
  const explained = [...declaration.matchAll(/^ \* \| `([^`]+)` \|/gm)].map(([, code]) => code);
  equal(explained.sort(), known, `the codes that ${room} explains and those of its type`);
}

async function* sources(folder: URL): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) yield* sources(new URL(`${name}/`, folder));
    else if (name.endsWith(".ts")) yield await Deno.readTextFile(new URL(name, folder));
  }
}

function withoutComments(source: string): string {
  return source.replace(/\/\*[^]*?\*\/|(?<=^|\s)\/\/.*$/gm, "");
}
