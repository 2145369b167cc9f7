/**
 * All rules of the house.
 *
 * @module
 */
import { arrows, bootstrap, faces } from "./arrows.ts";
import { circlesOfFiles, circlesOfFolders } from "./circles.ts";
import { docs } from "./docs.ts";
import { entries, exported } from "./entries.ts";
import { errors } from "./errors.ts";
import { unused } from "./exports.ts";
import type { Rule } from "./house.ts";
import { crowds, prefixes, underscores } from "./names.ts";
import { evaluated, locked, packages, places } from "./packages.ts";

/** In the order in which a reader meets them. */
export const RULES: readonly Rule[] = [
  arrows,
  faces,
  bootstrap,
  circlesOfFiles,
  circlesOfFolders,
  prefixes,
  underscores,
  crowds,
  entries,
  exported,
  unused,
  packages,
  locked,
  evaluated,
  errors,
  places,
  docs,
];
