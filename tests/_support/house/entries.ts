/**
 * The entries of the house: what deno.json exports, and every room's mod.ts.
 *
 * @module
 */
import type { Rule } from "./house.ts";

/** The entry of a room, or of the root, only passes on. */
export const entries: Rule = {
  name: "the mod.ts of a room, and of the root, only re-exports",
  find: ({ sources }) =>
    sources.filter(({ path }) => /^([^/]+\/)?mod\.ts$/.test(path)).filter(({ code }) => {
      const rest = code.replace(
        /\bexport\s+(?:type\s+)?(?:\*(?:\s+as\s+\w+)?|\{[^}]*\})\s*from\s*"[^"]*";?/g,
        "",
      );
      return rest.trim() !== "";
    }).map(({ path }) => path),
};

/** What is public is there. */
export const exported: Rule = {
  name: "every export of deno.json is a file",
  find: ({ faces, texts }) =>
    [...faces].filter((path) => !texts.has(path)).map((path) => `${path} is no file`),
};
