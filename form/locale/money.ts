/**
 * Money as a language writes it: minor units, which are integers, and a currency.
 *
 * @module
 */
import { kept } from "./kept.ts";
import { canonical, exact, plain, writeDecimal } from "./number.ts";

/** How many digits a currency has behind the point: those of ISO 4217 as `Intl` knows them (yen 0, dinar 3); 2 for what is none. */
export const digitsOf: (currency: string) => number = kept((currency) =>
  isCurrency(currency)
    ? new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions()
      .maximumFractionDigits ?? 2
    : 2
);

const formats = kept((key) => {
  const [tag = "en", currency = "XXX"] = key.split(" ");
  return new Intl.NumberFormat(tag, { style: "currency", currency });
});

function isCurrency(code: string): boolean {
  return /^[A-Za-z]{3}$/.test(code);
}

/** The decimal of minor units: `12.50` of 1250. */
export function decimalOfMinor(minor: bigint, digits: number): string {
  const size = String(minor < 0n ? -minor : minor).padStart(digits + 1, "0");
  const at = size.length - digits;
  return `${minor < 0n ? "-" : ""}${size.slice(0, at)}${digits === 0 ? "" : `.${size.slice(at)}`}`;
}

/** The minor units of a decimal; undefined where it has more digits than the currency. */
export function minorOf(decimal: string, digits: number): bigint | undefined {
  const [integer = "0", fraction = ""] = canonical(decimal).split(".");
  if (fraction.length > digits) return undefined;
  return BigInt(integer + fraction.padEnd(digits, "0"));
}

/** An amount as a language writes it, with its currency. */
export function writeMoney(minor: bigint, currency: string, tag: string): string {
  const digits = digitsOf(currency), decimal = decimalOfMinor(minor, digits);
  // XXX is no currency, by ISO 4217: the amount is alone.
  if (currency === "XXX") return writeDecimal(decimal, tag, { digits, isGrouped: true });
  if (!isCurrency(currency)) {
    return `${writeDecimal(decimal, tag, { digits, isGrouped: true })} ${currency}`;
  }
  return exact(formats(`${tag} ${currency}`), decimal);
}

/** What a currency is called in amounts: its code, and the signs that a language has for it. */
const signs = kept((key) => {
  const [tag = "en", currency = "XXX"] = key.split(" ");
  const found = new Set([currency.toUpperCase()]);
  if (isCurrency(currency) && currency !== "XXX") {
    for (const currencyDisplay of ["symbol", "narrowSymbol"] as const) {
      const format = new Intl.NumberFormat(tag, { style: "currency", currency, currencyDisplay });
      for (const { type, value } of format.formatToParts(0)) {
        if (type === "currency") found.add(plain(value).trim().toUpperCase());
      }
    }
  }
  // The longer first: a sign may begin with another one.
  return [...found].sort((one, other) => other.length - one.length);
});

/** An amount as it is shown or was pasted, without its currency: `12.50` of `$12.50`, `-1 234,56` of `-1 234,56 грн`. Another currency stays. */
export function bareAmount(text: string, currency: string, tag: string): string {
  const bare = plain(text).trim(), upper = bare.toUpperCase();
  if (upper.length !== bare.length) return text;
  const minus = /^[-+] ?/.exec(bare)?.[0] ?? "";
  for (const sign of signs(`${tag} ${currency}`)) {
    if (upper.startsWith(sign, minus.length)) {
      return minus + bare.slice(minus.length + sign.length).trim();
    }
    if (upper.endsWith(sign)) return bare.slice(0, -sign.length).trim();
  }
  return text;
}
