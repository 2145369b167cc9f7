/**
 * The language of a person, by its tag: its words, with plural forms, and a language without words of its own says them in English.
 *
 * @module
 */
import type { Plain } from "../../n2o/mod.ts";
import { kept } from "./kept.ts";
import { decimalOf, writeDecimal } from "./number.ts";
import type { Locale, Message, Messages } from "./locale.ts";
import { en } from "./words/en.ts";
import { uk } from "./words/uk.ts";

const WORDS: Readonly<Record<string, Messages>> = { en, uk };
/** The longest tag that is read, in UTF-16 units: it may come from a browser. */
const LONGEST = 64;

const plurals = kept((tag) => new Intl.PluralRules(tag));

/**
 * The language of a tag. Numbers and days are written as `Intl` knows them of it; what the form says comes of `overrides`, by its key,
 * then of the words shipped (English, Ukrainian), then of English. A tag that is none is `en`.
 *
 * In a message `{name}` is the argument of that name. One of plural forms goes by its argument `count`; `zero`, where a message has it, is
 * said of nought in every language.
 *
 * @example
 * ```ts
 * import { locale } from "@n2o/n2o/form";
 *
 * const uk = locale("uk", { "order.items": { one: "{count} річ", few: "{count} речі", other: "{count} речей" } });
 * if (uk.say("order.items", { count: 22 }) !== "22 речі" || uk.say("yes") !== "Так") throw new Error("no Ukrainian");
 * ```
 */
export function locale(tag: string, overrides: Messages = {}): Locale {
  const known = canonical(tag) ?? "en";
  const language = known.split("-")[0] ?? "en";
  const sources = [
    { words: overrides, tag: known },
    ...Object.hasOwn(WORDS, language) ? [{ words: WORDS[language] ?? en, tag: known }] : [],
    { words: en, tag: "en" },
  ];
  return Object.freeze({
    tag: known,
    say(key: string, args: Readonly<Record<string, Plain>> = {}): string {
      const found = sources.find(({ words }) => Object.hasOwn(words, key));
      const message = found?.words[key];
      return message === undefined
        ? key
        : filled(form(message, args, found?.tag ?? "en"), args, known);
    },
  });
}

function canonical(tag: string): string | undefined {
  if (tag.length > LONGEST) return undefined;
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch (error) {
    if (error instanceof RangeError) return undefined; // no tag of BCP 47
    throw error;
  }
}

/** The form of a message for its `count`. */
function form(message: Message, { count }: Readonly<Record<string, Plain>>, tag: string): string {
  if (typeof message === "string") return message;
  if (typeof count !== "number" && typeof count !== "bigint") return message.other;
  if (count == 0 && message.zero !== undefined) return message.zero;
  return message[plurals(tag).select(Number(count))] ?? message.other;
}

function filled(text: string, args: Readonly<Record<string, Plain>>, tag: string): string {
  return text.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = Object.hasOwn(args, name) ? args[name] : undefined;
    if (value === undefined) return whole;
    return typeof value === "number" || typeof value === "bigint"
      ? writeDecimal(typeof value === "bigint" ? `${value}` : decimalOf(value), tag, {
        isGrouped: true,
      })
      : String(value);
  });
}
