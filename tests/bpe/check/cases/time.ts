/**
 * Times of timers, each with a text that is none.
 *
 * @module
 */
import { type Case, cases, FORMAL } from "../model.ts";

const A = "s>a a>e";
const wait = (definition: string) =>
  `<intermediateCatchEvent id="a">${definition}</intermediateCatchEvent>`;
const time = (tag: string, text: string, type = FORMAL) =>
  wait(`<timerEventDefinition><${tag} ${type}>${text}</${tag}></timerEventDefinition>`);
const TIMES: readonly Case[] = [
  ...[
    "0 0/10 * * * ?",
    "*/5 * * * *",
    "0 0 9-17 ? * MON-FRI",
    "@daily",
    "R3/",
    "PT",
    "R/PT1X",
    "R5",

    "R/2030-01-01/2031-01-01",
    "PT1H/2030-01-01",
    "P1Y2Z",
    '"PT5"',
    "R3/2030-13-01/PT1H",
  ]
    .flatMap((text) =>
      cases("error", ["EXT133", "timeCycle of a", time("timeCycle", `«${text}¦R3/PT10M»`), A])
    ),
  ...["5M", "-PT5M", "PT", "P", "1H", "PT5MX", "P1.5.2D", "12", "P99999999999Y"]
    .flatMap((text) =>
      cases("error", ["EXT134", "timeDuration of a", time("timeDuration", `«${text}¦PT5M»`), A])
    ),
  ...[
    "2030-02-30",
    "2030-13-01T00:00:00Z",
    "2030-01-01T25:00:00Z",
    "12:00",
    "2030",
    "2030-W60-1",
    "2030-01-01T12:61",
    '"2030-02-30"',
  ]
    .flatMap((text) =>
      cases("error", [
        "EXT132",
        "timeDate of a",
        time("timeDate", `«${text}¦2030-01-31T12:00:00Z»`),
        A,
      ])
    ),
  ...cases(
    "error",
    [
      "EXPRESSION",
      "timeDuration of a",
      time("timeDuration", `«5 minutes or so)¦duration("PT5M")»`),
      A,
    ],
    ["EXPRESSION", "timeDate of a", time("timeDate", `«\${due +}¦\${due}»`), A],
    ["EXPRESSION", "timeCycle of a", time("timeCycle", `«= "R" +¦= "R3/" + span»`), A],
    ["EXT013", "timeDuration of a", time("timeDuration", "«¦PT5M»"), A],
    [
      "EXT134",
      "timeDuration of a",
      time("timeDuration", "«P¦PT5M»").replaceAll(
        "intermediateCatchEvent",
        "intermediateCatchEvent",
      ),
      A,
    ],
  ),
  ...cases(
    "warning",
    ["EXT012", "timeDuration of a", time("timeDuration", "PT5M", `«¦${FORMAL}»`), A],
    ["EXT012", "timeDate of a", time("timeDate", "2030-01-31", `«¦${FORMAL}»`), A],
    ["EXT012", "timeCycle of a", time("timeCycle", "R3/PT5M", `«¦${FORMAL}»`), A],
    ["EXT134", "timeDuration of a", time("timeDuration", "«DELAY¦delay»"), A],
    ["EXT134", "timeDuration of a", time("timeDuration", "«2030-01-31¦PT5M»"), A],
    ["EXT132", "timeDate of a", time("timeDate", "«PT5M¦2030-01-31»"), A],
  ),
];

/** Expressions without names, which give the same whenever they are asked. */
const CONSTANT: readonly Case[] = [
  ...[
    'duration("PT5X")',
    '=duration("P1Y1D")',
    '="PT" + "5X"',
    "=5",
    '=duration("PT5M") > 1',
    "=sum([])",
  ]
    .map((text) => ["EXT134", "timeDuration", text, '=duration("PT" + "5M")'] as const),
  ...['date and time("2030-02-30T00:00:00Z")', '=date("2030-13-01")', "${time(25, 0, 0)}", "=[]"]
    .map((text) => ["EXT132", "timeDate", text, "=today()"] as const),
  ...['=cycle(0, duration("PT1H"))', '=cycle("3", duration("PT1H"))', "cycle(3)", "=cycle()"]
    .map((text) => ["EXT133", "timeCycle", text, '=cycle(3, duration("PT1H"))'] as const),
  ["EXT133", "timeCycle", '=cycle(duration("PT1X"))', '=cycle(duration("PT1H"))'] as const,
  ["EXPRESSION", "timeCycle", "=cycles(3)", "=cycle(count, span)"] as const,
  ["EXPRESSION", "timeDuration", '=cycle(3, duration("PT1H"))', "=delay"] as const,
].flatMap(([rule, tag, bad, good]) =>
  cases("error", [rule, `${tag} of a`, time(tag, `«${bad}¦${good}»`), A])
);

/** The cases. */
export const TIME_CASES: readonly Case[] = [...TIMES, ...CONSTANT];
