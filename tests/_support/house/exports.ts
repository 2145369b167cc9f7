/**
 * What files show of themselves.
 *
 * @module
 */
import { ships } from "./arrows.ts";
import type { House, Rule } from "./house.ts";

const NAMED =
  /\b(?:import|export)\s+(?:type\s+)?(\{[^}]*\}|\*(?:\s+as\s+\w+)?)\s*from\s*"([^"]+)"/g;
/** An import that is reached later: `const { a } = await import("./b.ts")`, `(await import("./b.ts")).a`. */
const REACHED =
  /(?:\{([^{}]*)\}\s*=\s*await\s+import\("([^"]+)"\)|\(await\s+import\("([^"]+)"\)\)\.(\w+))/g;
const VALUE =
  /^export (?:abstract |async )?(?:function\*?|const|let|class) (?:\{([^}]*)\}|(\w+))/gm;

/** Names that others take, as `path name`; `path *` where everything is taken. */
function taken({ sources }: House): ReadonlySet<string> {
  const all = new Set<string>();
  for (const { path, code } of sources) {
    const take = (specifier: string, names: readonly string[]) => {
      const to = new URL(specifier, `file:///${path}`).pathname.slice(1);
      for (const name of names) all.add(`${to} ${name.trim().replace(/^type /, "").split(" ")[0]}`);
    };
    for (const [, what = "", specifier = ""] of code.matchAll(NAMED)) {
      take(specifier, what.startsWith("*") ? ["*"] : what.slice(1, -1).split(","));
    }
    for (const [, many, of, from, one = ""] of code.matchAll(REACHED)) {
      take(of ?? from ?? "", many?.split(",") ?? [one]);
    }
  }
  return all;
}

/** Types are left out: a signature that is exported needs them exported, too. */
export const unused: Rule = {
  name: "a function, a constant or a class that a file exports is taken by another, or public",
  find: (house) => {
    const names = taken(house);
    return house.sources.filter(({ path }) =>
      ships(path) && !house.faces.has(path) && !names.has(`${path} *`)
    ).flatMap(({ path, code }) =>
      [...code.matchAll(VALUE)].flatMap(([, many, one]) => many?.split(",") ?? one ?? [])
        .map((name) => name.trim()).filter((name) => !names.has(`${path} ${name}`))
        .map((name) => `${path} exports ${name}, which nobody takes`)
    );
  },
};
