/**
 * What the original's actions did to a document: `call`, `js` and `ev`. The recorded JavaScript is carried out in Chromium, and so are the
 * counterparts of the call over both wires of this project.
 *
 * @module
 */
import { type Node, parse } from "../../_support/html.ts";
import { absent } from "../../_support/server/browser.ts";
import { classic } from "../../../nitro/wire/classic.ts";
import { terms } from "../../../nitro/wire/terms.ts";
import { actions } from "../../../nitro/wire/wire.ts";
import { field, type Kind, type Line } from "../kind.ts";
import type { Result } from "../report.ts";
import { type Call, read } from "./call.ts";
import { Comparison } from "./document.ts";
import { inMessage } from "./message.ts";
import { type Effect, type Scenery, type Sent, type Stage, stage } from "./stage.ts";

const RULE = {
  broken: "a text that ends its literal is escaped, where the original's script breaks or runs it",
  first:
    "all that is inserted is placed, where the original places its first node and drops what is no content of the element it is parsed in",
  absent: "what is not there is passed over or told, where the original throws",
  data:
    "what a function of `api` was called with goes along as the value of a source, where the original sends it bare",
  own:
    "a control's own value goes along where a source names it, where the original sends it always",
  cookie: "a cookie's value is written with percent signs, where the original writes what ends it",
  number: "a number is set as it is, where the original sets nothing",
  row:
    "a row stands where it is placed, outside of a table too, where the original's parser drops its tags",
  style:
    "inline style is set by the CSSOM, as a policy without inline style allows it: the browser writes it, and drops what it does not know",
} as const;

/** Actions of the original. */
export const action: Kind = {
  is: (line) => "call" in line && "js" in line,
  async run(lines) {
    if (absent) {
      return lines.map((line) => ({
        name: field(line, "call"),
        failure: "there is no Chromium to carry it out in",
      }));
    }
    await using on = await stage();
    const results: Result[] = [];
    for (const line of lines) results.push(await result(line, on));
    return results;
  },
};

async function result(line: Line, on: Stage): Promise<Result> {
  const called = field(line, "call"), rules = new Set<string>();
  const name = called.length > 90 ? `${called.slice(0, 60)} ... ${called.slice(-25)}` : called;
  try {
    const call = read(called), theirs = await on.script(scriptOf(line), sceneryOf(line));
    for (const wire of ["classic", "terms"] as const) {
      call.apart.clear();
      const ours = await acted(call, wire, [on, sceneryOf(line)]);
      const before = isBroken(theirs, line) ? await on.script("", sceneryOf(line)) : undefined;
      compare([ours, theirs], call, { rules, line, wire, before: before?.html ?? "" });
      call.apart.forEach((rule) => rules.add(rule));
    }
  } catch (error) {
    return { name, failure: error instanceof Error ? error.message : String(error) };
  }
  const difference = [...rules].join("\n");
  return { name, failure: "", ...(difference === "" ? {} : { difference }) };
}

function scriptOf(line: Line): string {
  return field(line, "js").replaceAll("{DATE}", "Thu, 01 Jan 2026 00:00:00 GMT");
}

/** The types of events that are listened for; an element that is placed by its id is new, and one that is updated is there. */
function sceneryOf(line: Line): Scenery {
  const js = field(line, "js"), types = js.matchAll(/addEventListener\('([\w-]+)'/g);
  const isNew = /(?:insertAdjacentHTML|innerHTML).*id="b"/.test(js);
  return {
    types: [...new Set([...types].map(([, type = ""]) => type))],
    more: isNew ? "" : '<span id="b">B</span>',
  };
}

async function acted(
  call: Call,
  wire: "classic" | "terms",
  [on, scenery]: readonly [Stage, Scenery],
): Promise<Effect> {
  const made = inMessage(wire, () => {
    call.act();
    return [...actions()];
  });
  const seal = () => "{PICKLE}";
  return wire === "classic"
    ? await on.script(classic(made, seal), scenery)
    : await on.instructions(terms(made, seal), scenery);
}

interface Where {
  readonly rules: Set<string>;
  readonly line: Line;
  readonly wire: "classic" | "terms";
  /** What stands in the document at first, where the original's script breaks. */
  readonly before: string;
}

/** @throws {Error} for a difference that is by no rule. */
function compare([ours, theirs]: readonly [Effect, Effect], call: Call, where: Where): void {
  const apart = new Set(call.apart), { rules, line, wire } = where;
  if (isBroken(theirs, line)) {
    if (ours.error !== "" && !isAbsent(ours.error)) throw new Error(`${wire}: ${ours.error}`);
    return whole(ours, call, where);
  }
  if (theirs.error !== "" || ours.error !== "") {
    if (!isAbsent(theirs.error) && !isAbsent(ours.error)) {
      throw new Error(`${wire}: ${ours.error}, not ${theirs.error}`);
    }
    if (theirs.error === "" || ours.error === "") rules.add(RULE.absent);
  }
  if (apart.size > 0) return;
  document([ours, theirs], call, where);
  if (theirs.error !== "") return;
  if (ours.active !== theirs.active) {
    throw new Error(`${wire}: focus on "${ours.active}", not on "${theirs.active}"`);
  }
  told([ours, theirs], where);
  sent([ours, theirs], where);
}

function document(
  [ours, theirs]: readonly [Effect, Effect],
  call: Call,
  { rules, line, wire }: Where,
): void {
  const comparison = new Comparison(call.said);
  try {
    comparison.nodes(parse(ours.html), parse(theirs.html), "");
    comparison.rules.forEach((rule) => rules.add(rule));
  } catch (error) {
    const called = field(line, "call"), rule = ruleOf(ours.html, theirs.html, called);
    if (rule !== undefined) return void rules.add(rule);
    throw new Error(
      `${wire}: ${
        error instanceof Error ? error.message : error
      }: ${ours.html} | ${theirs.html} | ${field(line, "js")}`,
    );
  }
}

/** The rule by which a document differs as a whole. */
function ruleOf(ours: string, theirs: string, called: string): string | undefined {
  const without = (html: string, what: RegExp) => html.replaceAll(what, "");
  if (without(ours, TABLE) === without(theirs, TABLE)) return RULE.row;
  const isStyle = called.startsWith("nitro:style(") &&
    without(ours, STYLE) === without(theirs, STYLE);
  if (isStyle) return RULE.style;
  return /^nitro:insert_(?:top|bottom)/.test(called) && isLess(theirs, ours)
    ? RULE.first
    : undefined;
}

/** Whether a text is another one without a piece of it. */
function isLess(less: string, more: string): boolean {
  let at = 0;
  while (at < less.length && less[at] === more[at]) at++;
  return more.endsWith(less.slice(at));
}

const TABLE = /<\/?t(?:r|d|body)(?:\s[^>]*)?>/g;
const STYLE = / style="[^"]*"/g;

function told([ours, theirs]: readonly [Effect, Effect], { rules, wire }: Where): void {
  const mine = ours.told.join("\n"), its = theirs.told.join("\n");
  if (mine === its) return;
  if (mine.startsWith("cookie ") && cookieOf(mine) === cookieOf(its)) return;
  if (mine.startsWith("cookie ")) return void rules.add(RULE.cookie);
  throw new Error(`${wire}: "${mine}", not "${its}"`);
}

function cookieOf(text: string): string {
  return text.replace(/expires=.*/, "");
}

function sent([ours, theirs]: readonly [Effect, Effect], { rules, line, wire }: Where): void {
  const mine = JSON.stringify(ours.sent), its = JSON.stringify(theirs.sent);
  if (mine === its) return;
  if (field(line, "call").startsWith("{api,") && ours.sent.length === theirs.sent.length) {
    return void rules.add(RULE.data);
  }
  const named = theirs.sent.map(([target, values]): Sent => [
    target,
    values.filter(([source]) => source !== target),
  ]);
  if (mine === JSON.stringify(named)) return void rules.add(RULE.own);
  throw new Error(`${wire}: sent ${mine}, not ${its}`);
}

/** Whether a text of the call broke out of its place in the original's script. */
function isBroken({ error }: Effect, line: Line): boolean {
  return /SyntaxError/.test(error) && !/'querySelector/.test(error) ||
    /\$\{/.test(field(line, "call"));
}

/** Where the original's script breaks, ours has each text that it placed, whole. */
function whole({ html, told }: Effect, { said }: Call, where: Where): void {
  const { rules, line, wire, before } = where;
  rules.add(RULE.broken);
  if (!/^nitro:(?:update|insert|setAttr|redirect)|^\{alert/.test(field(line, "call"))) return;
  const seen = [...everything(parse(html)), ...told].join("\n");
  const [target = ""] = said.texts, isThere = before.includes(`id="${target.replace(/^#/, "")}"`);
  if (html === before && told.length === 0 && !isThere) return void rules.add(RULE.absent);
  const lost = [...said.texts].find((text) =>
    /['"`$]/.test(text) && !seen.includes(text) && !decodeURI(seen).includes(text)
  );
  if (lost !== undefined) throw new Error(`${wire}: ${JSON.stringify(lost)} is lost in ${html}`);
}

function everything(nodes: readonly Node[]): string[] {
  return nodes.flatMap((node) =>
    typeof node === "string"
      ? [node]
      : [...Object.values(node.attributes), ...everything(node.body)]
  );
}

/** Whether something was not there. */
function isAbsent(error: string): boolean {
  return /null|undefined|not a function|of type 'Node'|not a valid selector/.test(error);
}
