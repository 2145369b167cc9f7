/**
 * Which test files share an isolate: neighbours do.
 *
 * @module
 */

/** Files that share an isolate, or one that has its own. */
export interface Group {
  /** The folder they have in common, from the root. */
  readonly name: string;
  /** Paths from the root. */
  readonly files: readonly string[];
}

/**
 * How many files share an isolate. Each costs a third of a second and the loading of what its files have in common; the
 * smaller they are, the more evenly workers are done.
 */
const TOGETHER = 16;

/** Rooms whose tests take longest: what is begun last is then soon done. */
const FIRST = ["tests/kvs", "tests/examples", "tests/host", "tests/nitro", "tests/rest"];

/** Says in a test file that it shares its isolate with none, and why. */
const ALONE = /^\/\/ Alone in its isolate: \S/m;

/** Whether a file has tests. */
export function isTest(path: string): boolean {
  return /(^|[/_.])test\.[mc]?[jt]sx?$/.test(path);
}

/** Divides files among groups of about one size, of at most so many. */
export function together(name: string, files: readonly string[], most: number): Group[] {
  const count = Math.ceil(files.length / most);
  const start = (group: number) => Math.round(group * files.length / count);
  return Array.from(
    { length: count },
    (_, at) => ({ name, files: files.slice(start(at), start(at + 1)) }),
  );
}

/** Groups test files, which come in the order of their paths. */
export function groupsOf(files: readonly string[], textOf: (path: string) => string): Group[] {
  const [alone, others] = [true, false].map((is) =>
    files.filter((path) => ALONE.test(textOf(path)) === is)
  );
  const rooms = Map.groupBy(others ?? [], (path) => path.split("/").slice(0, 2).join("/"));
  const place = (path: string) => FIRST.findIndex((room) => path.startsWith(room)) >>> 0;
  return [
    ...[...rooms].flatMap(([name, inRoom]) => together(name, inRoom, TOGETHER)),
    ...(alone ?? []).map((path): Group => ({ name: path.replace(/\.\w+$/, ""), files: [path] })),
  ].sort((a, b) => place(a.name) - place(b.name));
}
