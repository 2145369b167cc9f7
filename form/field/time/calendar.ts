/**
 * `calendar`: a day, typed as the language writes it or chosen in a month.
 *
 * @module
 */
import { calendar as control, type CalendarWords } from "../../../nitro/rich.ts";
import { dayPattern, isDay } from "../../locale/day.ts";
import { keptOf } from "../../locale/kept.ts";
import type { Locale } from "../../locale/locale.ts";
import { aria } from "../control.ts";
import type { FieldType } from "../type.ts";
import { boundOf, day, partsOf } from "./day.ts";

/** A day, `2024-02-29`, typed in the form of the language or chosen in a month. */
export const calendar: FieldType<string> = {
  ...day,
  name: "calendar",
  labelFor: (id) => `${id}-text`,
  control(place, wired) {
    const { id, value, raw, field, isDisabled, isRequired, locale } = place;
    const min = boundOf(place.min), max = boundOf(place.max);
    const held = isDay(raw) ? raw : value;
    return control({
      id,
      class: "input-date",
      value: held === undefined ? undefined : partsOf(held),
      format: dayPattern(locale.tag),
      placeholder: field.placeholder,
      min: min === undefined ? undefined : partsOf(min),
      max: max === undefined ? undefined : partsOf(max),
      disabled: isDisabled,
      required: isRequired,
      input: aria(place),
      words: wordsOf(locale),
      ...wired.wire(id),
    });
  },
};

const wordsOf: (locale: Locale) => CalendarWords = keptOf(({ say }) => ({
  choose: say("calendar.choose"),
  previousYear: say("calendar.previousYear"),
  previousMonth: say("calendar.previousMonth"),
  nextMonth: say("calendar.nextMonth"),
  nextYear: say("calendar.nextYear"),
  cancel: say("calendar.cancel"),
  ok: say("calendar.ok"),
  invalid: say("calendar.invalid"),
}));
