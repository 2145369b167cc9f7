/**
 * Names of files, and how many stand side by side.
 *
 * @module
 */
import { folderOf, type House, nameOf, type Rule } from "./house.ts";

/** The files of each folder by name. */
function folders({ sources }: House): Map<string, string[]> {
  return Map.groupBy(sources.map(({ path }) => path), folderOf);
}

/** A name without its endings; the test of a file counts as the file. */
const stem = (path: string) => nameOf(path).replace(/(_test)?(\.\w+)*$/, "");

/** What a prefix holds together is a folder. */
export const prefixes: Rule = {
  name: "no three files side by side share the first word of their names: they are a folder",
  find: (house) =>
    [...folders(house)].flatMap(([folder, paths]) => {
      const stems = [...new Set(paths.map(stem))];
      return [...Map.groupBy(stems, (each) => each.split("_")[0] ?? "")]
        .filter(([, group]) => group.length >= 3)
        .map(([word, group]) => `${folder}/${word}: ${group.sort().join(", ")}`);
    }),
};

/** A folder hides what is inside, not a mark at a name. */
export const underscores: Rule = {
  name: "no name begins with _, but for tests/_support",
  find: ({ texts }) =>
    [...texts.keys()].filter((path) =>
      /(^|\/)_/.test(path.replace(/^tests\/_support\//, "tests/support/"))
    ),
};

/** How many files may stand side by side. */
const CROWD = 20;

/** A reader sees a folder at one look. */
export const crowds: Rule = {
  name: `at most ${CROWD} files side by side, but for the elements in HTML's groups`,
  find: (house) =>
    [...folders(house)].filter(([folder, paths]) =>
      paths.length > CROWD && !/^nitro\/elements\/./.test(folder)
    ).map(([folder, paths]) => `${folder}: ${paths.length}`),
};
