/**
 * Whether a document is made as documents are: one that came as JSON may be made in any way, and an attribute of another shape would count
 * for nothing, or fail where it is shown.
 *
 * @module
 */
import { isPlainObject } from "../../base/mod.ts";
import type { Access, Button, Option, Section } from "../declaration/attributes.ts";
import type { AnyField } from "../declaration/field.ts";
import type { AnyDocument, Validation } from "./document.ts";

/** Whether something is of a shape, and what that is called. */
type Shape = readonly [what: string, is: (given: unknown) => boolean];
type Shapes<T> = { readonly [K in keyof T]?: Shape };
type Given = Readonly<Record<string, unknown>>;
type Table = Readonly<Record<string, Shape | undefined>>;

/** The most that documents nest what they show, lists in lists. */
const DEEPEST_BODY = 32;

const isText = (given: unknown): given is string => typeof given === "string";
const isFlag = (given: unknown) => typeof given === "boolean";
const isNumber = (given: unknown) => typeof given === "number" && Number.isFinite(given);
const areTexts = (given: unknown) => Array.isArray(given) && given.every(isText);
const isRuled = (given: unknown) =>
  isPlainObject(given) && isText(given.feel) && given.feel.length > 0;

/** What elements are has a function, or a symbol: no JSON has these. */
function isBody(given: unknown, depth = 0): boolean {
  if (Array.isArray(given)) {
    return depth < DEEPEST_BODY && given.every((each) => isBody(each, depth + 1));
  }
  if (typeof given !== "object" || given === null) return typeof given !== "function";
  return "markup" in given
    ? typeof given.markup === "function"
    : Object.getOwnPropertySymbols(given).length > 0;
}

function isAccess(given: unknown): given is Access {
  if (!isPlainObject(given)) return areTexts(given);
  const { read, write, ...others } = given;
  return Object.keys(others).length === 0 &&
    [read, write].every((each) => each === undefined || areTexts(each));
}

function areMessages(given: unknown): boolean {
  return isPlainObject(given) &&
    Object.values(given).every((each) =>
      isText(each) ||
      (isPlainObject(each) && isText(each.other) && Object.values(each).every(isText))
    );
}

function isHidden(given: unknown): boolean {
  return given === "omit" || given === "keep" || given === "clear" ||
    (isPlainObject(given) && Object.hasOwn(given, "value"));
}

const TEXT: Shape = ["a text", isText];
const FLAG: Shape = ["true or false", isFlag];
const RULED: Shape = ["a rule", isRuled];
const RULED_FLAG: Shape = ["true, false or a rule", (given) => isFlag(given) || isRuled(given)];
const BODY: Shape = ["a text or elements", (given) => isBody(given)];
const CLASSES: Shape = ["classes", (given) => isText(given) || areTexts(given)];
const LIST: Shape = ["a list", Array.isArray];
const OBJECTS: Shape = [
  "a list of objects",
  (given) => Array.isArray(given) && given.every(isPlainObject),
];
const ACCESS: Shape = ["a list of roles, or { read, write } of them", isAccess];
const MESSAGES: Shape = ["messages by their keys", areMessages];
const NAMED: Shape = ["a text or a number", (given) => isText(given) || isNumber(given)];

const FIELD: Shapes<AnyField> = {
  type: TEXT,
  name: TEXT,
  title: [
    "a text, elements or a rule",
    (given) => isBody(given) || isRuled(given),
  ],
  desc: BODY,
  placeholder: TEXT,
  sec: NAMED,
  pos: ["a number", isNumber],
  visible: RULED_FLAG,
  hidden: FLAG,
  whenHidden: ["omit, keep, clear or { value }", isHidden],
  disabled: RULED_FLAG,
  required: RULED_FLAG,
  computed: RULED,
  length: ["a number", isNumber],
  pattern: TEXT,
  step: ["a number or any", (given) => isNumber(given) || given === "any"],
  options: OBJECTS,
  offered: RULED,
  multiple: FLAG,
  distinct: FLAG,
  unique: FLAG,
  messages: MESSAGES,
  vector: FLAG,
  fields: OBJECTS,
  index: TEXT,
  input: TEXT,
  bind: TEXT,
  module: TEXT,
  curr: TEXT,
  zone: TEXT,
  format: TEXT,
  postfun: ["a function", (given) => typeof given === "function"],
  access: ACCESS,
  tooltips: [
    "a list of texts or elements",
    (given) => isFlag(given) || Array.isArray(given) && given.every((each) => isBody(each)),
  ],
  labelClass: CLASSES,
  fieldClass: CLASSES,
  boxClass: CLASSES,
  wide: TEXT,
  autocomplete: TEXT,
  raw: BODY,
  accept: TEXT,
  modifyPos: NAMED,
  modifyFeed: TEXT,
  modifyModule: TEXT,
  subtitle: BODY,
  onchange: TEXT,
  layout: TEXT,
  validation: TEXT,
};
const OPTION: Shapes<Option> = {
  name: TEXT,
  title: BODY,
  checked: FLAG,
  disabled: FLAG,
  visible: RULED_FLAG,
};
const SECTION: Shapes<Section> = {
  id: TEXT,
  name: BODY,
  desc: BODY,
  parent: TEXT,
  nameClass: CLASSES,
  descClass: CLASSES,
  visible: RULED_FLAG,
  access: ACCESS,
};
const BUTTON: Shapes<Button> = {
  id: TEXT,
  name: TEXT,
  title: BODY,
  sources: ["a list of ids", areTexts],
  href: TEXT,
  target: TEXT,
  class: CLASSES,
  onclick: TEXT,
  validation: TEXT,
  checked: FLAG,
};
const VALIDATION: Shapes<Validation> = { for: TEXT, msg: TEXT, type: TEXT };
const DOCUMENT: Shapes<AnyDocument> = {
  name: TEXT,
  base: TEXT,
  version: NAMED,
  title: BODY,
  sections: OBJECTS,
  fields: OBJECTS,
  buttons: OBJECTS,
  access: ACCESS,
  steps: [
    "true, or { currentStep, steps }",
    (given) =>
      given === true ||
      isPlainObject(given) && isNumber(given.currentStep) && isNumber(given.steps),
  ],
  validations: LIST,
  rules: ["rules by the paths of fields", isPlainObject],
  messages: MESSAGES,
};

/**
 * What of a document is of another shape than such things are, as places with what is wanted: `field "qty": options: no list`.
 *
 * @param deepest how deep groups stand in each other: what is deeper is not looked at
 */
export function* misshapen(document: unknown, deepest: number): Generator<string> {
  if (!isPlainObject(document)) return yield "no object";
  for (const name of ["name", "fields"]) if (!Object.hasOwn(document, name)) yield `no ${name}`;
  yield* wrong("", document, DOCUMENT);
  yield* each("section", document.sections, SECTION);
  yield* each("button", document.buttons, BUTTON);
  for (const [at, one] of listOf(document.validations).entries()) {
    if (!isPlainObject(one)) yield `validation ${at + 1}: no object`;
    else yield* wrong(`validation ${at + 1}: `, one, VALIDATION);
  }
  yield* inFields(document.fields, deepest);
}

function* inFields(fields: unknown, deepest: number): Generator<string> {
  if (deepest === 0) return;
  for (const field of listOf(fields)) {
    if (!isPlainObject(field)) continue;
    const place = `field ${JSON.stringify(field.id)}: `;
    yield* wrong(place, field, FIELD);
    yield* each(`${place}option`, field.options, OPTION);
    yield* inFields(field.fields, deepest - 1);
  }
}

function* each(what: string, list: unknown, shapes: Table): Generator<string> {
  for (const [at, one] of listOf(list).entries()) {
    if (isPlainObject(one)) yield* wrong(`${what} ${at + 1}: `, one, shapes);
  }
}

function* wrong(place: string, given: Given, shapes: Table): Generator<string> {
  for (const name of Object.keys(given)) {
    const shape = Object.hasOwn(shapes, name) ? shapes[name] : undefined, found = given[name];
    if (shape !== undefined && found !== undefined && !shape[1](found)) {
      yield `${place}${name}: not ${shape[0]}`;
    }
  }
}

function listOf(given: unknown): readonly unknown[] {
  return Array.isArray(given) ? given : [];
}
