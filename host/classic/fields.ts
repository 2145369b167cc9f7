/**
 * What a form, or the query of an address, says: texts by the names of controls, and as values.
 *
 * @module
 */
import type { DateValue, Kinds } from "../../nitro/mod.ts";

/**
 * What the texts of a control are read as, by the name of its kind: as the sources of a live page. A text that is no number, or no day of
 * the calendar, is as none; the texts of a `list` that are empty are left out.
 */
export type FieldKinds = Kinds;

/** How fields are read: by the name of a kind, or by a function of the texts, which may throw to refuse what came. */
export type FieldSources = Readonly<
  Record<string, keyof FieldKinds | ((texts: readonly string[]) => unknown)>
>;

/** The values of fields. */
export type FieldValues<S extends FieldSources> = {
  readonly [K in keyof S]: S[K] extends keyof FieldKinds ? FieldKinds[S[K]]
    : S[K] extends (texts: readonly string[]) => infer T ? T
    : never;
};

/** The texts of a form, or of a query. */
export class Fields {
  readonly #texts: ReadonlyMap<string, readonly string[]>;

  /** Of texts by the names of their controls. */
  constructor(texts: ReadonlyMap<string, readonly string[]>) {
    this.#texts = texts;
  }

  /** The first text of a control; empty where there is none. */
  text(name: string): string {
    return this.#texts.get(name)?.[0] ?? "";
  }

  /** All texts of a control, in their order. */
  all(name: string): readonly string[] {
    return this.#texts.get(name) ?? [];
  }

  /** The first text of each control by its name, as a template shows a form again. */
  first(): Readonly<Record<string, string>> {
    return Object.fromEntries([...this.#texts].map(([name, [text = ""]]) => [name, text]));
  }
}

/** The values of fields, each read as its kind says. */
export function valuesOf<S extends FieldSources>(sources: S, fields: Fields): FieldValues<S> {
  const values = Object.entries(sources).map(([name, kind]) => {
    const texts = fields.all(name);
    return [name, typeof kind === "function" ? kind(texts) : READ[kind](texts)];
  });
  // As: there is one of each name, of the type that its kind says.
  return Object.fromEntries(values) as FieldValues<S>;
}

const READ: { readonly [K in keyof FieldKinds]: (texts: readonly string[]) => FieldKinds[K] } = {
  text: ([text = ""]) => text,
  number: ([text = ""]) => numberOf(text),
  tick: (texts) => texts.length > 0,
  date: ([text = ""]) => dateOf(text),
  list: (texts) => texts.filter((text) => text !== ""),
};

function numberOf(text: string): number | undefined {
  const number = text.trim() === "" ? NaN : Number(text);
  return Number.isFinite(number) ? number : undefined;
}

/** A valid date string of HTML, section 2.3.5.2. */
function dateOf(text: string): DateValue | undefined {
  const [, year = 0, month = 0, day = 0] = /^(\d{4,6})-(\d\d)-(\d\d)$/.exec(text)?.map(Number) ??
    [];
  const found = new Date(Date.UTC(2000, month - 1, day));
  found.setUTCFullYear(year, month - 1, day);
  const isOne = year > 0 && found.getUTCMonth() === month - 1 && found.getUTCDate() === day;
  return isOne ? { year, month, day } : undefined;
}
