/**
 * Tags that write something: `{% now %}`, `{% templatetag %}`, `{% widthratio %}`, `{% csrf_token %}`, `{% url %}`, `{% static %}`.
 *
 * @module
 */
import { nothing, type Tag } from "../compile/parser.ts";
import { moment } from "../date/format.ts";
import { DtlError } from "../error.ts";
import type { Expression } from "../run/context.ts";
import { isTrue } from "../value/compare.ts";
import { toCount, toFloat } from "../value/number.ts";
import { escape, Safe } from "../value/safe.ts";
import { textOf } from "../value/text.ts";
import { asText } from "./shown.ts";
import { refuse, wants, withName } from "./words.ts";

/** The time, in a format of the filter `date`. */
export const now: Tag = (_, all) => {
  const { words: [, format = "", ...more], name } = withName(all);
  wants(all.length > 1 && more.length === 0, '{% now "jS F Y" %}');
  const letters = format.slice(1, -1);
  return (cx) => {
    const text = moment(new Date(cx.setting.clock.now()), letters);
    if (name === undefined) return text;
    cx.set(name, text);
    return "";
  };
};

const SIGNS: Readonly<Record<string, string>> = {
  openblock: "{%",
  closeblock: "%}",
  openvariable: "{{",
  closevariable: "}}",
  openbrace: "{",
  closebrace: "}",
  opencomment: "{#",
  closecomment: "#}",
};

/** The signs of which templates are made. */
export const sign: Tag = (_, words) => {
  const [, name = ""] = words;
  if (words.length !== 2 || !Object.hasOwn(SIGNS, name)) {
    refuse(`it takes one of ${Object.keys(SIGNS).join(", ")}`);
  }
  return () => SIGNS[name] ?? "";
};

/** How wide a bar is: a value of the most, in so many steps. */
export const ratio: Tag = (parser, all) => {
  const { words, name } = withName(all);
  wants(words.length === 4, "{% widthratio value most width %}");
  const [value, most, width] = words.slice(1).map((word) => parser.expression(word));
  return (cx) => {
    const isThere = (part: Expression | undefined) => part?.(cx);
    let text: string;
    try {
      text = wide(isThere(value), isThere(most), isThere(width));
    } catch (error) {
      // As Django has it: a missing argument of a filter writes nothing.
      if (DtlError.is(error, "variable")) return "";
      throw error;
    }
    if (name === undefined) return text;
    cx.set(name, text);
    return "";
  };
};

function wide(value: unknown, most: unknown, width: unknown): string {
  const steps = toCount(width), part = toFloat(value), whole = toFloat(most);
  if (steps === undefined) throw new DtlError("syntax", "the width is a whole number");
  if (part === undefined || whole === undefined) return "";
  if (whole === 0) return "0";
  const exact = part / whole * steps;
  if (!Number.isFinite(exact)) return "";
  return BigInt(toEven(exact)).toString();
}

/** Half goes to the even number. */
function toEven(value: number): number {
  const low = Math.floor(value), rest = value - low;
  if (rest !== 0.5) return rest < 0.5 ? low : low + 1;
  return low % 2 === 0 ? low : low + 1;
}

/** The hidden control of a form that says it is of this site. */
export const csrf: Tag = () => (cx) => {
  const token = cx.get("csrf_token");
  if (typeof token === "symbol" || !isTrue(token) || textOf(token) === "NOTPROVIDED") return "";
  const value = token instanceof Safe ? token.text : escape(textOf(token));
  return `<input type="hidden" name="csrfmiddlewaretoken" value="${value}">`;
};

/** The address of a name, from the function `url` of the settings. */
export const address: Tag = (parser, all) => {
  const { words: [, target, ...rest], name } = withName(all);
  wants(target !== undefined, "{% url 'name' a key=b %}");
  const view = parser.expression(target ?? ""),
    plain: Expression[] = [],
    keys = new Map<string, Expression>();
  for (const word of rest) {
    const [, key, value = ""] = /^(?:([\p{L}\p{N}_]+)=)?(.+)$/su.exec(word) ?? [];
    if (key === undefined) plain.push(parser.expression(value));
    else keys.set(key, parser.expression(value));
  }
  return (cx) => {
    const { url } = cx.setting;
    if (url === undefined) throw new DtlError("value", "the templates were given no function url");
    const given = Object.fromEntries([...keys].map(([key, value]) => [key, bare(value(cx))]));
    const wanted = textOf(view(cx)),
      found = url(wanted, plain.map((value) => bare(value(cx))), given);
    if (name !== undefined) cx.set(name, found ?? "");
    else if (found === undefined) throw new DtlError("value", `there is no address "${wanted}"`);
    if (name !== undefined || found === undefined) return "";
    const text = cx.autoescape ? escape(found) : found;
    cx.spend(0, text.length);
    return text;
  };
};

/** The address of a file, from the function `static` of the settings. */
export const file: Tag = (parser, all) => {
  const { words, name } = withName(all);
  wants(words.length === 2, "{% static 'shop/tea.png' %}");
  const path = parser.expression(words[1] ?? "");
  return (cx) => {
    const { static: addressOf } = cx.setting;
    if (addressOf === undefined) {
      throw new DtlError("value", "the templates were given no function static");
    }
    const found = addressOf(textOf(path(cx)));
    if (name === undefined) return asText(found, cx);
    cx.set(name, found);
    return "";
  };
};

/** Markup as the text that it is, for who knows nothing of templates. */
function bare(value: unknown): unknown {
  return value instanceof Safe ? value.text : value;
}

/** Writes nothing, whatever its words are: `{% debug %}`, `{% load %}`. */
export const silent: Tag = () => nothing;
