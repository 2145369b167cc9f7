/**
 * Forms of BPMN's user tasks as documents.
 *
 * @module
 */
import type { FormField } from "../../bpe/mod.ts";
import {
  type AnyDocument,
  type AnyField,
  type Button,
  compiled,
  type Held,
  type Submitted,
} from "../../form/mod.ts";

/** From how many characters on a text gets several lines. */
const LONG = 120;

/** What of the document is not in the task. */
export interface TaskForm {
  /** Its name; the id of the task, by which drafts are told apart. */
  readonly name: string;
  /** What the form is called; nothing where it is left out. */
  readonly title?: string;
  /** Its buttons; one that submits by default. */
  readonly buttons?: readonly Button[];
}

/**
 * The document of a task's form (`formData` of Camunda's extensions, and of others): its fields with their types, defaults and the
 * constraints `required`, `readonly`, `min`, `max`, `minlength`, `maxlength`, `pattern` and `validator`, which is a rule of FEEL over all
 * fields. A constraint that is said to be `false` counts for nothing, and one that is not known neither.
 *
 * @example
 * ```ts
 * import { compiled } from "@n2o/n2o/form";
 * import { bpeForm } from "@n2o/n2o/host/form";
 *
 * const days = { id: "days", label: "Days", type: "long", defaultValue: "1", values: [] };
 * const leave = bpeForm([{ ...days, constraints: [{ name: "max", config: "30" }] }], { name: "leave" });
 * if (compiled(leave).nodes.get("days")?.field.max !== 30) throw new Error("no bound");
 * ```
 */
export function bpeForm(fields: readonly FormField[], task: TaskForm): AnyDocument {
  const { name, title, buttons = [{ name: "submit", title: "OK", class: "sgreen" }] } = task;
  const validations = fields.flatMap((field) => {
    const validator = configOf(field, "validator");
    return validator === undefined || validator === ""
      ? []
      : [{ for: field.id, holds: { feel: validator } }];
  });
  return {
    name,
    ...title !== undefined && { title },
    fields: fields.map(fieldOf),
    buttons,
    ...validations.length > 0 && { validations },
  };
}

/**
 * What the form of a task begins with: variables as its fields hold them, and the defaults of fields whose variables have no value. What
 * is of another type (a number where a text is asked for, a text that is a number) is taken as that; what cannot be, stands to be put right.
 */
export function bpeRecord(
  document: AnyDocument,
  variables: Readonly<Record<string, unknown>>,
): Held {
  const held: Record<string, unknown> = {};
  for (const [id, { type, field }] of compiled(document).children) {
    const variable = Object.hasOwn(variables, id) ? variables[id] ?? undefined : undefined;
    const value = variable ?? field.default;
    if (value === undefined) continue;
    const other = typeof value === "string" ? numberOf(value) : String(value);
    held[id] = !type.is(value, field) && type.is(other, field) ? other : value;
  }
  return held;
}

/** What a task's form gives its variables: what was entered, and null where a person emptied what there was. */
export function bpeVariables(
  values: object,
  { diff }: Pick<Submitted, "diff">,
): Record<string, unknown> {
  const emptied = diff.filter(({ now }) => now === undefined).map(({ path }) => [path, null]);
  return { ...Object.fromEntries(emptied), ...values };
}

function fieldOf(field: FormField): AnyField {
  const { id, label, values } = field, type = typeOf(field), initial = initialOf(field, type);
  const isText = type === "string" || type === "textarea";
  const min = numberOf(configOf(field, isText ? "minlength" : "min"));
  const max = numberOf(configOf(field, isText ? "maxlength" : "max"));
  const pattern = configOf(field, "pattern");
  return {
    id,
    type,
    title: label || id,
    ...isSet(field, "required") && { required: true },
    ...isSet(field, "readonly") && { disabled: true },
    ...min !== undefined && { min },
    ...max !== undefined && { max, ...isText && { length: max } },
    ...pattern !== undefined && pattern !== "" && { pattern },
    ...initial !== undefined && { default: initial },
    ...type === "select" &&
      { options: values.map(({ id, name }) => ({ name: id, title: name || id })) },
  };
}

const TYPES: Readonly<Record<string, string>> = {
  long: "integer",
  integer: "integer",
  int: "integer",
  double: "number",
  number: "number",
  boolean: "tick",
  date: "date",
  enum: "select",
};

/** The type of the form's field; of what is not known a text, and a long one with several lines. */
function typeOf(field: FormField): string {
  const known = Object.hasOwn(TYPES, field.type) ? TYPES[field.type] : undefined;
  if (known !== undefined) return known;
  return (numberOf(configOf(field, "maxlength")) ?? 0) > LONG ? "textarea" : "string";
}

/** The default, as its type holds it; nothing where it is an expression, which whoever starts the task has worked out, or is no such value. */
function initialOf(
  { defaultValue, values }: FormField,
  type: string,
): string | number | boolean | undefined {
  // What nobody has ticked is no.
  if (type === "tick") return defaultValue === "true";
  if (defaultValue === "" || /^[$#]\{/.test(defaultValue)) return undefined;
  switch (type) {
    case "integer":
    case "number":
      return numberOf(defaultValue);
    case "date":
      return /^\d{4}-\d\d-\d\d$/.test(defaultValue) ? defaultValue : undefined;
    case "select":
      return values.some(({ id }) => id === defaultValue) ? defaultValue : undefined;
    default:
      return defaultValue;
  }
}

/** The setting of a constraint; "" where it needs none, undefined where the field does not have it. */
function configOf({ constraints }: FormField, name: string): string | undefined {
  return constraints.find((each) => each.name === name && each.config !== "false")?.config;
}

function isSet(field: FormField, name: string): boolean {
  return configOf(field, name) !== undefined;
}

function numberOf(text: string | undefined): number | undefined {
  const number = Number(text ?? "");
  return text === undefined || text.trim() === "" || !Number.isFinite(number) ? undefined : number;
}
