/**
 * Names that the page's own scripts find something under.
 *
 * @module
 */
import { NitroError } from "../error.ts";

/**
 * The name of a function that scripts find in `document`.
 *
 * @throws {NitroError} `render` for one that is no identifier, or that documents have themselves.
 */
export function apiName(name: string): string {
  if (/^[a-z_$][\w$]{0,63}$/i.test(name) && !TAKEN.test(name)) return name;
  throw new NitroError(
    "render",
    `api: "${name}" is no name for a function of the document: use letters and digits, and none that a document has`,
  );
}

/** Names that documents have, or that lead out of them. */
const TAKEN =
  /^(?:on.*|__.*|constructor|prototype|(?:add|remove|dispatch)Event.*|get.*|query.*|create.*|write.*|exec.*|open|close|clear|location|cookie|domain|title|body|head|forms|images|links|scripts|plugins|all|append|prepend|replaceChild.*|contains|evaluate|hidden|referrer|URL|defaultView|documentElement|import.*|adopt.*|parent.*|child.*|first.*|last.*|next.*|previous.*|node.*|text.*|insert.*|remove.*|has.*|is.*|toString|valueOf|toLocaleString)$/;
