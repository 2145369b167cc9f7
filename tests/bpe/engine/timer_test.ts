/**
 * When timers are due (BPMN 2.0.2, 10.5.5).
 *
 * @module
 */
import { equal } from "../../_support/assert.ts";
import { timeOf } from "../../../bpe/definition/iso8601.ts";
import { scheduleOf } from "../../../bpe/engine/wait/timer.ts";
import { random as seeded } from "../../_support/random.ts";
import { bench, give, model, pass, stateOf, trace } from "./model.ts";
import { random } from "./random_graph.ts";

const START = Date.UTC(2030, 0, 1);

/** An instance that waits for a timer of this kind, started at the beginning of 2030. */
function waiting(kind: string, text: string) {
  const on = bench(model(
    `<startEvent id="s"/><userTask id="u"/><task id="tick"/><boundaryEvent id="b" attachedToRef="u" cancelActivity="false">
     <timerEventDefinition><${kind}>${text}</${kind}></timerEventDefinition></boundaryEvent>`,
    "s>u;b>tick",
  ));
  give(on, { do: "start", instance: "i" });
  return on;
}

Deno.test("dates are read in all forms of ISO 8601, and mean the same moment", () => {
  const moment = Date.UTC(2030, 2, 5, 13, 30);
  for (
    const text of [
      "2030-03-05T13:30:00Z",
      "2030-03-05T13:30",
      "20300305T1330Z",
      "20300305T133000,000Z",
      "2030-03-05T15:30:00+02:00",
      "2030-03-05T15:30:00+0200",
      "2030-03-05T15:30+02",
      "2030-03-05T08:00:00-05:30",
      "2030-064T13:30Z",
      "2030064T1330",
      "2030-W10-2T13:30:00Z",
      "2030W102T133000Z",
    ]
  ) {
    equal(stateOf(waiting("timeDate", text)).waits[0]?.due, moment, text);
  }
  equal(stateOf(waiting("timeDate", "2030-03-05")).waits[0]?.due, Date.UTC(2030, 2, 5));
  equal(stateOf(waiting("timeDate", "2030-03-05T24:00Z")).waits[0]?.due, Date.UTC(2030, 2, 6));
});

Deno.test("a day or an hour that does not exist is an incident", () => {
  for (
    const text of [
      "2030-02-29",
      "2030-13-01",
      "2030-00-10",
      "2030-04-31",
      "2030-366",
      "2030-01-01T25:00Z",
      "2030-01-01T10:61Z",
      "= 9007199254740993",
      "= [9007199254740993, { a: 9007199254740993 }]",
    ]
  ) {
    equal(stateOf(waiting("timeDate", text)).incidents.map(({ code }) => code), ["timer"], text);
  }
});

Deno.test("every day of ten years is the same by month, by week and by ordinal", () => {
  const next = random(20_300_101);
  for (let day = 0; day < 3_653; day++) {
    const time = START + day * 86_400_000;
    const date = new Date(time), year = date.getUTCFullYear();
    const clock = Math.floor(next() * 86_400);
    const ordinal = Math.round((time - Date.UTC(year, 0, 1)) / 86_400_000) + 1;
    // The week's year is that of its Thursday.
    const thursday = new Date(time + (3 - (date.getUTCDay() + 6) % 7) * 86_400_000);
    const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
    const week = Math.floor((thursday.getTime() - first) / 86_400_000 / 7) + 1;
    const two = (value: number) => String(value).padStart(2, "0");
    const at = `T${two(Math.floor(clock / 3_600))}:${two(Math.floor(clock / 60) % 60)}:${
      two(clock % 60)
    }Z`;
    for (
      const text of [
        date.toISOString().slice(0, 10),
        `${year}-${String(ordinal).padStart(3, "0")}`,
        `${thursday.getUTCFullYear()}-W${two(week)}-${(date.getUTCDay() + 6) % 7 + 1}`,
      ]
    ) equal(timeOf(text + at), time + clock * 1_000, text + at);
  }
});

Deno.test("a repetition goes off as often as it says, from its start, and no more after its end", () => {
  const hour = 3_600_000;
  for (
    const [text, times, first] of [
      ["R3/PT1H", 3, START + hour],
      ["R/PT1H", 100, START + hour],
      ["R2/2030-01-02T00:00:00Z/PT1H", 2, START + 24 * hour],
      ["R/PT1H/2030-01-01T05:30:00Z", 5, START + hour],
      ["R3/PT1H/2030-01-01T05:30:00Z", 3, START + hour],
      ["PT2H", 1, START + 2 * hour],
    ] as const
  ) {
    const on = waiting("timeCycle", text);
    equal(stateOf(on).waits[0]?.due, first, text);
    pass(on, 100 * hour);
    equal(trace(on, "completed").filter((id) => id === "tick").length, times, text);
  }
  equal(stateOf(waiting("timeCycle", "R/PT1H/2029-01-01")).incidents.length, 1);
});

Deno.test("a repetition by months keeps its day: the 31st, or the last of a shorter month", () => {
  const on = waiting("timeCycle", "R4/2030-01-31T12:00:00Z/P1M");
  const due: string[] = [];
  for (let time = 0; time < 4; time++) {
    const wait = stateOf(on).waits[0];
    due.push(new Date(wait?.due ?? 0).toISOString().slice(0, 10));
    on.now = wait?.due ?? 0;
    give(on, { do: "timer", wait: wait?.id ?? -1 });
  }
  equal(due, ["2030-01-31", "2030-02-28", "2030-03-31", "2030-04-30"]);
  equal(stateOf(on).waits, []);
});

Deno.test("a repetition without end that began long ago is next due at its next time, found at once", () => {
  const on = waiting("timeCycle", "R/1990-05-17T08:00:00Z/PT7S");
  const due = stateOf(on).waits[0]?.due ?? 0;
  equal([due > START && due <= START + 7_000, (due - Date.UTC(1990, 4, 17, 8)) % 7_000], [true, 0]);
});

Deno.test("a repetition by months that began long ago skips no month, whichever it began in", () => {
  for (let month = 0; month < 12; month++) {
    const began = `1999-${String(month + 1).padStart(2, "0")}-15`;
    const on = waiting("timeCycle", `R/${began}T00:00:00Z/P1M`);
    equal(stateOf(on).waits[0]?.due, Date.UTC(2030, 0, 15), began);
    on.now = Date.UTC(2034, 6, 15, 1);
    give(on, { do: "timer", wait: stateOf(on).waits[0]?.id ?? -1 });
    equal(stateOf(on).waits[0]?.due, Date.UTC(2034, 7, 15), began);
  }
});

Deno.test("a cycle that began long ago is next due at its first time after now, found in few steps however short its span (seeds 1 to 300)", () => {
  const starts = ["2030-01-31T00:00:00Z", "2028-02-29T12:00:00Z", "2030-12-31T23:59:59Z"];
  const spans = ["P1M", "P1Y", "P7D", "PT90M", "P1M1D", "PT0.0016S", "PT1S"];
  for (let seed = 1; seed <= 300; seed++) {
    const random = seeded(seed);
    const start = starts[random.below(3)] ?? "", every = spans[random.below(7)] ?? "";
    const first = Date.parse(start);
    const reach = every.startsWith("PT0") || every === "PT1S" ? 3_000 : 400 * 86_400_000;
    const now = first + random.below(reach);
    const found = scheduleOf("cycle", `R/${start}/${every}`, now)?.due ?? NaN;
    // One time after another, as the standard counts them.
    let due = first;
    for (let times = 1; due <= now; times++) due = first + spanOf(first, every, times);
    equal([found, found > now], [due, true], `seed ${seed}: R/${start}/${every} at ${now}`);
  }
  equal(scheduleOf("cycle", "R/0001-01-01T00:00:00Z/PT0.0016S", 0)?.due, 2);
});

/** So many spans from a moment, in milliseconds: months by the calendar, a day that is not there as the last of its month. */
function spanOf(from: number, span: string, times: number): number {
  const [, years = "0", months = "0", days = "0", minutes = "0", seconds = "0"] =
    /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:T(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(span) ?? [];
  const date = new Date(from), last = new Date(from);
  last.setUTCDate(1);
  last.setUTCMonth(last.getUTCMonth() + (Number(years) * 12 + Number(months)) * times + 1, 0);
  const day = Math.min(date.getUTCDate(), last.getUTCDate());
  last.setUTCDate(day);
  const clock = (Number(days) * 86_400 + Number(minutes) * 60 + Number(seconds)) * times;
  return Math.round(last.getTime() + clock * 1_000) - from;
}
