/**
 * `datetime`: a day and a time, in a zone that is said.
 *
 * @module
 */
import { datetimeLocal, span } from "../../../nitro/mod.ts";
import type { Issue } from "../../issue.ts";
import type { AnyField } from "../../declaration/field.ts";
import { isDay, readDay } from "../../locale/day.ts";
import { kept } from "../../locale/kept.ts";
import { writeMoment } from "../../locale/moment.ts";
import { plain } from "../../locale/number.ts";
import { aria, common, readText } from "../control.ts";
import type { FieldType } from "../type.ts";
import { textOfAnswer, zonedDateTime } from "./temporal.ts";
import { isTime } from "./time.ts";
import { isZone, offsetText, type Zoned, zonedAt, zonedOf } from "./zone.ts";

const TEXT = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(Z|[+-]\d\d:\d\d(?::\d\d)?)\[([^\]]{1,64})\]$/;

/**
 * A day and a time in the zone of the field, `zone`; UTC where it names none. The value is as Temporal writes a ZonedDateTime:
 * `2024-02-29T10:30:00+02:00[Europe/Kyiv]`.
 */
export const datetime: FieldType<string> = {
  name: "datetime",
  control(place, wired) {
    const { id, value, raw, field, locale, describedBy } = place, zone = zoneOf(field, value);
    const said = `${id}-zone`,
      describedby = describedBy === undefined ? said : `${describedBy} ${said}`;
    const held = value === undefined ? undefined : localOf(value);
    return [
      datetimeLocal({
        ...common(place, wired),
        aria: { ...aria(place), describedby },
        value: typeof raw === "string" ? raw : held,
        min: boundIn(place.min, zone),
        max: boundIn(place.max, zone),
        step: field.step ?? (held !== undefined && held.length > 16 ? 1 : undefined),
        autocomplete: field.autocomplete,
      }),
      " ",
      span({ id: said, class: "n2o-zone", body: locale.say("zone", { zone }) }),
    ];
  },
  show(value, { locale }) {
    const { zone } = parsed(value) ?? { zone: "UTC" };
    return `${writeMoment(momentOf(value), zone, locale.tag)} (${zone})`;
  },
  read: (given, { field, locale, value }) =>
    readText(given, (text) => {
      const local = localFrom(plain(text).trim(), locale.tag);
      return local === undefined
        ? { wrong: "moment" }
        : { value: written(zonedOf(local, zoneOf(field, value))) };
    }),
  is: (value): value is string => typeof value === "string" && parsed(value) !== undefined,
  *check(value, { path, min, max, field, locale }): Iterable<Issue> {
    const zone = zoneOf(field, value), say = (at: string) => writtenIn(at, zone, locale.tag);
    const first = textIn(min, zone), last = textIn(max, zone);
    if (first !== undefined && momentOf(value) < momentOf(first)) {
      yield { path, code: "mindate", args: { min: say(first) } };
    }
    if (last !== undefined && momentOf(value) > momentOf(last)) {
      yield { path, code: "maxdate", args: { max: say(last) } };
    }
  },
  feel(value) {
    const zoned = parsed(value);
    return zoned === undefined ? value : zonedDateTime(value, zoned);
  },
  computed: (answer, { field }) => textIn(answer, zoneOf(field, undefined)),
  schema: () => ({ type: "string", pattern: TEXT.source }),
};

/** The zone of a field, else of its value. */
function zoneOf({ zone }: AnyField, value: string | undefined): string {
  if (isZone(zone)) return zone;
  return (value === undefined ? undefined : parsed(value)?.zone) ?? "UTC";
}

/** A value's parts; undefined where it is none, or the clocks of its zone show something else at that moment. */
const parsed: (value: string) => Zoned | undefined = kept((value) => {
  const [, day, time = "", offset = "", zone = ""] = value.length > 120
    ? []
    : TEXT.exec(value) ?? [];
  if (!isDay(day) || !isTime(time) || !isZone(zone)) return undefined;
  const local = `${day}T${time}`, seconds = secondsOf(offset);
  const found = zonedAt(Date.parse(`${local}Z`) - seconds * 1_000, zone);
  return found.local === local && found.offset === seconds ? found : undefined;
});

function secondsOf(offset: string): number {
  if (offset === "Z") return 0;
  const [hours = 0, minutes = 0, seconds = 0] = offset.slice(1).split(":").map(Number);
  return (offset.startsWith("-") ? -1 : 1) * ((hours * 60 + minutes) * 60 + seconds);
}

function written({ local, offset, zone }: Zoned): string {
  return `${local}${offsetText(offset)}[${zone}]`;
}

/** Milliseconds since 1970. */
function momentOf(value: string): number {
  const { local, offset } = parsed(value) ?? { local: "1970-01-01T00:00:00", offset: 0 };
  return Date.parse(`${local}Z`) - offset * 1_000;
}

/** What the clocks show, as a control for it has it: without seconds that are nought. */
function localOf(value: string): string {
  return value.slice(0, 19).replace(/:00$/, "");
}

/** The local time of a text: of ISO 8601, or a day as the language writes it with a time behind it. */
function localFrom(text: string, tag: string): string | undefined {
  const [, date = "", time = "", second = "00"] =
    /^(.+?)(?:T|,? )(\d\d:\d\d)(?::(\d\d)(?:\.0+)?)?$/.exec(text) ?? [];
  const day = readDay(date, tag);
  return day !== undefined && isTime(`${time}:${second}`) ? `${day}T${time}:${second}` : undefined;
}

/** The value that a rule answered, or a bound is: a moment with its zone, one with an offset, or what the clocks of the zone show. */
function textIn(answer: unknown, zone: string): string | undefined {
  const text = textOfAnswer(answer);
  if (text === undefined) return undefined;
  if (parsed(text) !== undefined) return text;
  const [, local, offset] =
    /^(\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?)(Z|[+-]\d\d:\d\d(?::\d\d)?)?(?:\[.*\])?$/
      .exec(text) ?? [];
  if (local === undefined || !isDay(local.slice(0, 10))) return undefined;
  const full = `${local.slice(0, 10)}T${(local.slice(11, 19) || "00:00").padEnd(8, ":00")}`;
  if (!isTime(full.slice(11))) return undefined;
  if (offset === undefined) return written(zonedOf(full, zone));
  return written(zonedAt(Date.parse(`${full}Z`) - secondsOf(offset) * 1_000, zone));
}

function writtenIn(value: string, zone: string, tag: string): string {
  return writeMoment(momentOf(value), zone, tag);
}

/** A bound of a field as the language writes it; undefined where it is none. */
export function writeBound(bound: unknown, field: AnyField, tag: string): string | undefined {
  const zone = zoneOf(field, undefined), text = textIn(bound, zone);
  return text === undefined ? undefined : writtenIn(text, zone, tag);
}

function boundIn(bound: unknown, zone: string): string | undefined {
  const text = textIn(bound, zone);
  return text === undefined ? undefined : localOf(text);
}
