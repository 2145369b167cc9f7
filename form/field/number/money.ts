/**
 * `money`: an amount, exact to the smallest unit of its currency.
 *
 * @module
 */
import { isPlainObject } from "../../../base/mod.ts";
import { panel, span, textbox } from "../../../nitro/mod.ts";
import type { Body } from "../../../nitro/mod.ts";
import type { Issue } from "../../issue.ts";
import type { AnyField } from "../../declaration/field.ts";
import { bareAmount, decimalOfMinor, digitsOf, minorOf, writeMoney } from "../../locale/money.ts";
import { canonical, decimalOf, writeDecimal } from "../../locale/number.ts";
import { common, typed } from "../control.ts";
import type { FieldType, Place, Wired } from "../type.ts";
import { readNumber } from "./decimal.ts";

/** An amount: `{ minor: 1250n, currency: "UAH" }` is 12.50. */
export interface Money {
  /** How many of the smallest units: kopecks, cents, yen. */
  readonly minor: bigint;
  /** The currency: a code of ISO 4217; `XXX`, which is none, where the field names none. */
  readonly currency: string;
}

/** The most digits of an amount: thirty, as a store or a rule can have them. */
const MOST = 10n ** 30n;
/** The longest text that may have a currency in it, in UTF-16 units. */
const LONGEST = 128;

/**
 * An amount of the field's currency, `curr`, read with that or without it. More digits behind the point than the currency has are told, not rounded.
 *
 * To a rule it is a number of FEEL, exact to fifteen digits, a whole one to any. What a rule answers is rounded to the currency's digits,
 * half to even; it may be a text (`string(a + b)`), which has thirty-four digits.
 */
export const money: FieldType<Money> = {
  name: "money",
  control: (place, wired) => [
    amount(place, wired),
    panel({ class: "pt10", body: [least(place), " ", currencyOf(place.field)] }),
  ],
  show: ({ minor, currency }, { locale }) => writeMoney(minor, currency, locale.tag),
  read(given, place) {
    const { field, locale } = place, currency = currencyOf(field), digits = digitsOf(currency);
    const sample = writeDecimal("1234.5", locale.tag, { digits, isGrouped: true });
    const bare = typeof given === "string" && given.length < LONGEST
      ? bareAmount(given, currency, locale.tag)
      : given;
    return readNumber<Money>(bare, place, { wrong: "amount", args: { sample } }, (decimal) => {
      const minor = minorOf(decimal, digits);
      if (minor === undefined) return { wrong: "fraction", args: { count: digits, currency } };
      return isWithin(minor) ? { value: { minor, currency } } : { wrong: "precise" };
    });
  },
  is: (value, field): value is Money =>
    isPlainObject(value) && Object.keys(value).length === 2 && isWithin(value.minor) &&
    value.currency === currencyOf(field),
  *check({ minor, currency }, { path, min, max, locale }): Iterable<Issue> {
    const least = minorFrom(min, currency), most = minorFrom(max, currency);
    if (least !== undefined && minor < least) {
      yield { path, code: "min", args: { min: writeMoney(least, currency, locale.tag) } };
    }
    if (most !== undefined && minor > most) {
      yield { path, code: "max", args: { max: writeMoney(most, currency, locale.tag) } };
    }
  },
  equal: (one, other) => one.minor === other.minor && one.currency === other.currency,
  feel: ({ minor, currency }) => numberOf(decimalOfMinor(minor, digitsOf(currency))),
  computed(answer, { field }): Money | undefined {
    const currency = currencyOf(field), minor = minorFrom(answer, currency);
    return minor === undefined || !isWithin(minor) ? undefined : { minor, currency };
  },
  schema(field) {
    const currency = currencyOf(field);
    const least = minorFrom(field.min, currency), most = minorFrom(field.max, currency);
    const minor = {
      type: "integer",
      ...least !== undefined && { minimum: Number(least) },
      ...most !== undefined && { maximum: Number(most) },
    };
    return {
      type: "object",
      properties: { minor, currency: { const: currency } },
      required: ["minor", "currency"],
      additionalProperties: false,
    };
  },
};

/** `pay`: an amount to be paid, with its currency beside it. */
export const pay: FieldType<Money> = {
  ...money,
  name: "pay",
  control: (place, wired) =>
    panel({ body: [amount(place, wired), " ", span({ body: currencyOf(place.field) })] }),
};

function amount(place: Place<Money>, wired: Wired): Body {
  return textbox({
    ...common(place, wired),
    inputmode: "decimal",
    autocomplete: place.field.autocomplete ??
      (place.field.type === "pay" ? "transaction-amount" : "off"),
    placeholder: place.field.placeholder,
    value: typed(place, ({ minor, currency }) => {
      const digits = digitsOf(currency);
      return writeDecimal(decimalOfMinor(minor, digits), place.locale.tag, {
        digits,
        isGrouped: true,
      });
    }),
  });
}

function least({ min, field, locale }: Place<Money>): string {
  const currency = currencyOf(field), minor = minorFrom(min, currency);
  return minor === undefined || minor <= 0n
    ? ""
    : locale.say("least", { amount: writeMoney(minor, currency, locale.tag) });
}

function currencyOf({ curr }: AnyField): string {
  return curr === undefined || curr === "" ? "XXX" : curr;
}

function isWithin(minor: unknown): minor is bigint {
  return typeof minor === "bigint" && minor < MOST && minor > -MOST;
}

/** The minor units of what a rule answers or `min` says: an amount as a number, as decimal text, or as money of this currency. Digits beyond those of the currency are rounded, half to even. */
function minorFrom(value: unknown, currency: string): bigint | undefined {
  if (isPlainObject(value)) {
    return value.currency === currency && isWithin(value.minor) ? value.minor : undefined;
  }
  const decimal = typeof value === "bigint"
    ? String(value)
    : typeof value === "number" && Math.abs(value) < 1e30
    ? decimalOf(value)
    : typeof value === "string" && value.length <= 100 && /^-?\d+(?:\.\d+)?$/.test(value)
    ? canonical(value)
    : undefined;
  return decimal === undefined ? undefined : rounded(decimal, digitsOf(currency));
}

function rounded(decimal: string, digits: number): bigint {
  const [integer = "0", fraction = ""] = decimal.split(".");
  const kept = BigInt(integer.replace("-", "") + fraction.slice(0, digits).padEnd(digits, "0"));
  const rest = fraction.slice(digits), half = "5".padEnd(rest.length, "0");
  const isUp = rest !== "" && (rest > half || rest === half && kept % 2n === 1n);
  const size = kept + (isUp ? 1n : 0n);
  return decimal.startsWith("-") ? -size : size;
}

/** An amount as a number of FEEL: that of its text where a double says it, a `bigint` where it is whole, else the nearest. */
function numberOf(text: string): unknown {
  const decimal = canonical(text), near = Number(decimal);
  if (decimalOf(near) === decimal) return near;
  return decimal.includes(".") ? near : BigInt(decimal);
}
