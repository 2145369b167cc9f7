/**
 * The element `calendar`: a date, by the browser's own control or, where a format or closed days are asked for, by a field with a dialog.
 *
 * @module
 */
import { define, type Make, type Out, type Props } from "../../element.ts";
import { NitroError } from "../../error.ts";
import { wireChange } from "../offered/change.ts";
import type { DateValue } from "../../q.ts";
import { attributes } from "../../attribute.ts";
import { emitTag } from "../../tag.ts";
import { ariaOf, describedBy } from "../offered/told.ts";
import type { Aria } from "../../aria.ts";
import { type DateRule, isClosed, isoOf, numberOf, real } from "./day.ts";

/** What a calendar says. */
export interface CalendarWords {
  /** The button that opens the dialog, and the dialog. */
  readonly choose: string;
  /** The year before. */
  readonly previousYear: string;
  /** The month before. */
  readonly previousMonth: string;
  /** The month after. */
  readonly nextMonth: string;
  /** The year after. */
  readonly nextYear: string;
  /** Leaves the dialog. */
  readonly cancel: string;
  /** Takes the day that has the focus. */
  readonly ok: string;
  /** What was typed is no day that can be chosen. */
  readonly invalid: string;
}

const WORDS: CalendarWords = {
  choose: "Choose a date",
  previousYear: "Previous year",
  previousMonth: "Previous month",
  nextMonth: "Next month",
  nextYear: "Next year",
  cancel: "Cancel",
  ok: "OK",
  invalid: "Please enter a date that can be chosen.",
};

/** Properties of a date. */
export interface CalendarProps extends Props, DateRule {
  /** Its id: the source of `q`, `qv` and `openDay`. */
  readonly id: string;
  /** The date at first. */
  readonly value?: DateValue | undefined;
  /** How the date is written, as `DD.MM.YYYY`, `D/M/YYYY` or `YYYY-MM-DD`: `D` and `M` without zeros before them. */
  readonly format?: string | undefined;
  /** The day that a week begins with, 0 for Sunday; what is usual in the page's language by default. */
  readonly firstDay?: 0 | 1 | 2 | 3 | 4 | 5 | 6 | undefined;
  /** A hint that shows while it is empty; the format by default. */
  readonly placeholder?: string | undefined;
  /** Whether there must be one. */
  readonly required?: boolean | undefined;
  /** Whether it cannot be used. */
  readonly disabled?: boolean | undefined;
  /** What assistive technology is told of its field: what describes it, whether it is wrong. */
  readonly input?: Aria | undefined;
  /** What it says, where that is not English: any of {@linkcode CalendarWords}. */
  readonly words?: Partial<CalendarWords> | undefined;
}

/** The longest time in which days can be closed one by one: ten years. */
const MOST_DAYS = 3_660;

/**
 * A date. Its label is the body; without one it is labelled elsewhere, by `ID-text`. Without a format and closed days it is `<input type="date">`; with either it is a field of text in that
 * format (`YYYY-MM-DD` where only days are closed) and a button that opens a dialog with a month, whose days have the names that the
 * page's language gives them. As a source it is a date on both, and `openDay` checks it. Its postback is sent when it was changed.
 *
 * Keys in the month: arrows by days and weeks, Home and End within the week, Page Up and Page Down by months, with Shift by years,
 * Enter and Space choose, Escape leaves.
 *
 * @throws {NitroError} `render` for a format without day, month and year, and for `closed` without `min` and `max` within ten years.
 *
 * @example
 * ```ts
 * import { nitro } from "@n2o/n2o";
 * import { calendar } from "@n2o/n2o/nitro/rich";
 *
 * const { html } = nitro.renderBody(calendar({ id: "due", body: "Due", value: { year: 2026, month: 11, day: 8 } }));
 * if (!html.includes('type="date" value="2026-11-08"')) throw new Error(html);
 * ```
 */
export const calendar: Make<CalendarProps> = define<CalendarProps>("calendar", (props, out) => {
  const { id, body, format, closed, value, disabled } = props, text = `${id}-text`;
  wireChange(props, out);
  if (!disabled) out.wire({ action: "part", part: "calendar", target: id });
  const label = body === undefined ? "" : emitTag("label", { for: text }, out.body(body));
  const told = ariaOf(props.input);
  const iso = value === undefined ? "" : isoOf(value);
  // What the source reads until the part of the client is there.
  const spare = emitTag("input", { type: "radio", hidden: true, checked: true, value: iso });
  const common = { id: text, required: props.required, disabled, ...told };
  if (format === undefined && closed === undefined) {
    const [min, max] = [props.min, props.max].map((day) => day && isoOf(day));
    return wrapped(
      props,
      {},
      label + spare +
        emitTag("input", { type: "date", value: iso || undefined, ...common, min, max }),
    );
  }
  const pattern = checkedFormat(id, format ?? "YYYY-MM-DD"), words = { ...WORDS, ...props.words };
  const data = {
    "n2o-format": pattern,
    "n2o-min": props.min && isoOf(props.min),
    "n2o-max": props.max && isoOf(props.max),
    "n2o-closed": closed && closedDays(id, props),
    "n2o-first": props.firstDay,
    "n2o-invalid": words.invalid,
  };
  return wrapped(
    props,
    data,
    label + spare + emitTag("input", {
      type: "text",
      value: value === undefined ? undefined : written(value, pattern),
      placeholder: props.placeholder ?? pattern,
      autocomplete: "off",
      ...common,
      "aria-describedby": describedBy(props.input, `${id}-said`),
    }) + emitTag("button", {
      type: "button",
      "aria-haspopup": "dialog",
      "aria-label": words.choose,
      disabled,
      "data-n2o-open": words.choose,
    }) + (disabled ? "" : dialog(id, words, out)) + emitTag("output", { id: `${id}-said` }),
  );
});

function wrapped(
  props: CalendarProps,
  data: Readonly<Record<string, string | number | undefined>>,
  html: string,
): string {
  return `<div${
    attributes({
      ...props,
      class: ["n2o-calendar", ...[props.class ?? []].flat()],
      data: { ...props.data, "n2o-calendar": true, ...data },
    })
  }>${html}</div>`;
}

/** The dialog; the month in it is the client's, and stays over updates. */
function dialog(id: string, words: CalendarWords, out: Out): string {
  const title = `${id}-month`;
  const button = (name: keyof CalendarWords, sign: string) =>
    emitTag("button", {
      type: "button",
      "aria-label": sign === words[name] ? undefined : words[name],
      "data-n2o-do": name,
    }, out.body(sign));
  return emitTag(
    "dialog",
    { class: "n2o-dialog", "aria-label": words.choose, "data-n2o-keep": true },
    emitTag(
      "div",
      { class: "n2o-months" },
      button("previousYear", "«") + button("previousMonth", "‹") +
        emitTag("h2", { id: title, "aria-live": "polite" }) +
        button("nextMonth", "›") + button("nextYear", "»"),
    ) +
      emitTag(
        "table",
        { role: "grid", "aria-labelledby": title },
        "<thead></thead><tbody></tbody>",
      ) +
      emitTag(
        "div",
        { class: "n2o-choice" },
        button("cancel", words.cancel) + button("ok", words.ok),
      ),
  );
}

function checkedFormat(id: string, format: string): string {
  const parts = format.match(/D+|M+|Y+/g)?.toSorted().join(" ") ?? "";
  if (/^DD? MM? YYYY$/.test(parts) && format.length <= 32) return format;
  throw new NitroError(
    "render",
    `"${id}": the format "${format}" needs D or DD, M or MM, and YYYY, each once`,
  );
}

function written({ year, month, day }: DateValue, format: string): string {
  const parts: Readonly<Record<string, number>> = { D: day, M: month, Y: year };
  return format.replace(
    /D+|M+|Y+/g,
    (part) => String(parts[part.charAt(0)]).padStart(part.length, "0"),
  );
}

/** A bit for each day from `min` to `max`, lowest first, in base 64: set where it is closed. */
function closedDays(id: string, rule: DateRule): string {
  const { min, max } = rule, first = min && numberOf(min), last = max && numberOf(max);
  if (first === undefined || last === undefined || last < first || last - first > MOST_DAYS) {
    throw new NitroError("render", `"${id}": closed days need min and max within ten years`);
  }
  const bits = new Uint8Array(Math.ceil((last - first + 1) / 8));
  for (let at = 0; at <= last - first; at++) {
    if (isClosed(rule, real(first + at))) bits[at >> 3]! |= 1 << (at & 7);
  }
  return bits.toBase64();
}
