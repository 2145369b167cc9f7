/**
 * Compares what two forms say, and names the rule by which they may differ.
 *
 * @module
 */
import { isObject } from "../../../base/mod.ts";
import type { AnyField } from "../../../form/declaration/field.ts";
import { isShown, type Mode } from "../../../form/mode.ts";
import type { RecordValues } from "../../../form/record.ts";
import { hte } from "../../../nitro/escape.ts";
import { parse } from "../../_support/html.ts";
import {
  type ButtonFacts,
  type ControlFacts,
  type Facts,
  type FieldFacts,
  type Heard,
  type OptionFacts,
  textIn,
} from "./facts.ts";

/** The rules by which a form may differ from the original's. */
export const RULES = {
  escaped: "text is escaped, where the original places it as markup",
  shown: "view, row and compact show the value, where the original has a control",
  titled: "in a row and in short values stand without their titles",
  hidden:
    "what is hidden or not visible is not in the page, where the original only does not show it",
  type: "an input has the type of HTML, or the keyboard, of what it takes",
  secret: "a password is never sent to the page",
  value: "an integer shows its value, where the original shows its place in the record",
  money: "an amount is written with the decimals of its currency",
  written: "a number or a day is written as the person's language has it",
  other:
    "a value of another type is shown as text, or is nothing, where the original makes bytes of it",
  bytes: "text is UTF-8, where the original writes its bytes or its characters' numbers",
  file: "a file has a control, where the original has nothing",
  card: "a card is chosen or entered, where the original waits for a script of the application",
  words: "what the form says itself is in the person's language, where the original prints its key",
  lookup:
    "a lookup is a combobox that asks the page; compared by its id, text and whether it can be used",
  listed: "what is listed is compared by its id and texts",
  inner: "the inner input of a list begins empty, where the original puts the whole value into it",
  panel: "every field has its panel, comments too",
  disabled: "what is disabled is so whatever its type, where the original forgets it for some",
  multiple: "several values are asked for where a control can hold them",
  tick:
    "a box to tick has the field's id and the option's name, so that two fields can have the same options",
  choice: "of choices that exclude each other one is chosen: the last that is said to be",
  default: "a default is taken only where it is a value of the field",
  short: "in a row and in short what holds nothing, or is no value, is left out",
  forgotten:
    "hints and visibility are those of every field, where the original forgets them for some",
  script: "a form that shows values has no button that only runs JavaScript or submits",
  sources:
    "a button's sources are the controls of the fields that it names, where the original takes the names for ids",
  twice: "two fields of one id are refused",
  tips: "hints stand in the order in which they were declared",
  open: "a choice begins with nothing chosen, where a browser takes the first of the original's",
  id: "a field without an id has its name as one",
  record:
    "what is chosen is what the record holds, where the original shows what an option says of itself",
  chosen: "a lookup holds one of its choices, so that a text that is none is not there",
} as const;

type Rule = typeof RULES[keyof typeof RULES];

/** What was drawn. */
export interface Drawn {
  readonly fields: readonly AnyField[];
  readonly mode: Mode | undefined;
  /** What the page hears of ours and of theirs. */
  readonly heard: readonly Heard[];
  readonly theirHeard: readonly Heard[];
  /** What ends the ids of controls. */
  readonly suffix: string;
  /** What the original wired: days stand there. */
  readonly actions: string;
  /** The record. */
  readonly values: RecordValues;
}

/** Finds how a form differs from the original's: each difference is by a rule. */
export class Comparison {
  readonly #drawn: Drawn;
  readonly #rules: Set<string>;

  constructor(drawn: Drawn, rules: Set<string>) {
    this.#drawn = drawn;
    this.#rules = rules;
  }

  /** @throws {Error} for a difference that is by no rule. */
  form(ours: Facts, theirs: Facts): void {
    const { mode, fields } = this.#drawn;
    if (
      ours.caption.length === 0 && theirs.caption.length > 0 &&
      (mode === "row" || mode === "compact")
    ) {
      this.#by(RULES.titled);
    } else this.texts(ours.caption, theirs.caption, "the caption");
    this.#buttons(ours.buttons, theirs.buttons);
    if (fields.some(({ type, raw }) => type === "dynamic" && !isSpan(raw))) {
      // An element of one's own may be no panel, or many: all that it says is there.
      if (ours.fields.length !== fields.length) throw new Error("a field is not there");
      return this.#by(RULES.panel);
    }
    const kept = theirs.fields.map((their, at) => ({ their, declared: fields[at] }))
      .filter(({ declared }) => declared?.hidden !== true);
    if (kept.length < theirs.fields.length) this.#by(RULES.hidden);
    const isShort = mode === "row" || mode === "compact";
    if (!isShort && ours.fields.length !== kept.length) {
      throw new Error(`${ours.fields.length} fields in place of ${kept.length}`);
    }
    let at = 0;
    for (const { their, declared } of kept) {
      const own = ours.fields[at];
      if (isShort && declared !== undefined && own?.id !== declared.id) this.#by(RULES.short);
      else if (own !== undefined) {
        at++;
        this.#field(own, their, declared);
      }
    }
    if (at < ours.fields.length) throw new Error(`${ours.fields.length} fields in place of ${at}`);
  }

  #buttons(ours: readonly ButtonFacts[], theirs: readonly ButtonFacts[]): void {
    const { heard, theirHeard, suffix, mode } = this.#drawn;
    const left = theirs.filter((each) =>
      each.href !== "" || theirHeard.some(({ target }) => target === each.id) || !isShown(mode)
    );
    if (left.length < theirs.length) this.#by(RULES.script);
    this.texts(ours.map(({ title }) => title), left.map(({ title }) => title), "the buttons");
    for (const [at, their] of left.entries()) {
      const own = ours[at], where = `the button "${their.title}"`;
      if (own === undefined) continue;
      if (own.id !== their.id) {
        if (!their.id.startsWith("_")) {
          throw new Error(`${where}: the id ${own.id} in place of ${their.id}`);
        }
        this.#by(RULES.id);
      }
      if (own.href !== their.href) throw new Error(`${where} leads to ${own.href}`);
      const said = heard.find(({ target }) => target === own.id);
      const saying = theirHeard.filter(({ target }) => target === their.id).at(
        their.id.startsWith("_") ? at : 0,
      );
      if (saying === undefined) continue;
      if (!equalJson(said?.postback, saying.postback)) {
        throw new Error(
          `${where}: ${JSON.stringify(said?.postback)} in place of ${
            JSON.stringify(saying.postback)
          }`,
        );
      }
      for (const source of saying.sources) {
        if (said?.sources.includes(source)) continue;
        if (!said?.sources.some((each) => each === source + suffix)) {
          throw new Error(`${where}: its sources are ${said?.sources}, without ${source}`);
        }
        this.#by(RULES.sources);
      }
    }
  }

  /** Texts in an order. */
  texts(ours: readonly string[], theirs: readonly string[], where: string): void {
    if (ours.length !== theirs.length) {
      throw new Error(`${where}: ${ours.join("|")} in place of ${theirs.join("|")}`);
    }
    for (const [at, each] of theirs.entries()) this.text(ours[at] ?? "", each, where);
  }

  /** A text: one that the original places as markup is what a parser makes of it. */
  text(ours: string, theirs: string, where: string): void {
    if (ours === theirs) return;
    if (textIn(parse(ours)) === theirs) return this.#by(RULES.escaped);
    if (hte(ours) === theirs) return this.#by(RULES.escaped);
    throw new Error(`${where}: ${JSON.stringify(ours)} in place of ${JSON.stringify(theirs)}`);
  }

  #by(rule: Rule): void {
    this.#rules.add(rule);
  }

  #field(ours: FieldFacts, theirs: FieldFacts, declared: AnyField | undefined): void {
    const { type = "string", id = "" } = declared ?? {}, where = `${type} "${id}"`;
    const { mode } = this.#drawn;
    if (ours.panel !== theirs.panel) {
      const isOwn = ["comment", "empty", "dynamic", "card"].includes(type);
      const isRow = ours.panel === theirs.panel.replace(/_none$/, `_${mode}`);
      if (isOwn) this.#by(RULES.panel);
      else if (theirs.panel === "") this.#by(RULES.id);
      else if (!isRow) {
        throw new Error(`${where}: the panel ${ours.panel} in place of ${theirs.panel}`);
      }
    }
    if (type === "empty") return this.#by(RULES.hidden);
    if (!ours.shown || theirs.shown !== ours.shown) {
      if (ours.shown) throw new Error(`${where} is shown`);
      if (theirs.shown && !(TIPLESS.has(type) && declared?.visible === false)) {
        throw new Error(`${where} is not shown`);
      }
      return this.#by(RULES.hidden);
    }
    if (ours.title === "" && (mode === "row" || mode === "compact")) this.#by(RULES.titled);
    else if (theirs.title === "" && STILL.has(type)) this.#by(RULES.panel);
    else this.text(ours.title, theirs.title, `${where}: the title`);
    if (!isShown(mode)) this.#tips(ours, theirs, where, type);
    this.controls(ours.controls, theirs.controls, where, declared);
  }

  #tips(
    { tooltips: own }: FieldFacts,
    { tooltips: their }: FieldFacts,
    where: string,
    type: string,
  ): void {
    const ours = own.filter((each) => each !== "");
    if (their.length === 0 && TIPLESS.has(type)) {
      return ours.length === 0 ? undefined : this.#by(RULES.forgotten);
    }
    if (their.length > 1 && ours.length === their.length) this.#by(RULES.tips);
    this.texts(ours, their.length > 1 ? their.toReversed() : their, `${where}: the tooltips`);
  }

  /** Controls of a field. */
  controls(
    ours: readonly ControlFacts[],
    theirs: readonly ControlFacts[],
    where: string,
    declared: AnyField | undefined = this.#drawn.fields[0],
  ): void {
    const [own] = ours, [their] = theirs;
    if (own === undefined || their === undefined) throw new Error(`${where}: there is no control`);
    const said: Said = { own, their, where, declared, type: declared?.type ?? "string" };
    if (isShown(this.#drawn.mode) && declared !== undefined && !STILL.has(said.type)) {
      this.#shown(said);
    } else this.#control(said);
  }

  /** A value that shows in place of its control. */
  #shown(said: Said): void {
    const { own, their, where, type } = said;
    if (own.kind !== "text") {
      throw new Error(`${where}: a control, ${own.kind}, where a text shows`);
    }
    this.#by(RULES.shown);
    const given = own.value === NONE ? "" : own.value;
    if (type === "password" || type === "otp" || type === "auth") {
      if (/[^•—]/.test(own.value)) throw new Error(`${where}: the password ${own.value} shows`);
      return this.#by(RULES.secret);
    }
    if (their.items.length > 0 || own.items.length > 0) return this.#items(said, [given]);
    const chosen = their.options.filter((each) => each.chosen).map(({ text }) => text);
    if (their.options.length > 0) return this.#choice(said, given, chosen);
    this.#value({ ...said, own: { ...own, value: given } });
  }

  /** What was chosen shows as its words: of options it is the record that says so. */
  #choice({ where, declared }: Said, given: string, chosen: readonly string[]): void {
    const held = this.#heldOf(declared);
    if (given === chosen.join(", ")) return;
    if (declared?.type === "bool" && given === "") return;
    if (held === undefined || given === "" || given.includes(String(held))) {
      return this.#by(RULES.record);
    }
    throw new Error(`${where}: ${given} in place of ${chosen.join(", ")}`);
  }

  #control(said: Said): void {
    const { own, their, where, type, declared } = said;
    if (type === "card") return this.#by(RULES.card);
    if (type === "file") return this.#kind(said, "file", RULES.file);
    if (own.kind !== their.kind) this.#kinds(said);
    if (type === "comboLookupEdit" && `${own.id}_input` === their.id) this.#by(RULES.lookup);
    else if (their.id.startsWith("_")) this.#by(RULES.id);
    else if (their.id !== "" && own.id !== their.id) {
      throw new Error(`${where}: the id ${own.id} in place of ${their.id}`);
    }
    this.#value(said);
    if (own.disabled !== their.disabled) {
      if (!own.disabled || declared?.disabled !== true) {
        throw new Error(`${where}: disabled is ${own.disabled}`);
      }
      this.#by(RULES.disabled);
    }
    if (own.multiple !== their.multiple) this.#by(RULES.multiple);
    this.#options(said);
    if (their.items.length > 0 || own.items.length > 0) this.#items(said, own.items);
  }

  #kind({ own, where }: Said, kind: string, rule: Rule): void {
    if (own.kind !== kind) throw new Error(`${where}: ${own.kind} in place of ${kind}`);
    this.#by(rule);
  }

  #kinds(said: Said): void {
    const { own, their, where } = said;
    const rule = KINDS[`${their.kind} ${own.kind}`];
    if (rule === undefined) throw new Error(`${where}: ${own.kind} in place of ${their.kind}`);
    this.#by(rule);
  }

  #value(said: Said): void {
    const { own, their, where, type, declared } = said;
    const held = this.#heldOf(declared);
    const isOdd = typeof held === "object" || held === undefined || isDay(held);
    if (own.value === their.value) return;
    if (SECRET.has(type)) return own.value === "" ? this.#by(RULES.secret) : fail(said);
    if (type === "integer") {
      if (numberOf(own.value) === Number(held) || own.value === String(held ?? "")) {
        return this.#by(RULES.value);
      }
      return isOdd ? this.#by(RULES.other) : fail(said);
    }
    if (type === "calendar") return this.#day(said);
    if (numberOf(own.value) !== undefined && numberOf(own.value) === numberOf(their.value)) {
      return this.#by(type === "money" || type === "pay" ? RULES.money : RULES.written);
    }
    if (type === "phone" && digits(own.value) === digits(their.value)) return this.#by(RULES.type);
    if (type === "money" && own.value === NOTHING) return this.#by(RULES.default);
    if (own.value === "" && declared?.default === their.value) return this.#by(RULES.default);
    if (type === "comment" && letters(own.value).includes(letters(their.value))) {
      return this.#by(RULES.panel);
    }
    if (isOdd || typeof held === "boolean") return this.#by(RULES.other);
    if (type === "comboLookup" && own.value === "") return this.#by(RULES.chosen);
    if (textIn(parse(own.value)) === their.value) return this.#by(RULES.escaped);
    throw new Error(
      `${where}: the value ${JSON.stringify(own.value)} in place of ${JSON.stringify(their.value)}`,
    );
  }

  /** A day stands in what the original wired. */
  #day({ own, where, declared }: Said): void {
    const [, year, month, day] =
      /defaultDate: new Date\((\d+),(\d+),(\d+)\)/.exec(this.#drawn.actions) ?? [];
    const two = (text = "", more = 0) => String(Number(text) + more).padStart(2, "0");
    const theirs = year === undefined ? "" : `${two(day)}.${two(month, 1)}.${year}`;
    if (own.value === theirs) return this.#by(RULES.written);
    if (own.value === "" && this.#heldOf(declared) !== theirs) return this.#by(RULES.other);
    throw new Error(`${where}: the day ${own.value} in place of ${theirs}`);
  }

  #options({ own, their, where, type, declared }: Said): void {
    const names = (list: readonly OptionFacts[]) => list.map(({ text }) => text);
    const isOpen = own.options.length === their.options.length + 1 && own.options[0]?.text === "";
    if (isOpen) this.#by(RULES.open);
    const options = isOpen ? own.options.slice(1) : own.options;
    this.texts(names(options), names(their.options), `${where}: the options`);
    const last = their.options.findLastIndex((each) => each.chosen);
    for (const [at, each] of their.options.entries()) {
      const mine = options[at], place = `${where}: option ${at + 1}`;
      if (mine === undefined) throw new Error(`${place} is not there`);
      if (type === "check") this.#by(RULES.tick);
      else if (mine.value === "" && declared?.options?.[at]?.name === "") this.#by(RULES.id);
      else if (mine.value !== each.value) this.text(mine.value, each.value, `${place}: the value`);
      if (mine.chosen !== each.chosen) {
        if (type === "check" || at === last) throw new Error(`${place}: chosen is ${mine.chosen}`);
        this.#by(RULES.choice);
      }
      if (mine.disabled !== each.disabled) {
        if (!mine.disabled) throw new Error(`${place}: disabled is ${mine.disabled}`);
        this.#by(RULES.disabled);
      }
    }
  }

  #items({ their, where, declared }: Said, ours: readonly string[]): void {
    const held = this.#heldOf(declared), shown = letters(ours.join(" "));
    this.#by(RULES.listed);
    if (their.items.every((each) => shown.includes(letters(each)))) return;
    if (their.items.some((each) => each.includes("{ref"))) return this.#by(RULES.other);
    if (!Array.isArray(held) || held.some((each) => !this.#isOf(each, declared))) {
      return this.#by(RULES.other);
    }
    throw new Error(`${where}: ${shown} in place of ${their.items.join(" ")}`);
  }

  /** Whether something listed is of the kind that its list takes. */
  #isOf(each: unknown, { type, input = "string" }: AnyField = { id: "" }): boolean {
    if (type?.startsWith("comboLookup")) {
      return typeof each === "object" && each !== null && "text" in each;
    }
    return FREE.has(input);
  }

  #heldOf(declared: AnyField | undefined): unknown {
    return declared === undefined ? undefined : this.#drawn.values[declared.id];
  }
}

/** What there is to say of a control. */
interface Said {
  readonly own: ControlFacts;
  readonly their: ControlFacts;
  readonly where: string;
  readonly type: string;
  readonly declared: AnyField | undefined;
}

function fail({ own, their, where }: Said): never {
  throw new Error(
    `${where}: the value ${JSON.stringify(own.value)} in place of ${JSON.stringify(their.value)}`,
  );
}

/** What shows where there is no value. */
const NONE = "—", NOTHING = "";
/** Types that show the same in every mode. */
const STILL: ReadonlySet<string> = new Set(["text", "comment", "empty", "dynamic"]);
/** Types of which the original forgets the hints, and whether they are visible. */
const TIPLESS: ReadonlySet<string> = new Set(["comment", "card", "dynamic", "empty"]);
/** Types that hold any text. */
const FREE: ReadonlySet<string> = new Set(["string", "text", "textarea", "password", "auth"]);
const SECRET: ReadonlySet<string> = new Set(["password", "otp", "auth"]);

/** Which kinds of controls stand for which of the original. */
const KINDS: Readonly<Record<string, Rule>> = {
  "number text": RULES.type,
  "text tel": RULES.type,
  "text email": RULES.type,
  "password text": RULES.type,
  "groups list": RULES.listed,
  "pairs list": RULES.listed,
  "lookup list": RULES.listed,
  "text number": RULES.value,
  "lookup text": RULES.lookup,
};

/** Whether a text is a day: a tuple of the original. */
function isDay(value: unknown): boolean {
  return typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value);
}

/** Whether a body is one element without controls. */
function isSpan(body: unknown): boolean {
  return isObject(body) && body.element === "span";
}

/** Whether two values are one as JSON. */
function equalJson(one: unknown, other: unknown): boolean {
  return JSON.stringify(listed(one)) === JSON.stringify(listed(other));
}

/** A value whose tuples are lists. */
function listed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(listed);
  return isObject(value) && Array.isArray(value.tuple) ? value.tuple.map(listed) : value;
}

function digits(text: string): string {
  return text.replaceAll(/\D/g, "");
}

/** A text without what stands between its words. */
function letters(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}]/gu, "");
}

/** A number as a person or a machine writes it. */
function numberOf(text: string): number | undefined {
  const plain = text.replaceAll(/[\s\u00a0\u202f₴€]|\p{L}{3}/gu, "").replace(",", ".");
  return plain === "" || !Number.isFinite(Number(plain)) ? undefined : Number(plain);
}
