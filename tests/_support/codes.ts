/**
 * The codes of a room's errors, as its sources have them.
 *
 * @module
 */
import { equal } from "./assert.ts";

/** Which room, and how it throws. */
export interface RoomErrors {
  /** The folder of the room, from the root of the project. */
  readonly room: string;
  /** The file of the error, in that folder; `error.ts` unless told. */
  readonly file?: string;
  /** The name of the class; the union of its codes is that name and `Code`. */
  readonly error: string;
  /** Functions of the room that take the code first and make the error. */
  readonly makers?: readonly string[];
}

const ROOT = new URL("../../", import.meta.url);

/** Asserts that the codes which a room's sources throw, and those that its union lists and its docs explain, are the same. */
export async function codesAgree(
  { room, file = "error.ts", error, makers = [] }: RoomErrors,
): Promise<void> {
  const source = await Deno.readTextFile(new URL(`${room}/${file}`, ROOT));
  const union = new RegExp(`type ${error}Code =([^;]*);`).exec(withoutComments(source))?.[1];
  if (union === undefined) throw new Error(`${room}/${file} has no union ${error}Code`);
  const listed = sorted(union.matchAll(/"([^"]+)"/g));
  const thrown = new RegExp(`(?:new ${[error, ...makers].join("|")})\\(\\s*"([^"]+)"`, "g");
  const found: string[] = [];
  for await (const text of sources(new URL(`${room}/`, ROOT))) {
    found.push(...sorted(withoutComments(text).matchAll(thrown)));
  }
  equal([...new Set(found)].sort(), listed, `the codes thrown in ${room} and ${error}Code differ`);
  const explained = sorted(source.matchAll(/^ \* \| `([^`]+)` \|/gm));
  equal(explained, listed, `the codes explained in ${room}/${file} and ${error}Code differ`);
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

function sorted(matches: Iterable<RegExpExecArray>): string[] {
  return Array.from(matches, ([, code = ""]) => code).sort();
}
