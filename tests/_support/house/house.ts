/**
 * The tree as the rules of the house see it: files, what they import and export, and the entries of deno.json.
 *
 * @module
 */

/** A source of the tree. */
export interface Source {
  /** From the root: `kvs/feed/append.ts`. */
  readonly path: string;
  readonly text: string;
  /** The text without comments, and so without their examples. */
  readonly code: string;
}

/** An import, or a re-export. */
export interface Import {
  readonly from: string;
  readonly specifier: string;
  /** The file it leads to, for a relative one. */
  readonly to: string | undefined;
  /** When that is loaded: with the file, where the import is reached, or never, as it is for the type check alone. */
  readonly loads: "at once" | "when reached" | "never";
}

/** What the rules are asked of. */
export interface House {
  /** All TypeScript but what is generated. */
  readonly sources: readonly Source[];
  /** The texts of all files, by path. */
  readonly texts: ReadonlyMap<string, string>;
  readonly imports: readonly Import[];
  /** What deno.json exports: the public faces. */
  readonly faces: ReadonlySet<string>;
}

/** What must hold everywhere; answers what breaks it, a sentence for each. */
export interface Rule {
  readonly name: string;
  find(house: House): string[];
}

/** The folder at the top; "" for a file that stands in none. */
export function roomOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.indexOf("/")) : "";
}

/** The folder of a file, from the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

/** Its name, without the folder. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Reads a tree. */
export async function house(root: URL): Promise<House> {
  const texts = new Map<string, string>();
  for await (const path of files(root, "")) {
    texts.set(path, await Deno.readTextFile(new URL(path, root)));
  }
  const sources = [...texts].filter(([path]) => path.endsWith(".ts") && !path.endsWith(".gen.ts"))
    .map(([path, text]): Source => ({ path, text, code: withoutComments(text) }));
  const { exports } = JSON.parse(texts.get("deno.json") ?? "{}");
  const faces = Object.values<string>(exports ?? {}).map((path) => path.replace(/^\.\//, ""));
  return {
    sources,
    texts,
    imports: sources.flatMap((source) => importsOf(source, root)),
    faces: new Set(faces),
  };
}

/** What is no part of the project, in its folder: data that an application or a test run leaves. */
const LEFT_OUT = new Set([".git", "data", "node_modules", "coverage"]);

async function* files(root: URL, folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(new URL(folder || ".", root))) {
    const path = `${folder}${name}`;
    if (folder === "" && LEFT_OUT.has(name)) continue;
    if (isDirectory) yield* files(root, `${path}/`);
    else yield path;
  }
}

/** Blanks comments out; what looks like one within a string or a pattern stays. */
export function withoutComments(text: string): string {
  const token =
    /\/\*[\s\S]*?\*\/|\/\/.*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\[\s\S])*`/g;
  return text.replace(token, (found) => found.startsWith("/") ? " " : found);
}

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\b(\s+type\b)?[^;"'`]*?\bfrom\s*["']([^"'\n]+)["']|\bimport\s*(\(?)\s*["']([^"'\n]+)["']/g;

function importsOf({ path, code }: Source, root: URL): Import[] {
  return [...code.matchAll(IMPORT)].map(([, isType, fixed, isCall, alone]) => {
    const specifier = fixed ?? alone ?? "";
    const to = specifier.startsWith(".")
      ? new URL(specifier, new URL(path, root)).href.slice(root.href.length)
      : undefined;
    const loads = isType ? "never" : isCall ? "when reached" : "at once";
    return { from: path, specifier, to, loads };
  });
}
