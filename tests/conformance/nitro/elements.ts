/**
 * What the original rendered for a record of an element: `element`, `record_hex` and `html`.
 *
 * @module
 */
import { decode } from "../../../n2o/bert/bert.ts";
import { Tuple } from "../../../n2o/term/term.ts";
import { NitroError } from "../../../nitro/error.ts";
import { hte } from "../../../nitro/escape.ts";
import { renderBody } from "../../../nitro/render.ts";
import { type Node, parse } from "../../_support/html.ts";
import { failureOf, field, type Kind, type Line } from "../kind.ts";
import type { Result } from "../report.ts";
import { characters } from "./bytes.ts";
import { Comparison, RULES } from "./document.ts";
import { type Said, said } from "./record.ts";
import { compareRich, isRich, RICH } from "./rich.ts";

const UPLOAD =
  "an upload is of another make: a native control with a label, and a row for each file; compared by its control";

/** Elements of the original. */
export const element: Kind = {
  is: (line) => "element" in line && "record_hex" in line && "html" in line,
  run: (lines) => lines.map(result),
};

function result(line: Line): Result {
  const rules = new Set<string>(), record = field(line, "element");
  const failure = failureOf(() => compare(line, rules));
  const difference = [...rules].join("\n");
  const name = `${record} ${field(line, "variant")}`;
  return { name, failure, ...(difference === "" ? {} : { difference }) };
}

function compare(line: Line, rules: Set<string>): void {
  const record = decode(Uint8Array.fromHex(field(line, "record_hex")));
  if (!(record instanceof Tuple)) throw new TypeError("this is no record");
  if (isRich(field(line, "element"))) {
    rules.add(RICH);
    return field(line, "html") === "" ? undefined : compareRich(record);
  }
  const found = said(record);
  const { html: theirs, isBytes } = answer(line["html"]);
  if (isBytes) rules.add(RULES.bytes);
  const ours = rendered(found, rules);
  if (ours === undefined) return;
  if (field(line, "element") === "upload" && ours !== "") return control(ours, theirs, rules);
  if (ours === "" && isHidden(found.body) && theirs !== "") return void rules.add(RULES.shown);
  const comparison = new Comparison(found);
  const mine = parsed(ours);
  const failure = failureOf(() => comparison.nodes(mine, parsed(theirs), ""));
  if (failure === "") return comparison.rules.forEach((rule) => rules.add(rule));
  const escaped = safe(theirs, found.texts);
  if (escaped === theirs) throw new Error(`${failure}: ${ours} | ${theirs}`);
  const again = new Comparison(found);
  const second = failureOf(() => again.nodes(mine, parsed(escaped), ""));
  if (second !== "") throw new Error(`${second}: ${ours} | ${theirs}`);
  rules.add(RULES.escaped);
  again.rules.forEach((rule) => rules.add(rule));
}

/** Our markup; `undefined` where it is refused, which is a rule of its own. */
function rendered({ body, texts }: Said, rules: Set<string>): string | undefined {
  try {
    return renderBody(body).html;
  } catch (error) {
    const isRefused = error instanceof NitroError &&
      [...texts].some((text) =>
        error.code === "url" ? /^\s*[a-z][\w+.-]*:/i.test(text) : /<\/|^\W|^on/i.test(text)
      );
    if (!isRefused) throw error;
    rules.add(RULES.refused);
    return undefined;
  }
}

/** Compares elements of another make by the control that a person uses. */
function control(ours: string, theirs: string, rules: Set<string>): void {
  const find = (nodes: readonly Node[]): boolean =>
    nodes.some((node) =>
      typeof node === "object" &&
      (node.name === "input" && node.attributes["type"] === "file" || find(node.body))
    );
  if (!find(parse(ours)) || !find(parse(theirs))) throw new Error(`${ours} | ${theirs}`);
  rules.add(UPLOAD);
}

function isHidden(body: Said["body"]): boolean {
  return typeof body === "object" && body !== null && "props" in body &&
    body.props.showIf === false;
}

/** The markup of an answer; what was no UTF-8 is given in hexadecimal digits. */
function answer(html: unknown): { readonly html: string; readonly isBytes: boolean } {
  if (typeof html === "string") return { html, isBytes: false };
  const hex: unknown = Reflect.get(Object(html), "hex");
  if (typeof hex !== "string") throw new TypeError("an answer is a text");
  return { html: characters(Uint8Array.fromHex(hex)), isBytes: true };
}

/** Markup of the original as it were if its texts had been escaped. */
function safe(html: string, texts: Said["texts"]): string {
  let made = html;
  for (const text of texts) {
    if (/[&<>"']/.test(text)) made = made.replaceAll(text, hte(text));
  }
  return made;
}

/**
 * A document as it is written: a parser of fragments passes over what begins one, and over parts of a table outside of it, unless they
 * have other names.
 */
function parsed(html: string): Node[] {
  const named = html.replace(
    /<(\/?)(html|head|body|table|t[rdh]|t(?:head|body|foot)|caption|colgroup)(?=[\s/>])/g,
    "<$1x-$2",
  );
  return parse(named).map(own);
}

function own(node: Node): Node {
  if (typeof node === "string") return node;
  return { ...node, name: node.name.replace(/^x-/, ""), body: node.body.map(own) };
}
