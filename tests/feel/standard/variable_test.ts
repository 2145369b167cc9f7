import { equal, throws } from "../../_support/assert.ts";
import { feel, FeelError } from "../../../feel/mod.ts";
import { value } from "./standard.ts";

Deno.test("variables of the host are taken as FEEL has them, and what leaves can be stored", () => {
  const when = new Date(Date.UTC(2026, 0, 31, 12));
  const variables = {
    when,
    big: 2n ** 60n,
    order: { when, lines: [{ price: 1 }] },
    gone: undefined,
  };
  equal(value("when", variables), when);
  equal(value("order", variables) === variables.order, true);
  equal(value("order.lines", variables) === variables.order.lines, true);
  equal(value('when + duration("P1M")', variables), "2026-02-28T12:00:00Z");
  equal(value("when.weekday", variables), 6);
  equal(value("order.when = when", variables), true);
  equal(value("big > 1", variables), true);
  equal(value("gone = null", variables), true);
  equal(value("{a: when.time offset, b: [today()]}", variables), { a: "PT0S", b: ["2026-11-24"] });
  equal(structuredClone(value("{a: [1..2], b: 1}")), { a: "[1..2]", b: 1 });
});

/** Values that an application may hand in, and what `instance of` says of each. */
const GIVEN: readonly (readonly [unknown, string])[] = [
  [new Date(0), "date and time"],
  [Temporal.PlainDate.from("2026-02-28"), "date"],
  [Temporal.PlainDate.from("2026-02-28[u-ca=hebrew]"), "date"],
  [Temporal.PlainTime.from("10:20:30.123456789"), "time"],
  [Temporal.PlainDateTime.from("2026-02-28T10:20:30"), "date and time"],
  [Temporal.ZonedDateTime.from("2026-02-28T10:20:30[Europe/Kyiv]"), "date and time"],
  [Temporal.ZonedDateTime.from("2026-02-28T10:20:30[+05:30]"), "date and time"],
  [Temporal.Instant.from("2026-02-28T10:20:30Z"), "date and time"],
  [Temporal.Duration.from("P1Y2M"), "years and months duration"],
  [Temporal.Duration.from("-P1DT2H3.5S"), "days and time duration"],
  [Temporal.Duration.from("PT0S"), "days and time duration"],
  [2n ** 70n, "number"],
];

Deno.test("a variable that is merely passed on leaves as the very value that came, whatever it passes through", () => {
  const ways = [
    "x",
    "order.due",
    "if a then x else y",
    "[x][1]",
    "[x, y][item = x][1]",
    "list[2]",
    "{entry: x}.entry",
    "(for each in [x] return each)[1]",
    "(function(p) p)(x)",
    "(function(p) p)(p: x)",
    "append([], x)[1]",
    "concatenate([x], [1])[1]",
    "insert before([1], 1, x)[1]",
    "list replace([1], 1, x)[1]",
    "reverse([x])[1]",
    "flatten([[x]])[1]",
    "distinct values([x, x])[1]",
    "union([x], [x])[1]",
    "sort([x], function(l, r) false)[1]",
    'get value({k: x}, "k")',
    "get entries({k: x})[1].value",
    'context([{key: "k", value: x}]).k',
    'context put({}, "k", x).k',
    "context merge([{k: 1}, {k: x}]).k",
    "min([x])",
    "max(x, x)",
    "[x..x].start",
    "{f: append, r: f([], x)}.r[1]",
  ];
  for (const [x, kind] of GIVEN) {
    const variables = { x, y: null, a: true, order: { due: x }, list: [1, x] };
    for (const way of ways) equal(value(way, variables) === x, true, `${way} of ${x}`);
    equal(value("{a: [x]}", variables), { a: [x] });
    equal(value(`x instance of ${kind}`, variables), true, `${kind} of ${x}`);
    equal(value("x = order.due and x = list[2] and is(x, x)", variables), true, String(x));
    equal(value("string(x) = string([x][1])", variables), true);
  }
});

Deno.test("values of Temporal are reckoned with as the literals that say the same", () => {
  const at = (text: string) => Temporal.ZonedDateTime.from(text);
  const table: readonly (readonly [unknown, string])[] = [
    [Temporal.PlainDate.from("2026-02-28"), '@"2026-02-28"'],
    [Temporal.PlainDate.from("-002026-02-28"), '@"-2026-02-28"'],
    [Temporal.PlainDate.from("+012026-02-28"), '@"12026-02-28"'],
    [Temporal.PlainTime.from("10:20:30.123456789"), '@"10:20:30.123456789"'],
    [Temporal.PlainDateTime.from("2026-02-28T10:20:30.5"), '@"2026-02-28T10:20:30.5"'],
    [at("2026-07-28T10:20:30[Europe/Kyiv]"), '@"2026-07-28T10:20:30@Europe/Kyiv"'],
    [at("2026-07-28T10:20:30[+05:30]"), '@"2026-07-28T10:20:30+05:30"'],
    [
      at("2026-10-25T02:30:00+01:00[Europe/Paris]"),
      '@"2026-10-25T02:00:00@Europe/Paris" + @"PT90M"',
    ],
    [Temporal.Instant.from("2026-02-28T10:20:30.000000001Z"), '@"2026-02-28T10:20:30.000000001Z"'],
    [Temporal.Duration.from("-P1Y14M"), '@"-P26M"'],
    [Temporal.Duration.from("P1W2DT3H4M5.006007008S"), '@"P9DT3H4M5.006007008S"'],
  ];
  for (const [x, text] of table) equal(value(`is(x, ${text})`, { x }), true, text);
  // How long it is, is not known without a date: no kind of FEEL has it, but it may be passed on.
  const mixed = Temporal.Duration.from("P1M1D");
  equal(value('x + @"P1D"', { x: mixed }), null);
  equal(value("[x][1]", { x: mixed }) === mixed, true);
  equal(value("[x.year, string(x), x = null]", { x: new Date(NaN) }), [null, null, true]);
});

Deno.test("a function of the application is neither called nor given", () => {
  const never = () => {
    throw new Error("it was called");
  };
  const variables = { f: never, o: { f: never }, list: [never] };
  for (const text of ["f", "o.f", "[f]", "list[1]", "if true then f else 1", "{a: o}"]) {
    const error = throws(() => value(text, variables), FeelError, "expression");
    equal(/of the application/.test(error.message), true, text);
  }
  throws(() => value("[s]", { s: Symbol("s") }), FeelError, "expression");
  for (const text of ["f()", "o.f()", "f(1)"]) {
    throws(() => value(text, variables), FeelError, "expression");
  }
  equal(value("[f = 1, f + 1, f instance of function, f = null]", variables), [
    null,
    null,
    false,
    false,
  ]);
});

Deno.test("one evaluation sees one moment, and the engine's goes before the clock", () => {
  let asked = 0;
  const ticking = feel({ clock: { now: () => ++asked * 1_000 } });
  equal(ticking.evaluate("now() = now()", {}), true);
  equal(asked, 1);
  equal(ticking.evaluate("string(now())", {}, 0), "1970-01-01T00:00:00Z");
  equal(asked, 1);
});
