/**
 * Forms: the fields that a definition asks for, as controls, and what comes back of them, checked.
 *
 * @module
 */
import type * as bpe from "../../bpe/mod.ts";
import { feel } from "../../feel/mod.ts";
import { nitro } from "../../mod.ts";
import { input, label, option, select, textarea } from "./elements.ts";
const { p, panel, span } = nitro;

/** From how many characters on a text gets several lines. */
const LONG = 120;
/** The longest text where the form does not say, in UTF-16 units. */
const LONGEST = 1_000;

/** What is said of a value that does not fit the others. */
const UNFIT = "Please check this: it does not fit what is said above.";

const rules = feel();

/** What a form brought. */
export interface Answer {
  /** Values by variable. */
  readonly values: Record<string, unknown>;
  /** What is wrong, by field. */
  readonly wrong: Readonly<Record<string, string>>;
}

/** The ids of the controls: the sources of the form's event. */
export function sources(fields: readonly bpe.FormField[]): string[] {
  return fields.map(({ id }) => idOf(id));
}

/** The controls with their labels; where a variable has a value already it stands in its field. */
export function controls(
  fields: readonly bpe.FormField[],
  variables: bpe.Variables = {},
): nitro.Element[] {
  return fields.map((field) => {
    const id = idOf(field.id), isRequired = constraint(field, "required") !== undefined;
    const name = field.label || field.id;
    const said = variables[field.id] ?? field.defaultValue;
    const control = controlOf(field, said === null ? "" : String(said), {
      required: isRequired,
      "aria-describedby": `${id}-wrong`,
    });
    const mark = isRequired ? "" : span({ class: "optional", body: " (optional)" });
    const named = label({ attributes: { for: id }, body: [name, mark] });
    return panel({
      class: ["field", field.type === "boolean" && "tick"],
      body: [
        ...(field.type === "boolean" ? [control, named] : [named, control]),
        p({ id: `${id}-wrong`, class: "wrong", role: "alert" }),
      ],
    });
  });
}

function controlOf(
  field: bpe.FormField,
  value: string,
  own: Record<string, nitro.Attribute>,
): nitro.Element {
  const id = idOf(field.id);
  const bound = (name: string) => numeric(constraint(field, name));
  switch (field.type) {
    case "boolean":
      return input({ id, attributes: { type: "checkbox", checked: value === "true", ...own } });
    case "date":
      return input({ id, attributes: { type: "date", value, ...own } });
    case "long":
    case "integer":
    case "double": {
      const step = field.type === "double" ? "any" : 1;
      const range = { min: bound("min"), max: bound("max"), step };
      return input({ id, attributes: { type: "number", value, ...range, ...own } });
    }
    case "enum": {
      const empty = option({ attributes: { value: "" }, body: "Please choose" });
      const choices = field.values.map((choice) =>
        option({
          attributes: { value: choice.id, selected: choice.id === value },
          body: choice.name || choice.id,
        })
      );
      return select({ id, attributes: own, body: [empty, ...choices] });
    }
    default: {
      const lengths = { minlength: bound("minlength"), maxlength: bound("maxlength") ?? LONGEST };
      return lengths.maxlength > LONG
        ? textarea({ id, attributes: { rows: 3, ...lengths, ...own }, body: value })
        : input({
          id,
          attributes: { type: "text", autocomplete: "off", value, ...lengths, ...own },
        });
    }
  }
}

/**
 * Reads what came with the event. Nothing is believed: each value is checked against its field. An optional field that was emptied
 * takes its variable's value away.
 */
export function answer(fields: readonly bpe.FormField[], variables: bpe.Variables = {}): Answer {
  const values: Record<string, unknown> = {}, wrong: Record<string, string> = {};
  for (const field of fields) {
    const read = check(field, nitro.qv(idOf(field.id)));
    if ("wrong" in read) wrong[field.id] = read.wrong;
    else if (read.value !== undefined) values[field.id] = read.value;
    else if ((variables[field.id] ?? null) !== null) values[field.id] = null;
  }
  for (const { id, constraints } of Object.keys(wrong).length > 0 ? [] : fields) {
    for (const { name, config } of constraints) {
      if (name === "validator" && !holds(config, { ...variables, ...values })) wrong[id] = UNFIT;
    }
  }
  return { values, wrong };
}

/** Asks a rule between fields, written in FEEL, once each of them is right by itself. */
function holds(text: string, variables: bpe.Variables): boolean {
  return rules.evaluate(text, variables) === true;
}

/** Says beside each field what is wrong with it, and leads to the first. */
export function complain(fields: readonly bpe.FormField[], { wrong }: Answer): void {
  for (const { id } of fields) {
    const control = idOf(id), body = wrong[id] ?? "";
    nitro.update(
      `${control}-wrong`,
      p({ id: `${control}-wrong`, class: "wrong", role: "alert", body }),
    );
    nitro.setAttr(control, "aria-invalid", body === "" ? false : "true");
  }
  const first = fields.find(({ id }) => wrong[id] !== undefined);
  if (first !== undefined) nitro.focus(idOf(first.id));
}

type Checked = { readonly value: unknown } | { readonly wrong: string };

/** Checks one value; `undefined` where an optional field was left empty. */
export function check(field: bpe.FormField, given: nitro.SourceValue | undefined): Checked {
  const isRequired = constraint(field, "required") !== undefined;
  const read = typed(field, typeof given === "string" ? given.trim() : given);
  if ("wrong" in read) return read;
  if (read.value === undefined || (field.type === "boolean" && read.value === false)) {
    return isRequired ? { wrong: missing(field) } : read;
  }
  return within(field, read.value);
}

function missing({ type }: bpe.FormField): string {
  if (type === "boolean") return "Please tick this to go on.";
  return type === "enum" ? "Please choose one." : "Please fill this in.";
}

/** The value as the type of the field has it. */
function typed({ type, values }: bpe.FormField, given: nitro.SourceValue | undefined): Checked {
  if (type === "boolean") return { value: given === true };
  if (given === undefined || given === null || given === "") return { value: undefined };
  switch (type) {
    case "date":
      return dateOf(given);
    case "long":
    case "integer":
      return typeof given === "string" && /^[+-]?\d{1,15}$/.test(given)
        ? { value: Number(given) }
        : { wrong: "Please give a whole number." };
    case "double":
      return typeof given === "string" && /^[+-]?\d{1,15}(\.\d{1,10})?$/.test(given)
        ? { value: Number(given) }
        : { wrong: "Please give a number." };
    case "enum":
      return values.some(({ id }) => id === given)
        ? { value: given }
        : { wrong: "Please choose one of the list." };
    default:
      return typeof given === "string" ? { value: given } : { wrong: "Please give a text." };
  }
}

/** A day as ISO 8601 writes it. */
function dateOf(given: nitro.SourceValue): Checked {
  if (typeof given === "object" && given !== null && "year" in given) {
    const { year, month, day } = given;
    const date = new Date(Date.UTC(year, month - 1, day));
    if (year >= 1_900 && year <= 9_999 && date.getUTCMonth() === month - 1) {
      return { value: date.toISOString().slice(0, 10) };
    }
  }
  return { wrong: "Please give a day of the calendar." };
}

/** Checks the constraints. */
function within(field: bpe.FormField, value: unknown): Checked {
  const bound = (name: string) => numeric(constraint(field, name));
  if (typeof value === "number") {
    const min = bound("min") ?? -Infinity, max = bound("max") ?? Infinity;
    if (value < min) return { wrong: `Please give ${min} or more.` };
    if (value > max) return { wrong: `Please give ${max} or less.` };
  }
  if (typeof value === "string" && field.type !== "enum" && field.type !== "date") {
    const min = bound("minlength") ?? 0, max = bound("maxlength") ?? LONGEST;
    if (value.length < min) return { wrong: `Please give at least ${min} characters.` };
    if (value.length > max) return { wrong: `Please give at most ${max} characters.` };
  }
  return { value };
}

/** The setting of a constraint; "" where it needs none, undefined where the field does not have it. */
function constraint(field: bpe.FormField, name: string): string | undefined {
  return field.constraints.find((each) => each.name === name && each.config !== "false")?.config;
}

function numeric(text: string | undefined): number | undefined {
  const number = Number(text ?? "");
  return text === undefined || text.trim() === "" || !Number.isFinite(number) ? undefined : number;
}

function idOf(field: string): string {
  return `field-${field}`;
}
