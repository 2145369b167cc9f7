/**
 * What the browser checks by itself, by HTML's own constraints, and says in the form's words: the part of the client is `/n2o/form.js`.
 *
 * What a control is checked for stands in its own attributes (`required`, `type`, `pattern`, `min`, `max`, `step`, `minlength`,
 * `maxlength`); what is said stands in `data-n2o-say` of its panel, a line for each constraint: its letter, and what is said of it. The
 * server checks all of it again.
 *
 * @module
 */
import type { Action } from "../../nitro/mod.ts";
import type { Compiled } from "../document/compile.ts";
import type { Place } from "../field/type.ts";
import type { Issue } from "../issue.ts";
import { writeDay } from "../locale/day.ts";
import type { Locale } from "../locale/locale.ts";
import { writeTime } from "../locale/moment.ts";
import { writeBound } from "../field/time/datetime.ts";
import { boundOf as dayOf } from "../field/time/day.ts";
import { boundOf as timeOf } from "../field/time/time.ts";
import { contentOf } from "./content.ts";
import { messageOf } from "./message.ts";

/** Properties of an element. */
export interface BrowserProps {
  /** Attributes that begin with `data-`, by the rest of their names. */
  readonly data: Readonly<Record<string, string>>;
}

/** What of a place tells which constraints its control has. */
export type BrowserPlace = Pick<
  Place,
  "field" | "path" | "isRequired" | "min" | "max" | "typeOf"
>;

/** The letters of the codes that the browser finds too. */
const LETTERS: Readonly<Record<string, string>> = {
  required: "v",
  email: "t",
  url: "t",
  pattern: "p",
  maxlength: "l",
  minlength: "s",
  min: "u",
  mindate: "u",
  max: "o",
  maxdate: "o",
  step: "e",
};

/**
 * What the panel of a control has, so that the browser says what is wrong in the words of the form: nothing where it finds nothing wrong.
 *
 * @example
 * ```ts
 * import { browserProps, FIELDS, locale } from "@n2o/n2o/form";
 *
 * const field = { id: "name", required: true, length: 5 }, typeOf = () => FIELDS.string;
 * const place = { field, path: "name", isRequired: true, min: undefined, max: undefined, typeOf };
 * const said = browserProps(place, locale("en"))?.data["n2o-say"];
 * if (said !== "vFill this in.\nlThis is too long: at most 5 characters.") throw new Error(said);
 * ```
 */
export function browserProps(
  place: BrowserPlace,
  locale: Locale,
  scope?: Compiled,
): BrowserProps | undefined {
  const lines: string[] = [];
  for (const issue of findable(place, locale)) {
    const text = messageOf(issue, locale, scope).replace(/\s+/g, " ");
    lines.push(`${LETTERS[issue.code] ?? "b"}${text}`);
  }
  return lines.length === 0 ? undefined : { data: { "n2o-say": lines.join("\n") } };
}

const SAMPLE = "2026-12-31";

/** A bound of a day, time or moment as the language writes it, whether it was declared or a rule answered it; undefined where it is none. */
function writtenBound(
  field: BrowserPlace["field"],
  bound: unknown,
  tag: string,
): string | undefined {
  switch (field.type) {
    case "date":
    case "calendar": {
      const day = dayOf(bound);
      return day === undefined ? undefined : writeDay(day, tag);
    }
    case "time": {
      const time = timeOf(bound);
      return time === undefined ? undefined : writeTime(time, tag);
    }
    case "datetime":
      return writeBound(bound, field, tag);
    default:
      return typeof bound === "string" ? bound : undefined;
  }
}

/** What the browser may find wrong with a place. */
function* findable(
  { field, path, isRequired, min, max, typeOf }: BrowserPlace,
  { tag }: Locale,
): Generator<Issue> {
  const { type = "string", pattern, length, step } = field,
    content = contentOf(field, typeOf(type));
  if (isRequired) yield { path, code: "required" };
  if (type === "email" || type === "url") yield { path, code: type };
  if (pattern !== undefined) yield { path, code: "pattern" };
  if (content === "text") {
    const lengths = [max, length].filter((each) => typeof each === "number");
    const most = Math.min(...lengths);
    if (lengths.length > 0) yield { path, code: "maxlength", args: { count: most } };
    if (typeof min === "number" && min > 0) yield { path, code: "minlength", args: { count: min } };
  } else if (content === "number") {
    if (typeof min === "number") yield { path, code: "min", args: { min } };
    if (typeof max === "number") yield { path, code: "max", args: { max } };
    if (typeof step === "number") yield { path, code: "step", args: { step } };
  }
  const first = writtenBound(field, min, tag), last = writtenBound(field, max, tag);
  if (first !== undefined) yield { path, code: "mindate", args: { min: first } };
  if (last !== undefined) yield { path, code: "maxdate", args: { max: last } };
  // What is entered in part is nothing that can be read.
  if (type === "date") yield { path, code: "day", args: { sample: writeDay(SAMPLE, tag) } };
}

/** What the place of an error has, `ID-error`, so that the browser knows what it finds too. */
export function errorProps({ code }: Issue): BrowserProps | undefined {
  const letter = Object.hasOwn(LETTERS, code) ? LETTERS[code] : undefined;
  return letter === undefined ? undefined : { data: { "n2o-by": letter } };
}

/** What the form itself has: what is announced where several are wrong, and what brings the part of the client. */
export function formProps(
  id: string,
  locale: Locale,
): BrowserProps & { readonly actions: readonly Action[] } {
  return {
    data: { "n2o-form": locale.say("errors.said", { n: "{n}" }) },
    actions: [{ action: "part", part: "form", target: id }],
  };
}

/** What a button has for which all must be right: the form sums up what is wrong. */
export const CHECK_PROPS: BrowserProps = { data: { "n2o-check": "sum" } };
