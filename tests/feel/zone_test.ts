import { equal } from "../_support/assert.ts";
import { rounds, SEED } from "../_support/long.ts";
import { random } from "../_support/random.ts";
import { feel } from "../../feel/mod.ts";

const { evaluate } = feel();

/** East and west of Greenwich, with gaps of an hour, of half an hour and of a whole day, and one that knows no summer time. */
const ZONES = [
  "Europe/Paris",
  "Europe/Dublin",
  "America/New_York",
  "America/St_Johns",
  "America/Santiago",
  "Asia/Tehran",
  "Asia/Kathmandu",
  "Africa/Casablanca",
  "Australia/Lord_Howe",
  "Pacific/Apia",
] as const;

/** A time of the zone's clocks, half of them around a change of its offset. */
function drawn(seed: number, zone: string): Temporal.PlainDateTime {
  const { next, below } = random(seed);
  const [from, to] = below(5) === 0 ? [1_850, 2_600] : [1_970, 2_040];
  const [low, high] = [Date.UTC(from, 0, 1), Date.UTC(to, 0, 1)];
  const at = Temporal.Instant.fromEpochMilliseconds(Math.floor(low + next() * (high - low)))
    .toZonedDateTimeISO(zone);
  const change = below(2) === 0 ? at.getTimeZoneTransition("next") : null;
  return change === null
    ? at.toPlainDateTime()
    : change.toPlainDateTime().add({ minutes: below(300) - 150 });
}

/** A moment in a zone as FEEL writes it. */
function written(at: Temporal.ZonedDateTime): string {
  return `${at.toPlainDateTime().toString()}@${at.timeZoneId}`;
}

Deno.test("a time in a zone is the moment that Temporal takes it for, gaps and overlaps included", () => {
  for (let seed = SEED; seed < SEED + rounds(2_000, 10_000); seed++) {
    const zone = ZONES[seed % ZONES.length] ?? "Europe/Paris";
    const local = drawn(seed, zone);
    const at = local.toZonedDateTime(zone);
    const [hours, months] = [random(seed).below(100), random(seed).below(30)];
    const text = `{x: @"${local}@${zone}", r: [
      string(x), x.time offset / @"PT1S", x.hour, x.minute, x = @"${at.toInstant()}",
      string(x + @"PT${hours}H"), string(x - @"P${months}M"), string(x + @"PT30M" + @"PT30M" - @"PT1H"),
      x + @"PT1H" - x = @"PT1H", x < @"${at.toInstant().add({ nanoseconds: 1 })}",
      string(date and time(date(x), time(x))), string(date and time(@"${at.toInstant()}", "${zone}"))
    ]}.r`;
    equal(evaluate(text, {}), [
      written(at),
      at.offsetNanoseconds / 1e9,
      at.hour,
      at.minute,
      true,
      written(at.add({ hours })),
      written(at.subtract({ months })),
      written(at),
      true,
      true,
      written(at.toPlainDateTime().toZonedDateTime(zone)),
      written(at),
    ], `seed ${seed}: ${local} ${zone}`);
  }
});

Deno.test("what leaves has the offset of its moment, on either side of a change", () => {
  const steps = (text: string) => evaluate(`for n in 0..3 return ${text} + n * @"PT30M"`, {});
  equal(steps('@"2021-10-31T02:30:00@Europe/Paris"'), [
    "2021-10-31T02:30:00+02:00",
    "2021-10-31T02:00:00+01:00",
    "2021-10-31T02:30:00+01:00",
    "2021-10-31T03:00:00+01:00",
  ]);
  equal(steps('@"2021-03-14T01:30:00@America/New_York"'), [
    "2021-03-14T01:30:00-05:00",
    "2021-03-14T03:00:00-04:00",
    "2021-03-14T03:30:00-04:00",
    "2021-03-14T04:00:00-04:00",
  ]);
  equal(evaluate('@"2021-03-28T02:30:00@Europe/Paris"', {}), "2021-03-28T03:30:00+02:00");
});

Deno.test("the first and the last year that there are have zones and arithmetic, and nothing is beyond them", () => {
  const table: readonly (readonly [string, unknown])[] = [
    [
      'string(@"999999999-12-31T23:59:59.999999999@Europe/Paris")',
      "999999999-12-31T23:59:59.999999999@Europe/Paris",
    ],
    ['@"999999999-07-01T12:00:00@Europe/Paris".time offset', "PT2H"],
    ['@"999999999-07-01T12:00:00@America/New_York"', "999999999-07-01T12:00:00-04:00"],
    ['@"-999999999-07-01T12:00:00@Europe/Paris".time offset', "PT9M21S"],
    ['@"999999999-12-31T23:59:59Z" + @"PT1S"', null],
    ['@"-999999999-01-01T00:00:00" - @"PT1S"', null],
    ['@"-999999999-01-01T00:00:00@America/New_York" > @"-999999999-01-01T00:00:00Z"', true],
    ['@"999999999-12-31" - @"-999999999-01-01"', "P730484999633D"],
    ['@"999999999-12-31" - @"P730484999633D"', "-999999999-01-01"],
    ['date("1000000000-01-01")', null],
    ['@"999999999-12-31".weekday', 5],
    ['week of year(@"999999999-12-31")', 52],
    ['years and months duration(@"-999999999-01-01", @"999999999-12-31")', "P1999999998Y11M"],
  ];
  for (const [text, wanted] of table) equal(evaluate(text, {}), wanted, text);
});
