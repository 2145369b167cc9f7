import { equal } from "./_support/assert.ts";

/** Who may know whom: a room and the rooms below it that it may import. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  base: [],
  kvs: ["base"],
  n2o: ["base"],
  nitro: ["base", "n2o"],
  bpe: ["base", "feel", "kvs"],
  form: ["base", "nitro"],
  rest: ["base", "kvs"],
};
/** Files that may know a room more than theirs. */
const GRANTED: Readonly<Record<string, readonly string[]>> = { "bpe/n2o.ts": ["n2o"] };

const root = new URL("../", import.meta.url);

interface Import {
  readonly from: string;
  readonly specifier: string;
  /** The file it leads to, for a relative one. */
  readonly to: string | undefined;
}

async function* sources(folder: string): AsyncGenerator<string> {
  for await (const { name, isDirectory } of Deno.readDir(new URL(folder || ".", root))) {
    const path = `${folder}${name}`;
    if (isDirectory && !name.startsWith(".")) yield* sources(`${path}/`);
    else if (name.endsWith(".ts") && !name.endsWith(".gen.ts")) yield path;
  }
}

/** The imports of a file, comments and their examples left out. */
async function importsOf(from: string): Promise<Import[]> {
  const code = (await Deno.readTextFile(new URL(from, root))).replace(/\/\*[\s\S]*?\*\//g, "");
  const found = code.matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^;"'`]*?\bfrom\s*["']([^"'\n]+)["']|\bimport\s*\(?\s*["']([^"'\n]+)["']/g,
  );
  return [...found].map(([, fixed, dynamic]) => {
    const specifier = fixed ?? dynamic ?? "";
    const to = specifier.startsWith(".")
      ? new URL(specifier, new URL(from, root)).href.slice(root.href.length)
      : undefined;
    return { from, specifier, to };
  });
}

const roomOf = (path: string) => path.includes("/") ? path.slice(0, path.indexOf("/")) : "";
const files = await Array.fromAsync(sources(""));
const imports = (await Promise.all(files.map(importsOf))).flat();
const published = imports.filter(({ from }) =>
  roomOf(from) === "" || Object.hasOwn(ARROWS, roomOf(from))
);

Deno.test("a room imports only rooms that it may know", () => {
  const forbidden = published.filter(({ from, to }) => {
    const room = roomOf(from);
    if (room === "" || to === undefined || roomOf(to) === room) return false;
    return !ARROWS[room]?.includes(roomOf(to)) && !GRANTED[from]?.includes(roomOf(to));
  });
  equal(forbidden, []);
});

Deno.test("published files import relative paths, the host's modules, and packages at one exact version from a deps.ts", () => {
  const forbidden = published.filter(({ from, specifier }) => {
    if (specifier.startsWith(".") || specifier.startsWith("node:")) return false;
    const pinned = /^npm:(@[\w-]+\/)?[\w.-]+@\d+\.\d+\.\d+(\/[\w./-]+)?$/.test(specifier);
    return !(pinned && /(^|\/)deps\.ts$/.test(from));
  });
  equal(forbidden, []);
});

Deno.test("an application in examples imports the bootstrap and the rooms' mod.ts only", () => {
  const inner = imports.filter(({ from, to }) =>
    roomOf(from) === "examples" && to !== undefined && roomOf(to) !== "examples" &&
    !/(^|\/)(mod|ws)\.ts$|^host\/bpe\.ts$/.test(to)
  );
  equal(inner, []);
});

Deno.test("no file imports itself through others", () => {
  const graph = new Map<string, string[]>();
  for (const { from, to } of published) {
    if (to !== undefined) graph.set(from, [...graph.get(from) ?? [], to]);
  }
  const done = new Set<string>(), circles: string[] = [];
  const walk = (file: string, trail: readonly string[]) => {
    if (trail.includes(file)) {
      return void circles.push([...trail.slice(trail.indexOf(file)), file].join(" > "));
    }
    if (done.has(file)) return;
    for (const next of graph.get(file) ?? []) walk(next, [...trail, file]);
    done.add(file);
  };
  for (const file of graph.keys()) walk(file, []);
  equal(circles, []);
});

Deno.test("nothing that ships evaluates text", async () => {
  const evil: string[] = [];
  for (
    const file of files.filter((path) =>
      roomOf(path) === "" || Object.hasOwn(ARROWS, roomOf(path)) || roomOf(path) === "examples"
    )
  ) {
    const code = (await Deno.readTextFile(new URL(file, root))).replace(
      /\/\*[\s\S]*?\*\/|\/\/.*/g,
      "",
    );
    if (/\beval\s*\(|\bnew Function\b/.test(code)) evil.push(file);
  }
  equal(evil, []);
});
