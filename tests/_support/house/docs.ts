/**
 * What the docs say of the tree.
 *
 * @module
 */
import type { Rule } from "./house.ts";

const PAGES = ["README.md", "CONTRIBUTING.md", "docs/ARCHITECTURE.md"];

/** A reader who follows a path arrives. */
export const docs: Rule = {
  name: "every path that README, CONTRIBUTING and ARCHITECTURE name is there",
  find: ({ texts }) => {
    const paths = [...texts.keys()];
    return PAGES.flatMap((page) =>
      [...(texts.get(page) ?? "").matchAll(/`([\w.-]+\/(?:[\w./-]+)?|[\w./-]+\/[\w.-]+\.\w+)`/g)]
        .map(([, path = ""]) => path)
        .filter((path) =>
          path !== "form/" && !path.startsWith("../") &&
          !paths.some((each) => path.endsWith("/") ? each.startsWith(path) : each === path)
        )
        .map((path) => `${page} names ${path}`)
    );
  },
};
