/**
 * Compares documents by what a browser makes of them, and names the rule by which two may differ.
 *
 * @module
 */
import { type Node, parse } from "../../_support/html.ts";
import { hte } from "../../../nitro/escape.ts";
import { failureOf } from "../kind.ts";
import { CHOSEN, type Said } from "./record.ts";

/** The rules by which a document may differ from the original's. */
export const RULES = {
  forgotten: "an attribute that was given is written, where the original's element leaves it out",
  code:
    "attributes that hold code are not written: handlers are events, srcdoc is a document of its own",
  address: "a link without an address has none, where the original's runs nothing",
  made: "an element gets an id of its own only where a postback needs one",
  wired: "a postback given to any element is wired, so that the element has an id",
  standard: "what the standard takes by default is not written out",
  empty: "an attribute of nothing is not written",
  characters:
    "a class given as one text is that text, where the original writes its characters' numbers",
  escaped: "text is escaped, where the original places it as markup",
  bytes: "text is UTF-8, where the original writes a list's characters as bytes",
  behind: "an element that has no body has none, where the original's lands behind it",
  untrue: "a boolean attribute is written only where it is true: any value says that it is",
  left: "a body that was given is written, where the original's element leaves it out",
  within: "a control within its label is named by it, without for",
  hook: "hooks of a style library are the application's",
  datetime: "a date and a time are entered as datetime-local: browsers know no datetime",
  misnamed: "an attribute has its name of HTML, where the original's is misspelt",
  value: "the text of a textarea is its body: it has no attribute value",
  style: "what can be pressed has no inline style, which a policy may forbid",
  bind: "what binds an element to data is an action, not an attribute",
  shown: "what is not to be shown is not there, whatever it is",
  bare: "groups of a table that hold nothing are not written",
  role: "a group of choices is told by its role, not by a class",
  number: "a number is its digits, where the original takes it for a character or rounds it",
  term: "a term that is no text is not written, where the original writes Erlang's external format",
  opener: "a page that opens in another tab gets no hold of the one that it came from",
  chosen: "the value of a dropdown says what is chosen, where the original passes over it",
  spaces: "spaces around an address mean nothing, and are not written",
  refused: "what would end its element or run is refused",
  head: "what heads a table stands in its thead, as the standard has it",
  foot: "the foot of a table stands behind its body, as the standard has it",
} as const;

/** Finds how a document differs from the original's: each difference is by a rule. */
export class Comparison {
  readonly rules: Set<string> = new Set();
  readonly #said: Omit<Said, "body">;

  constructor(said: Omit<Said, "body">) {
    this.#said = said;
  }

  /** @throws {Error} for a difference that is by no rule. */
  nodes(ours: readonly Node[], theirs: readonly Node[], where: string): void {
    const [mine, its] = [joined(ours), joined(this.#shown(ours, theirs))];
    if (mine.length > 0 && its.length === 0 && this.#isSaid(mine)) this.rules.add(RULES.left);
    else if (its.length === 1 && isTerm(its[0])) this.rules.add(RULES.term);
    else {
      let at = 0;
      for (const each of its) {
        const own = mine[at], isBare = typeof each === "object" && isBareGroup(each);
        if (isBare && nameOf(own) !== nameOf(each)) this.rules.add(RULES.bare);
        else if (own === undefined || typeof own !== typeof each) this.#behind(each, its, where);
        else {
          this.#node(own, each, where);
          at++;
        }
      }
      const more = mine.slice(at);
      if (more.length > 0 && this.#isSaid(more)) this.rules.add(RULES.left);
      else if (more.length > 0) throw new Error(`${where}: ${text(more)} is ours only`);
    }
  }

  #isSaid(nodes: readonly Node[]): boolean {
    return nodes.every((node) =>
      typeof node === "string"
        ? this.#isMadeOfTexts(node) || isMarkup(node) && this.#isSaid(parse(node))
        : this.#isSaid(node.body)
    );
  }

  /** Whether a text is made of what was said, the longest of it first. */
  #isMadeOfTexts(text: string): boolean {
    const texts = [...this.#said.texts].flatMap((each) => [each, hte(each)]).toSorted((
      one,
      other,
    ) => other.length - one.length);
    let left = text;
    for (const each of texts) left = left.replaceAll(each, "\0");
    return /^\0+$/.test(left) || texts.toReversed().join("").includes(text);
  }

  /** What the original shows, without as many elements of each tag as are not to be shown: those that are nothing of ours. */
  #shown(ours: readonly Node[], theirs: readonly Node[]): readonly Node[] {
    let left = theirs;
    for (const tag of this.#said.hidden) {
      const isOfTag = (node: Node) => nameOf(node) === tag;
      const mine = ours.filter(isOfTag);
      let more = theirs.filter(isOfTag).length - mine.length;
      if (more <= 0) continue;
      this.rules.add(RULES.shown);
      left = left.filter((node) => {
        if (!isOfTag(node) || more === 0) return true;
        const isOurs = mine[0] !== undefined && this.#isSame(mine[0], node);
        if (isOurs) mine.shift();
        return isOurs || more-- === 0;
      });
    }
    return left;
  }

  #isSame(mine: Node, its: Node): boolean {
    return failureOf(() => new Comparison(this.#said).nodes([mine], [its], "")) === "";
  }

  /** What stands behind an element without a body: a text, or elements that the parser moved out of it. */
  #behind(node: Node, siblings: readonly Node[], where: string): void {
    const isBehind = siblings.some((each) => typeof each === "object" && VOID.has(each.name));
    if (!isBehind) throw new Error(`${where}: ${text([node])} is the original's only`);
    this.rules.add(RULES.behind);
  }

  #node(mine: Node, its: Node, where: string): void {
    if (typeof mine === "string" || typeof its === "string") {
      // What a style holds is no markup: the original's is as it was written.
      if (/<(style|script|iframe)>$/.test(where) && typeof its === "string") {
        if (typeof mine === "string" && hte(mine) === its) return;
      }
      if (mine === its) return;
      const isText = typeof mine === "string" && typeof its === "string";
      const isRaw = isText && /<(?:noscript|textarea|title|style|script)>$/.test(where);
      if (isRaw && /</.test(mine) && isMarkup(its)) return this.nodes(parse(mine), parse(its), "");
      if (isText && isNumber(mine, its)) return void this.rules.add(RULES.number);
      const isLeft = isText && mine.startsWith(its) && this.#said.texts.has(mine.slice(its.length));
      if (isLeft) return void this.rules.add(RULES.left);
      throw new Error(`${where}: ${text([mine])}, not ${text([its])}`);
    }
    if (mine.name !== its.name) throw new Error(`${where}: <${mine.name}>, not <${its.name}>`);
    const names = new Set([...Object.keys(mine.attributes), ...Object.keys(its.attributes)]);
    for (const name of names) {
      const own = mine.attributes[name], other = its.attributes[name];
      const rule = own === other ? undefined : this.#attribute([mine, its], name);
      if (rule === "") throw new Error(`${where} <${mine.name}>: ${name}: ${own}, not ${other}`);
      if (rule !== undefined) this.rules.add(rule);
    }
    this.nodes(this.#headed(mine, its), this.#ordered(its), `${where} <${mine.name}>`);
  }

  /** What a table of ours holds, without a head that the original's has not. */
  #headed({ name, body }: Tag, its: Tag): readonly Node[] {
    const hasHead = its.body.some((node) => nameOf(node) === "thead");
    if (name !== "table" || hasHead) return body;
    return body.flatMap((node) => {
      if (typeof node === "string" || node.name !== "thead") return [node];
      this.rules.add(RULES.head);
      return node.body;
    });
  }

  /** What a table holds, its foot last. */
  #ordered({ name, body }: Tag): readonly Node[] {
    const feet = body.filter((node) => nameOf(node) === "tfoot");
    if (name !== "table" || feet.length === 0 || nameOf(body.at(-1)) === "tfoot") return body;
    if (!feet.every((node) => typeof node === "object" && isBareGroup(node))) {
      this.rules.add(RULES.foot);
    }
    return [...body.filter((node) => nameOf(node) !== "tfoot"), ...feet];
  }

  /** The rule by which an attribute differs; empty for none, undefined where both say the same. */
  #attribute([ours, theirs]: readonly [Tag, Tag], name: string): string | undefined {
    const mine = ours.attributes[name], its = theirs.attributes[name];
    if (isTerm(its)) return RULES.term;
    const isGiven = mine !== undefined && this.#isGiven(name, BOOLEAN.has(name) ? "" : mine);
    if (mine !== undefined && its !== undefined) {
      if (mine === "" && name === "id" && isMadeUp(its)) return RULES.made;
      if (BOOLEAN.has(name) || name === "id" && isMadeUp(mine) && isMadeUp(its)) return undefined;
      if (isGiven && STANDARD.has(`${ours.name} ${name}=${its}`)) return RULES.forgotten;
      if (name === "type" && mine === "datetime-local" && its === "datetime") return RULES.datetime;
      if (isNumber(mine, its)) return RULES.number;
      if (name === "data-toggle") return RULES.hook;
      if (name === "style" && its === `${mine}cursor:pointer;`) return RULES.style;
      if (name === "class" && its.startsWith("radiogroup") && isJoined(`radiogroup${mine}`, its)) {
        return RULES.role;
      }
      if (ADDRESSES.has(name) && bare(mine) === bare(its)) return RULES.spaces;
      return name === "class" && characters(its) === mine ? RULES.characters : "";
    }
    if (mine !== undefined) {
      if (name === "id" && isMadeUp(mine)) return RULES.wired;
      if (name === "role" && mine === "radiogroup") return RULES.role;
      if (name === "rel" && mine === "noopener") return RULES.opener;
      return isGiven ? RULES.forgotten : "";
    }
    return its === undefined ? undefined : this.#theirs(ours, name, its);
  }

  #isGiven(name: string, value: string): boolean {
    const { attributes } = this.#said, given = `${name}=${value}`;
    return attributes.has(given) ||
      ADDRESSES.has(name) &&
        [...attributes].some((each) => bare(each.replace(/=\s*/, "=")) === bare(given));
  }

  /** The rule by which an attribute is the original's only. */
  #theirs(ours: Tag, name: string, its: string): string {
    const { attributes: mine } = ours;
    if (/^on|^srcdoc$/.test(name)) return RULES.code;
    if (name === "id" && isMadeUp(its)) return RULES.made;

    if (name === "selected" && this.#said.attributes.has(CHOSEN)) return RULES.chosen;
    if (BOOLEAN.has(name) && its === "false") return RULES.untrue;
    if (BOOLEAN.has(name)) return this.#said.attributes.has(`${name}=`) ? "" : RULES.untrue;
    if (STANDARD.has(`${ours.name} ${name}=${its}`)) return RULES.standard;
    if (name === "href" && /^javascript:void/.test(its)) return RULES.address;
    if (name === "for" && holds(ours, its)) return RULES.within;
    if (name === "class" && its.trim() === "radiogroup") return RULES.role;
    if (name === "translate" && mine["contenteditable"] === its) return RULES.misnamed;
    if (name === "value" && ours.name === "input" && /j{8}/.test(its)) return RULES.term;
    if (name === "data-toggle") return RULES.hook;
    if (name === "data-bind") return RULES.bind;
    if (name === "formnovalue") return RULES.misnamed;
    const equivalent = mine["http-equiv"];
    if (name === "http_equiv" && equivalent !== undefined) {
      if (equivalent === its || isNumber(equivalent, its)) return RULES.misnamed;
    }
    if (name === "form" && mine["wrap"] === its) return RULES.misnamed;
    if (name === "value" && ours.name === "textarea") return RULES.value;
    if (name === "style" && its === "cursor:pointer;") return RULES.style;
    return its.trim() === "" ? RULES.empty : "";
  }
}

type Tag = Exclude<Node, string>;

function nameOf(node: Node | undefined): string | undefined {
  return typeof node === "object" ? node.name : undefined;
}

const GROUPS = new Set(["caption", "colgroup", "thead", "tfoot"]);

function isBareGroup({ name, body, attributes }: Tag): boolean {
  return GROUPS.has(name) && body.length === 0 && Object.keys(attributes).length === 0;
}

/** Whether a label holds the control of an id. */
function holds({ body }: Tag, id: string): boolean {
  return body.some((node) =>
    nameOf(node) === "input" && typeof node === "object" &&
    (node.attributes["id"] === id || isMadeUp(id))
  );
}

const VOID = new Set(
  "area base br col embed hr img input keygen link meta param source track wbr".split(" "),
);
const BOOLEAN = new Set(
  ("async autofocus autoplay checked controls default defer disabled formnovalidate hidden ismap loop multiple muted novalidate " +
    "open readonly required scoped seamless selected").split(" "),
);
const ADDRESSES = new Set("href src action formaction poster cite data manifest".split(" "));
const STANDARD = new Set([
  "form method=get",
  "keygen keytype=rsa",
  ...["td", "th"].flatMap((tag) => [`${tag} rowspan=1`, `${tag} colspan=1`]),
  ...["min=0", "max=100", "step=1"].map((value) => `input ${value}`),
]);

function isMadeUp(id: string): boolean {
  return /^\{AUTO\d+\}$|^auto-/.test(id);
}

/** Whether the original took a number for a character, or wrote it otherwise. */
function isNumber(mine: string, its: string): boolean {
  if (!/^-?\d+(\.\d+)?(e[+-]?\d+)?$/.test(mine)) return false;
  const number = Number(mine);
  if (Number.isInteger(number) && number >= 0 && number < 0x110000) {
    if (its === String.fromCodePoint(number)) return true;
  }
  return /^-?\d+\.\d+$/.test(its) && Math.abs(Number(its) - number) <= 1e-9 * Math.max(1, number);
}

/** Whether a text is a tuple in Erlang's external format. */
function isTerm(node: Node | undefined): boolean {
  return typeof node === "string" && /^\x83h/.test(node);
}

/** An address without what browsers pass over in it. */
function bare(address: string): string {
  return address.replaceAll(/[\t\n\r]/g, "").trim();
}

/** Whether names of classes are the same, whatever stands between them. */
function isJoined(mine: string, its: string): boolean {
  return mine.replaceAll(" ", "") === its.replaceAll(" ", "");
}

/** Whether there are elements in a text. */
function isMarkup(text: string): boolean {
  return parse(text).some((node) => typeof node === "object");
}

/** What a text of numbers stands for. */
function characters(numbers: string): string | undefined {
  return /^\d+( \d+)*$/.test(numbers)
    ? String.fromCodePoint(...numbers.split(" ").map(Number))
    : undefined;
}

/** Texts beside each other are one to a parser. */
function joined(nodes: readonly Node[]): readonly Node[] {
  const made: Node[] = [];
  for (const node of nodes) {
    const last = made.at(-1);
    if (typeof node === "string" && typeof last === "string") made[made.length - 1] = last + node;
    else if (node !== "") made.push(node);
  }
  return made;
}

function text(nodes: readonly Node[]): string {
  return JSON.stringify(nodes).slice(0, 200);
}
