/**
 * What a page hears of the elements that were drawn.
 *
 * @module
 */
import type { Action } from "../../../nitro/mod.ts";
import * as erlang from "../../_support/erlang_text.ts";
import type { Line } from "../kind.ts";
import type { Heard } from "./facts.ts";

/** Of the original's: the postbacks stand in `ev`, the sources in the JavaScript. */
export function recordedHeard(line: Line): readonly Heard[] {
  const { ev = line.mended_ev, actions = line.mended_actions } = line;
  const script = typeof actions === "string" ? actions : "";
  return (Array.isArray(ev) ? ev : []).map((each) => {
    const { tuple: [, , postback, target] } = tupleIn(erlang.read(String(each)));
    const id = target === undefined ? "" : String(neutral(target));
    const from = script.indexOf(`var x=qi('${id}')`);
    const [, sources = ""] = /validateSources\(\[([^\]]*)\]/.exec(script.slice(from)) ?? [];
    return {
      target: id,
      postback: postback === undefined ? null : neutral(postback),
      sources: [...sources.matchAll(/'([^']*)'/g)].map(([, name = ""]) => name),
    };
  });
}

/** Of ours. */
export function ownHeard(actions: readonly Action[]): readonly Heard[] {
  return actions.flatMap((each) =>
    each.action === "event"
      ? [{ target: each.target, postback: each.postback, sources: each.source.map(String) }]
      : []
  );
}

function tupleIn(term: erlang.Term): erlang.Tuple {
  if (typeof term === "object" && "tuple" in term) return term;
  throw new TypeError("an event is a tuple");
}

function neutral(term: erlang.Term): unknown {
  if (typeof term !== "object") return term;
  if (Array.isArray(term)) return term.some(isCodePoint) ? textOf(term) : term.map(neutral);
  if ("atom" in term) return term.atom;
  return "binary" in term ? erlang.text(term) : { tuple: term.tuple.map(neutral) };
}

/** The text of a list of characters, with atoms and lists in it. */
function textOf(term: erlang.Term): string {
  if (Array.isArray(term)) return term.map(textOf).join("");
  return isCodePoint(term) ? String.fromCodePoint(Number(term)) : String(neutral(term));
}

function isCodePoint(term: erlang.Term): boolean {
  return typeof term === "number" && term >= 32;
}
