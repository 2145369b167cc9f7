/**
 * What the original rendered of documents, fields, buttons and captions, as far as a person sees it.
 *
 * @module
 */
import { fieldId, modeOf } from "../../../form/record.ts";
import { hte, renderBody } from "../../../nitro/mod.ts";
import { type Node, parse } from "../../_support/html.ts";
import { failureOf, field, type Kind, type Line } from "../kind.ts";
import type { Result } from "../report.ts";
import { asked } from "./ask.ts";
import { Comparison, RULES } from "./comparison.ts";
import { recordedControls, recordedFacts, type Tag, textIn } from "./facts.ts";
import { ownHeard, recordedHeard } from "./heard.ts";
import { nodesOf, ownControls, ownFacts } from "./ours.ts";

/** Markup of the original. */
export const rendered: Kind = {
  is: (line) => "html" in line || "mended_html" in line,
  run: (lines) => lines.map(result),
};

function result(line: Line): Result {
  const rules = new Set<string>();
  const failure = failureOf(() => compare(line, rules));
  if (/none of secrets can/.test(failure)) {
    return { name: field(line, "case"), failure: "", difference: RULES.secret };
  }
  if (/two fields have the id/.test(failure)) {
    return { name: field(line, "case"), failure: "", difference: RULES.twice };
  }
  const difference = [...rules].join("\n");
  return { name: field(line, "case"), failure, ...difference === "" ? {} : { difference } };
}

function compare(line: Line, rules: Set<string>): void {
  const mended = "html" in line ? "" : "mended_";
  const theirs = safe(field(line, `${mended}html`), line.args, rules),
    call = asked(line),
    { html, actions } = renderBody(call.body);
  const { fields, options, kind, values } = call;
  const comparison = new Comparison({
    fields,
    values,
    heard: ownHeard(actions),
    theirHeard: recordedHeard(line),
    suffix: fieldId({ id: "" }, values, options),
    mode: modeOf(options),
    actions: field(line, `${mended}actions`),
  }, rules);
  if (kind === "form") return comparison.form(ownFacts(html), recordedFacts(theirs));
  if (kind === "other") {
    return comparison.text(textIn(nodesOf(html)), textIn(parse(theirs)), "the text");
  }
  comparison.controls(
    ownControls(held(nodesOf(html))),
    recordedControls(held(parse(theirs))),
    "the control",
  );
}

/** Nodes in an element. */
function held(body: readonly Node[]): Tag {
  return { name: "div", attributes: {}, body };
}

/** Markup in which texts that were given are texts. */
function safe(html: string, given: unknown, rules: Set<string>): string {
  const texts = [...textsIn(given)].filter((text) => /[<>&"]/.test(text) && html.includes(text));
  if (texts.length > 0) rules.add(RULES.escaped);
  return texts.reduce((made, text) => made.replaceAll(text, hte(text)), html);
}

function* textsIn(value: unknown): Generator<string> {
  if (typeof value === "string") yield value;
  else if (typeof value === "object" && value !== null) {
    for (const each of Object.values(value)) yield* textsIn(each);
  }
}
