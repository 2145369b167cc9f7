/**
 * The examples of docs as modules with one test each, as `deno test --doc` makes them: a fence of TypeScript or JavaScript
 * in a comment or in Markdown, but those marked `ignore`. What its file exports need not be imported.
 *
 * @module
 */

/** An example. */
export interface Example {
  /** Its place: `file:///.../base/id.ts#17-23.ts`, the name that `deno test --doc` gives it. */
  readonly name: string;
  /** A module, whose lines have the numbers that they have in the file. */
  readonly text: string;
  readonly extension: string;
}

const LANGUAGES: Readonly<Record<string, string>> = {
  js: "js",
  javascript: "js",
  mjs: "mjs",
  jsx: "jsx",
  ts: "ts",
  typescript: "ts",
  mts: "mts",
  tsx: "tsx",
};
/** Names of exports that are none of variables. */
const UNIMPORTED = ["default", "delete", "new", "in", "void", "typeof", "with"];
const FENCE = /```([^\r\n]*)\n([^]*?)```/g;

/** Whether a file may have examples. */
export function mayHaveExamples(path: string): boolean {
  return /\.([mc]?[jt]sx?|md)$/.test(path);
}

/** The examples of a file. */
export function examplesOf(url: URL, source: string): Example[] {
  if (url.pathname.endsWith(".md")) {
    return fencesIn(source).map((fence) => exampleOf(fence, url, []));
  }
  const comments = [...source.matchAll(/^[ \t]*\/\*\*[^]*?\*\//gm)];
  const fences = comments.flatMap(({ 0: comment, index }) =>
    fencesIn(comment, linesOf(source, index))
  );
  if (fences.length === 0) return [];
  const code = source.replace(/^[ \t]*\/\*\*[^]*?\*\//gm, "");
  return fences.map((fence) => exampleOf(fence, url, exportsOf(code)));
}

interface Fence {
  readonly extension: string;
  readonly first: number;
  readonly last: number;
  readonly text: string;
}

function linesOf(text: string, end = text.length): number {
  return text.slice(0, end).split("\n").length - 1;
}

/** The fences of a comment, or of a page, that begins behind so many lines. */
function fencesIn(text: string, before = 0): Fence[] {
  const fences = [...text.matchAll(FENCE)].map(({ 0: all, 1: info = "", 2: body = "", index }) => {
    const [language = "", ...attributes] = info.split(" ");
    const first = before + linesOf(text, index) + 1;
    return {
      extension: attributes.includes("ignore") ? undefined : LANGUAGES[language],
      first,
      last: first + linesOf(all) + 1,
      text: body.replace(/^[ \t]*\* ?/gm, ""),
    };
  });
  return fences.flatMap(({ extension, ...fence }) =>
    extension === undefined ? [] : [{ ...fence, extension }]
  );
}

/** The names that a module exports by itself: those of `export *` are not among them, as they are not for `--doc`. */
function exportsOf(code: string): string[] {
  const declared =
    /^export (?:(?:async|abstract|declare) )*(?:function\*?|class|const|let|var|interface|type|enum|namespace) ([\w$]+)/gm;
  const listed = /^export (?:type )?\{([^}]*)\}/gm;
  const names = [...code.matchAll(listed)].flatMap(([, list = ""]) =>
    list.replace(/\/\/.*/g, "").split(",").map((each) => each.trim().split(/\s+/).at(-1) ?? "")
  );
  const all = [...[...code.matchAll(declared)].map(([, name = ""]) => name), ...names];
  // An overload has the name again.
  return [...new Set(all)].filter((name) => name !== "" && !UNIMPORTED.includes(name));
}

/** Its imports stay in front, all else is the body of its test. */
function exampleOf(fence: Fence, url: URL, names: readonly string[]): Example {
  const name = `${url}#${fence.first}-${fence.last}.${fence.extension}`;
  const text = fence.text.replace(
    /(\bfrom |\bimport\(|^import )"(\.[^"]*)"/gm,
    (_, before, path) => `${before}"${new URL(path, url)}"`,
  );
  const imports = [...text.matchAll(/^import\s[^;]*;/gm)].at(-1);
  const head = imports === undefined ? 0 : imports.index + imports[0].length;
  const imported = wordsOf(text.slice(0, head)), used = wordsOf(text);
  const own = names.filter((each) => used.has(each) && !imported.has(each));
  const body = text.slice(head).replace(/^export default /gm, "void ").replace(/^export /gm, "");
  return {
    name,
    extension: fence.extension,
    text: (own.length > 0 ? `import { ${own.join(", ")} } from "${url}";` : "") +
      "\n".repeat(fence.first) + text.slice(0, head) +
      `Deno.test(${JSON.stringify(name)}, async () => {` + body + "\n});\n",
  };
}

function wordsOf(text: string): Set<string> {
  return new Set(text.split(/[^\w$]+/));
}
