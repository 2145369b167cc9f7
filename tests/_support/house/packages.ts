/**
 * What is taken from elsewhere.
 *
 * @module
 */
import { ships } from "./arrows.ts";
import { nameOf, roomOf, type Rule } from "./house.ts";

const PINNED = /^npm:(@[\w-]+\/)?[\w.-]+@\d+\.\d+\.\d+(\/[\w./-]+)?$/;

/** No import map is needed, and versions stand in one place of a room. */
export const packages: Rule = {
  name:
    "what ships imports relative paths, the host's modules, and packages at one exact version from a deps.ts",
  find: ({ imports }) =>
    imports.filter(({ from, specifier }) =>
      ships(from) && !/^(\.|node:|cloudflare:)/.test(specifier) &&
      !(PINNED.test(specifier) && nameOf(from) === "deps.ts")
    ).map(({ from, specifier }) => `${from} imports ${specifier}`),
};

/** Who starts an application fetches what it needs, and nothing that only a test does. */
export const locked: Rule = {
  name: "deno.lock holds the packages of what ships, and no others",
  find: ({ imports, texts }) => {
    const { specifiers } = JSON.parse(texts.get("deno.lock") ?? "{}");
    const asked = imports.filter(({ from }) => ships(from) || roomOf(from) === "examples")
      .flatMap(({ specifier }) => /^npm:(?:@[^/]+\/)?[^/]+/.exec(specifier) ?? []);
    return Object.keys(specifiers ?? {}).filter((specifier) => !asked.includes(specifier));
  },
};

/** What runs on an edge host, or under a policy of contents, must not. */
export const evaluated: Rule = {
  name: "nothing that ships evaluates text",
  find: ({ sources }) =>
    sources.filter(({ path, code }) =>
      (ships(path) || roomOf(path) === "examples") && /\beval\s*\(|\bnew Function\b/.test(code)
    ).map(({ path }) => path),
};

/** Addresses of one machine: none of them means anything on another. */
const PLACES = [
  String.raw`(?<![\w.:/-])/(?:work|tmp/wt|home|root|Users)/`,
  String.raw`registry\.(?:npmjs|yarnpkg)\.\w+`,
  String.raw`npm\.jsr\.io`,
].map((source) => new RegExp(source));

/** The tree means the same wherever it lies. */
export const places: Rule = {
  name: "nothing speaks of a place on one machine, or of a host of packages",
  find: ({ texts }) =>
    [...texts].filter(([path]) => !/\.(gz|png|sqlite3?)$/.test(path)).flatMap(([path, text]) =>
      PLACES.flatMap((place) => place.exec(text)?.[0] ?? [])
        .map((found) => `${path} speaks of ${found}`)
    ),
};
