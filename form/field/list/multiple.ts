/**
 * `multipleInput`: as many values of another type as the person wants.
 *
 * @module
 */
import { type Body, type Element, type SourceValue, textbox } from "../../../nitro/mod.ts";
import { multipleInput as control, rows } from "../../../nitro/rich.ts";
import type { Issue } from "../../issue.ts";
import type { AnyField } from "../../declaration/field.ts";
import type { Several } from "../../value/kinds.ts";
import { ariaOfGroup, textOf } from "../control.ts";
import { listed, mostOf, opened } from "../lookup/choice.ts";
import { rowWords } from "../lookup/words.ts";
import type { AnyType, FieldType, Place, TypeOf } from "../type.ts";

/** The most values, whatever the field declares. */
const MOST = 1_000;
/** Elements that are one control of the browser's: only such a one can be a row, since rows are the browser's own. */
const SINGLE = new Set([
  "textbox",
  "email",
  "url",
  "date",
  "inputTime",
  "datetimeLocal",
  "textarea",
]);

/** As many values as the person wants, each of the type that the field names as `input`: `string` where it names none. */
export const multipleInput: FieldType<Several> = {
  name: "multipleInput",
  label: "group",
  control(place, wired) {
    const { id, field, title, locale, isDisabled } = place, { min: _, max: __, ...inner } = field;
    const values = textsOf(place);
    return control({
      id,
      role: "group",
      aria: ariaOfGroup(place),
      name: textOf(title, field.id),
      most: mostOf(place),
      disabled: isDisabled,
      words: rowWords(locale),
      rows: values.map((value, at) => ({ key: String(at), values: [value] })),
      input: ([value = ""]) => line({ ...place, field: { ...inner, type: inputOf(field) } }, value),
      ...wired.wire(id),
    });
  },
  show: (value, place) =>
    value.map((
      each,
      at,
    ) => [at > 0 && ", ", innerOf(place.field, place.typeOf).show(each, inside(place))]),
  read(given, place, also) {
    const found = opened<readonly SourceValue[]>(
      given,
      () => rows(place.id, given)?.map(({ values }) => values[0] ?? ""),
    );
    if (!("value" in found)) return found;
    const inner = innerOf(place.field, place.typeOf), values: unknown[] = [];
    for (const each of found.value ?? []) {
      const read = inner.read(each, inside(place), also);
      if (!("value" in read)) return read;
      if (read.value !== undefined) values.push(read.value);
    }
    return listed({ value: values });
  },
  is: (value, field, typeOf): value is Several => {
    if (!Array.isArray(value) || value.length > MOST) return false;
    return typeOf === undefined ||
      value.every((each) => innerOf(field, typeOf).is(each, field, typeOf));
  },
  *check(value, place): Iterable<Issue> {
    const { path, min, max, field, typeOf } = place, inner = innerOf(field, typeOf);
    if (typeof min === "number" && value.length < min) {
      yield { path, code: "mincount", args: { count: min } };
    }
    if (typeof max === "number" && value.length > max) {
      yield { path, code: "maxcount", args: { count: max } };
    }
    for (const each of value) yield* inner.check?.(each, inside(place)) ?? [];
    if (field.distinct === true && new Set(value.map(keyOf)).size < value.length) {
      yield { path, code: "distinct" };
    }
  },
  schema(field, typeOf) {
    const { min, max, distinct, ...inner } = field;
    return {
      type: "array",
      ...typeOf !== undefined && { items: innerOf(field, typeOf).schema(inner, typeOf) },
      ...typeof min === "number" && { minItems: min },
      maxItems: typeof max === "number" ? Math.min(max, MOST) : MOST,
      ...distinct === true && { uniqueItems: true },
    };
  },
};

function inputOf({ input = "string" }: AnyField): string {
  return input;
}

/** The type of the values. One that is made of others is none: its rows would be rows of rows. */
function innerOf(field: AnyField, typeOf: TypeOf): AnyType {
  const name = inputOf(field), type = typeOf(name === "calendar" ? "date" : name);
  return type.name === "multipleInput" ? typeOf("string") : type;
}

/** The place of one of the values: what is said of how many there are is not said of each. */
function inside(place: Place<Several>): Place {
  return { ...place, value: undefined, raw: undefined, min: undefined, max: undefined };
}

/** The texts that stand in the rows. */
function textsOf(place: Place<Several>): readonly string[] {
  const { id, raw, value = [] } = place, inner = innerOf(place.field, place.typeOf);
  // What a record has, and one of which is no value.
  if (value.length === 0 && Array.isArray(raw)) {
    const stored = raw.slice(0, MOST).filter((each) => typeof each === "string");
    if (stored.length === Math.min(raw.length, MOST)) return stored;
  }
  // One of them may be no value: all stand as they were typed.
  const typed = Array.isArray(raw) ? opened(raw, () => rows(id, raw)) : undefined;
  if (typed !== undefined && "value" in typed && typed.value !== undefined) {
    return typed.value.map(({ values: [text = ""] }) => text);
  }
  return value.map((each) => {
    const [element] = [inner.control({ ...inside(place), value: each }, UNWIRED)].flat();
    const text = isElement(element) && "value" in element.props ? element.props.value : each;
    return typeof text === "string" || typeof text === "number" ? String(text) : "";
  });
}

const UNWIRED = { wire: () => ({}) };

/** The control of a row, without an id, labelled by what the rows are called. */
function line(place: Place<Several>, value: string): Body {
  const { title, field, typeOf, isDisabled } = place, label = textOf(title, field.id);
  const made = innerOf({ ...field, input: inputOf(field) }, typeOf)
    .control({ ...inside(place), raw: value, isRequired: false }, UNWIRED);
  const own = { id: undefined, aria: { label } };
  if (isElement(made) && SINGLE.has(made.element)) {
    return { ...made, props: { ...made.props, ...own } };
  }
  return textbox({ ...own, value, disabled: isDisabled, autocomplete: "off" });
}

function isElement(body: Body): body is Element {
  return typeof body === "object" && body !== null && "props" in body;
}

function keyOf(value: unknown): string {
  return JSON.stringify(value, (_, held) => typeof held === "bigint" ? `${held}n` : held);
}
