import { feel } from "../../../feel/mod.ts";
import { FIELDS, type Place } from "../../../form/mod.ts";
import { zonedAt, zonedOf } from "../../../form/field/time/zone.ts";
import { equal } from "../../_support/assert.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { random } from "../../_support/random.ts";
import { fieldOf, placeOf, typeOf, valueOf } from "./place.ts";

const { evaluate } = feel();

/** What a rule answers of a value that a field of a type holds. */
function asked(type: string, value: unknown, rule: string): unknown {
  const it = typeOf(type).feel?.(value) ?? value;
  return evaluate(rule, { it });
}

Deno.test("a rule sees days, times and durations as what they are", () => {
  equal(asked("date", "2024-02-29", 'it + duration("P1Y")'), "2025-02-28");
  equal(asked("calendar", "2024-02-29", 'it < date("2024-03-01")'), true);
  equal(asked("date", "2024-02-29", "it.year * 100 + it.month"), 202402);
  equal(asked("time", "10:30", 'it + duration("PT45M")'), "11:15:00");
  equal(asked("time", "10:30:15", "it.second"), 15);
  equal(asked("duration", "P1DT2H", 'it * 2 = duration("P2DT4H")'), true);
  equal(asked("duration", "P2Y3M", "it.months"), 3);
  const kyiv = "2024-02-29T10:30:00+02:00[Europe/Kyiv]";
  equal(asked("datetime", kyiv, 'it = date and time("2024-02-29T08:30:00Z")'), true);
  equal(asked("datetime", kyiv, "it.hour"), 10);
});

Deno.test("a rule reckons exactly with amounts", () => {
  const it = { minor: 10n, currency: "UAH" };
  equal(asked("money", it, "it * 3"), 0.3);
  equal(
    asked("money", { ...it, minor: 1234567890123400n }, "string(it + 0.01)"),
    "12345678901234.01",
  );
  equal(
    asked("money", { ...it, minor: 100n * 10n ** 25n }, "string(it + 1)"),
    "10000000000000000000000001",
  );
});

Deno.test(`what a rule passes on is the value again (seed ${SEED})`, () => {
  const source = random(SEED);
  for (
    const type of [
      "date",
      "calendar",
      "time",
      "datetime",
      "duration",
      "money",
      "number",
      "integer",
      "bool",
      "string",
      "check",
      "comboLookup",
    ]
  ) {
    for (let round = 0; round < rounds(20, 500); round++) {
      const value = valueOf(type, source), field = fieldOf(type), place = placeOf(field);
      // Fifteen digits are exact as a number; more of them go through a text.
      const rule = type === "money" || type === "pay" ? "if it = null then 0 else it" : "it";
      const answer = asked(type, value, rule), made = typeOf(type).computed;
      const back = made === undefined ? answer : made(answer, place);
      if (isLong(value)) continue;
      equal(back, value, `${type} ${Deno.inspect(value)}`);
    }
  }
});

function isLong(value: unknown): boolean {
  return typeof value === "object" && value !== null && "minor" in value &&
    typeof value.minor === "bigint" &&
    String(value.minor).length > 15;
}

Deno.test("a value that a rule made up is one of the field or none", () => {
  const place = (type: string) => placeOf(fieldOf(type)) as Place<never>; // as: no value is looked at
  equal(FIELDS.date.computed?.("2024-02-30", place("date")), undefined);
  equal(FIELDS.date.computed?.("2024-02-29T10:00:00Z", place("date")), "2024-02-29");
  equal(FIELDS.time.computed?.("11:15:00", place("time")), "11:15");
  equal(
    FIELDS.datetime.computed?.("2024-02-29T08:30:00Z", place("datetime")),
    "2024-02-29T10:30:00+02:00[Europe/Kyiv]",
  );
  equal(
    FIELDS.datetime.computed?.("2024-02-29T10:30:00", place("datetime")),
    "2024-02-29T10:30:00+02:00[Europe/Kyiv]",
  );
  equal(FIELDS.duration.computed?.("P1W", place("duration")), "P1W");
  for (const answer of [{}, [], null, NaN, "x", new Date(NaN), 1n << 90n]) {
    for (const type of ["date", "time", "datetime", "duration"] as const) {
      equal(
        FIELDS[type].computed?.(answer, place(type)),
        undefined,
        `${type} ${Deno.inspect(answer)}`,
      );
    }
  }
});

Deno.test({
  name: `moments in zones are those of Temporal, where there is one (seed ${SEED})`,
  ignore: !("Temporal" in globalThis),
  fn() {
    const { below, pick } = random(SEED);
    for (let round = 0; round < rounds(300, 10_000); round++) {
      const zone = pick([
        "Europe/Kyiv",
        "America/New_York",
        "Australia/Lord_Howe",
        "Asia/Kathmandu",
        "Africa/Monrovia",
        "UTC",
        "Pacific/Apia",
        "+05:45",
      ]);
      // Often near a change of clocks.
      const day = pick([
        "03-31",
        "10-27",
        "11-03",
        "03-10",
        "04-07",
        `0${1 + below(9)}-1${below(9)}`,
      ]);
      const local = `${1950 + below(90)}-${day}T0${below(5)}:${pick(["00", "30", "59"])}:00`;
      const expected = Temporal.PlainDateTime.from(local).toZonedDateTime(zone, {
        disambiguation: "compatible",
      });
      const made = zonedOf(local, zone);
      equal(made.offset * 1e9, expected.offsetNanoseconds, `${local} ${zone}`);
      equal(
        made.local,
        expected.toPlainDateTime().toString({ smallestUnit: "second" }),
        `${local} ${zone}`,
      );
      const again = zonedAt(expected.epochMilliseconds, zone);
      equal([again.local, again.offset], [made.local, made.offset], `${local} ${zone}`);
    }
  },
});
