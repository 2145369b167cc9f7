/**
 * Fields of every type, random values of them, and what a browser would send of their controls.
 *
 * @module
 */
import { FIELDS, locale } from "../../../form/mod.ts";
import type { AnyField, FieldType, Place, TypeOf, Wired } from "../../../form/mod.ts";
import type { SourceValue } from "../../../nitro/mod.ts";
import { renderBody } from "../../../nitro/mod.ts";
import { type Node, parse } from "../../_support/html.ts";
import type { Random } from "../../_support/random.ts";

/** The type of a name. */
export const typeOf: TypeOf = (name) => {
  const type = Object.hasOwn(FIELDS, name)
    ? (FIELDS as Record<string, FieldType>)[name]
    : undefined; // as: whatever its values
  if (type === undefined) throw new Error(`no type ${name}`);
  return type;
};

/** The names of all types. */
export const NAMES: readonly string[] = Object.keys(FIELDS);

const OPTIONS = ["a", "b b", 'c"<', "д", "1"].map((name) => ({ name, title: `<i>${name}</i>` }));

/** A field of a type, with all that such a one needs. */
export function fieldOf(type: string, more: Partial<AnyField> = {}): AnyField {
  return {
    id: "f",
    type,
    ...["select", "combo", "radio", "check", "card"].includes(type) && { options: OPTIONS },
    ...["money", "pay"].includes(type) && { curr: "UAH" },
    ...type === "datetime" && { zone: "Europe/Kyiv" },
    ...["group", "table"].includes(type) && {
      fields: [{ id: "x", type: "string" }, { id: "n", type: "integer" }, {
        id: "in",
        type: "group",
        vector: true,
        fields: [{ id: "d", type: "date" }, { id: "note", type: "comment" }],
      }],
    },
    ...type === "file" && { multiple: true },
    ...more,
  };
}

/** The place of a field. */
export function placeOf(field: AnyField, more: Partial<Place> = {}): Place {
  return {
    field,
    path: field.id,
    id: `${field.id}_t_edit`,
    value: undefined,
    raw: undefined,
    mode: "edit",
    locale: locale("en"),
    title: "Title",
    isRequired: false,
    isDisabled: false,
    min: field.min,
    max: field.max,
    options: field.options ?? [],
    isInvalid: false,
    describedBy: undefined,
    typeOf,
    ...more,
  };
}

/** A form that is not live. */
export const unwired: Wired = { wire: () => ({}) };

/** A text of all kinds of characters. */
export function textOf({ below, pick }: Random, most = 12): string {
  const one = () =>
    pick([
      "a",
      "Z",
      "7",
      " ",
      "<",
      ">",
      "&",
      '"',
      "'",
      "`",
      "$",
      "{",
      "\\",
      "é",
      "ї",
      "ع",
      "漢",
      "😀",
      "\u00a0",
      "-",
      "*",
      "_",
    ]);
  return Array.from({ length: 1 + below(most) }, one).join("").trim() || "x";
}

/** A random value of a type, as a person could enter it. */
export function valueOf(type: string, source: Random): unknown {
  const { below, next, pick } = source;
  const digits = (count: number) => Array.from({ length: count }, () => below(10)).join("");
  const day = () =>
    new Date(Date.UTC(1900 + below(200), below(12), 1 + below(28))).toISOString().slice(0, 10);
  const two = (most: number) => String(below(most)).padStart(2, "0");
  const choice = () => ({ id: `id ${digits(9)}`, text: textOf(source) });
  const choices = () => Array.from({ length: 1 + below(3) }, choice);
  const some = <T>(all: readonly T[]) => {
    const found = all.filter(() => below(2) === 0);
    return found.length === 0 ? all.slice(0, 1) : found;
  };
  switch (type) {
    case "string":
      return textOf(source);
    case "textarea":
    case "rich":
      return `${textOf(source)}\n${textOf(source)}`;
    case "email":
      return `a.${digits(3)}+b@x-${digits(2)}.example`;
    case "phone":
      return `${pick(["", "+"])}${digits(10)}`;
    case "url":
      return `${pick(["https", "http", "HTTPS"])}://h${digits(2)}.example/a?b=c&d=%20#e`;
    case "password":
    case "auth":
      return textOf(source);
    case "otp":
      return digits(4);
    case "number":
      return pick([
        Math.round((next() - 0.5) * 1e6) / 100,
        below(1e9) - 5e8,
        (next() - 0.5) * 10 ** (below(60) - 30),
        0.1 + 0.2,
      ]);
    case "integer":
    case "range":
      return below(2 ** 31) - 2 ** 30;
    case "money":
    case "pay":
      return { minor: BigInt(below(2 ** 31) - 2 ** 30) * pick([1n, 10n ** 12n]), currency: "UAH" };
    case "calendar":
    case "date":
      return day();
    case "time":
      return `${two(24)}:${two(60)}${pick(["", `:${String(1 + below(59)).padStart(2, "0")}`])}`;
    case "datetime": {
      // By day, when no clocks are changed; since 1990 offsets are whole hours.
      const at = `${1990 + below(40)}-${pick(["01", "07"])}-${
        String(1 + below(28)).padStart(2, "0")
      }T${two(24)}:${two(60)}:${two(60)}`;
      return (FIELDS.datetime.read(
        at,
        placeOf(fieldOf(type)) as Place<string>,
        () => undefined,
      ) as { value: string }).value; // as: a value, of text
    }
    case "duration":
      return `P${1 + below(9)}Y${below(12)}M${below(30)}DT${below(24)}H${below(60)}M${below(60)}S`;
    case "bool":
    case "tick":
      return below(2) === 0;
    case "select":
    case "combo":
    case "radio":
    case "card":
      return OPTIONS[below(OPTIONS.length)]?.name;
    case "check":
      return some(OPTIONS.map(({ name }) => name));
    case "comboLookup":
      return choice();
    case "comboLookupVec":
    case "comboLookupEdit":
      return choices();
    case "comboLookupModify":
      return choices().map((each) => below(2) === 0 ? each : { ...each, part: choice() });
    case "comboLookupGroup":
      return Array.from({ length: 1 + below(3) }, choices);
    case "multipleInput":
      return Array.from({ length: 1 + below(3) }, () => textOf(source));
    case "file":
      return Array.from({ length: 1 + below(3) }, (_, at) => ({
        id: `${at}${textOf(source)}`,
        name: textOf(source),
        size: below(1e9),
        type: "image/png",
      }));
    case "group":
      return { x: textOf(source), n: below(100), in: [{ d: day() }, {}] };
    case "table":
      return Array.from({ length: below(3) }, () => ({ x: textOf(source), n: below(100) }));
    default:
      return undefined;
  }
}

/** All elements of markup, in their order. */
export function elements(html: string): Exclude<Node, string>[] {
  const all = (nodes: readonly Node[]): Exclude<Node, string>[] =>
    nodes.flatMap((node) => typeof node === "string" ? [] : [node, ...all(node.body)]);
  return all(parse(html));
}

/** The text of a node. */
export function written(node: Node): string {
  return typeof node === "string" ? node : node.body.map(written).join("");
}

/** What a browser sends of a source of this markup: by the rules of the client's `sources.ts`, on what the parser made of it. */
export function sent(html: string, source: string): SourceValue | undefined {
  const all = elements(html), element = all.find(({ attributes }) => attributes.id === source);
  if (element === undefined) return undefined;
  const { name, attributes } = element, inner = elementsIn(element);
  const isOn = (node: Exclude<Node, string>, mark: string) => mark in node.attributes;
  if ("data-n2o-rows" in attributes) return [attributes["data-n2o-rows"] ?? "", ...rowsIn(element)];
  if ("data-n2o-combo" in attributes) return attributes["data-n2o-value"] || null;
  if (name === "select") {
    const options = inner.filter((each) => each.name === "option");
    const chosen = options.filter((each) => isOn(each, "selected"));
    const values = (chosen.length > 0 || "multiple" in attributes ? chosen : options.slice(0, 1))
      .map((each) => each.attributes.value ?? written(each));
    return "multiple" in attributes ? values : values.at(-1) ?? null;
  }
  if (name === "textarea") return written(element);
  if (name === "input" && attributes.type === "checkbox") return isOn(element, "checked");
  if (name === "input" && attributes.type === "date") return dateOf(attributes.value);
  if (name === "input") return attributes.value ?? "";
  const radio = inner.find((each) => each.attributes.type === "radio" && isOn(each, "checked"));
  if ("data-n2o-calendar" in attributes) return dateOf(radio?.attributes.value);
  return radio?.attributes.value ?? null;
}

function elementsIn(element: Exclude<Node, string>): Exclude<Node, string>[] {
  return element.body.flatMap((node) =>
    typeof node === "string" ? [] : [node, ...elementsIn(node)]
  );
}

function rowsIn(element: Exclude<Node, string>): string[] {
  const list = element.body.find((node) => typeof node !== "string" && node.name === "ul");
  const rows = list === undefined || typeof list === "string" ? [] : list.body;
  return rows.flatMap((row) => {
    if (typeof row === "string") return [];
    const key = row.attributes["data-n2o-row"] ?? "", inner = elementsIn(row);
    const isCombo = inner.some(({ attributes }) => "data-n2o-combo" in attributes);
    const fields = inner.filter(({ name }) => name === "input");
    return fields.length === 0 || isCombo
      ? [key]
      : [JSON.stringify([key, ...fields.map(({ attributes }) => attributes.value ?? "")])];
  });
}

function dateOf(text: string | undefined): SourceValue {
  const [year, month, day] = text?.split("-").map(Number) ?? [];
  return year === undefined || month === undefined || day === undefined
    ? null
    : { year, month, day };
}

/** What comes of a control that nobody touched. */
export function untouched(place: Place): unknown {
  const type = typeOf(place.field.type ?? "string");
  const { html } = renderBody(type.control(place, unwired));
  const [first = place.id] = type.sources?.(place) ?? [place.id];
  const also = (source: string) => sent(html, source);
  return type.read(also(first), place, also);
}
