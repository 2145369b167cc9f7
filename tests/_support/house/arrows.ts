/**
 * Who may know whom.
 *
 * @module
 */
import { type House, type Import, roomOf, type Rule } from "./house.ts";

/** A room and the rooms below it that it may import. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  "": ["host", "kvs", "n2o", "nitro"],
  base: [],
  feel: ["base"],
  kvs: ["base"],
  n2o: ["base"],
  nitro: ["base", "n2o"],
  bpe: ["base", "feel", "kvs"],
  form: ["base", "feel", "n2o", "nitro"],
  rest: ["base", "kvs"],
  console: ["base", "kvs"],
  host: ["base", "feel", "kvs", "n2o", "nitro", "bpe", "form", "rest"],
  examples: ["", "base", "feel", "kvs", "n2o", "nitro", "bpe", "form", "rest", "host"],
};
/** Files that may know a room more than theirs. */
const GRANTED: Readonly<Record<string, readonly string[]>> = {
  "bpe/n2o.ts": ["n2o"],
  "bpe/n2o/live.ts": ["n2o"],
  "bpe/n2o/terms.ts": ["n2o"],
};
/** Folders whose files may know any file: they show what is inside. */
const FREE: ReadonlySet<string> = new Set(["tests", "bench"]);

/** What ships: the rooms and the entry at the root. */
export function ships(path: string): boolean {
  return Object.hasOwn(ARROWS, roomOf(path)) && roomOf(path) !== "examples";
}

/** Imports from one room into another. */
function crossing(
  { imports }: House,
): (Pick<Import, "from" | "specifier"> & { readonly to: string })[] {
  return imports.flatMap(({ from, specifier, to }) =>
    to === undefined || roomOf(from) === roomOf(to) || FREE.has(roomOf(from))
      ? []
      : [{ from, specifier, to }]
  );
}

/** Every room in the table, and no import against its arrows. */
export const arrows: Rule = {
  name: "a room imports only rooms that it may know",
  find: (house) =>
    [
      ...new Set(house.sources.map(({ path }) => roomOf(path))),
    ].filter((room) => !Object.hasOwn(ARROWS, room) && !FREE.has(room))
      .map((room) => `${room} is no room of the house`)
      .concat(
        crossing(house).filter(({ from, to }) =>
          !ARROWS[roomOf(from)]?.includes(roomOf(to)) && !GRANTED[from]?.includes(roomOf(to))
        ).map(({ from, to }) => `${from} imports ${to}`),
      ),
};

/** Nobody reaches into a room; the entry at the root is the face of the host. */
export const faces: Rule = {
  name: "a room, and an application in examples, knows others by their public faces only",
  find: (house) =>
    crossing(house).filter(({ from, to }) =>
      !house.faces.has(to) && !(from === "mod.ts" && roomOf(to) === "host")
    )
      .map(({ from, to }) => `${from} imports ${to}`),
};

/** What the root entry must not load. */
const APART = ["bpe", "feel", "form", "rest", "console"];
/**
 * How many files an import of the root entry may load at once, and how many more a program may come to load, or its type check to read:
 * what an application has not asked for is no start of it, but whoever imports from a URL fetches it.
 */
const MOST = 220, MORE = 55;

/** The files that an entry leads to, by imports of some kinds. */
function reached(entry: string, imports: readonly Import[], ...kinds: Import["loads"][]) {
  const found = new Set([entry]);
  for (const path of found) {
    for (const { from, to, loads } of imports) {
      if (from === path && to !== undefined && kinds.includes(loads)) found.add(to);
    }
  }
  return found;
}

/** The bootstrap is small. */
export const bootstrap: Rule = {
  name:
    `the root entry loads at most ${MOST} files at once, and later at most ${MORE} more, and none of ${
      APART.join(", ")
    }`,
  find: ({ imports }) => {
    const loaded = reached("mod.ts", imports, "at once");
    const all = reached("mod.ts", imports, "at once", "when reached", "never");
    const apart = [...all].filter((path) => APART.includes(roomOf(path)))
      .map((path) => `it loads ${path}`);
    if (loaded.size > MOST) apart.push(`it loads ${loaded.size} files at once`);
    if (all.size > MOST + MORE) apart.push(`it leads to ${all.size} files`);
    return apart;
  },
};
