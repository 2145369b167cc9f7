/**
 * Django's tags by their names.
 *
 * @module
 */
import { nothing, type Tag } from "../compile/parser.ts";
import { changed, choice, equality, first } from "./choice.ts";
import { cycle, reset } from "./cycle.ts";
import { include } from "./include.ts";
import { block, extend } from "./inherit.ts";
import { loop } from "./loop.ts";
import { lorem } from "./lorem.ts";
import { regroup } from "./regroup.ts";
import { autoescape, filtered, scope, spaceless, verbatim } from "./scope.ts";
import { address, csrf, file, now, ratio, sign, silent } from "./written.ts";

const comment: Tag = (parser) => {
  parser.skip("endcomment");
  return nothing;
};

/** What compiles a tag, by the name that stands first in its `{% %}`. */
export const tags: ReadonlyMap<string, Tag> = new Map<string, Tag>([
  ["autoescape", autoescape],
  ["block", block],
  ["comment", comment],
  ["csrf_token", csrf],
  ["cycle", cycle],
  ["debug", silent],
  ["extends", extend],
  ["filter", filtered],
  ["firstof", first],
  ["for", loop],
  ["if", choice],
  ["ifchanged", changed],
  ["ifequal", equality(true)],
  ["ifnotequal", equality(false)],
  ["include", include],
  ["load", silent],
  ["lorem", lorem],
  ["now", now],
  ["regroup", regroup],
  ["resetcycle", reset],
  ["spaceless", spaceless],
  ["static", file],
  ["templatetag", sign],
  ["url", address],
  ["verbatim", verbatim],
  ["widthratio", ratio],
  ["with", scope],
]);
