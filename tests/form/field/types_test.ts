import { Validator } from "npm:@cfworker/json-schema@4.1.6";
import { FIELDS, locale } from "../../../form/mod.ts";
import type { AnyField, Place } from "../../../form/mod.ts";
import { renderBody, type SourceValue } from "../../../nitro/mod.ts";
import { scene } from "../../n2o/page.ts";
import { assert, equal } from "../../_support/assert.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { type Random, random } from "../../_support/random.ts";
import {
  elements,
  fieldOf,
  NAMES,
  placeOf,
  sent,
  textOf,
  typeOf,
  untouched,
  unwired,
  valueOf,
} from "./place.ts";

const TAGS = ["en", "uk", "de", "ar", "ar-EG"] as const;
/** Types that hold a value which a control enters. */
const ENTERED = NAMES.filter((name) =>
  typeOf(name).holds !== false && !["group", "table", "password", "auth", "otp"].includes(name)
);

/** Runs within an event of a page, where what is offered is sealed; fails with what failed there. */
async function onPage(act: () => void): Promise<void> {
  let failed: { readonly cause: unknown } | undefined, isDone = false;
  const made = scene((event) => {
    if (event !== "init") return;
    try {
      act();
      isDone = true;
    } catch (cause) {
      failed = { cause };
    }
  });
  await made.greeted();
  if (failed !== undefined) throw failed.cause;
  assert(isDone, "the page was not asked");
}

Deno.test(`a value that is written into its control is read as the same, in any language (seed ${SEED})`, () =>
  onPage(() => {
    const source = random(SEED);
    for (const type of ENTERED) {
      for (let round = 0; round < rounds(12, 500); round++) {
        const field = fieldOf(type), value = valueOf(type, source), tag = source.pick(TAGS);
        const place = placeOf(field, { value, locale: locale(tag) });
        equal(untouched(place), { value }, `${type} ${tag}`);
        assert(typeOf(type).is(value, field, typeOf), `${type}: ${value}`);
      }
    }
  }));

Deno.test(`a control into which its own value was entered shows that (seed ${SEED})`, () =>
  onPage(() => {
    const source = random(SEED),
      options = [{ name: "a", title: "A", checked: true }, { name: "b", title: "B" }];
    for (const type of ENTERED) {
      for (let round = 0; round < rounds(5, 200); round++) {
        const isChoice = fieldOf(type).options !== undefined;
        const field = fieldOf(type, isChoice ? { options } : {});
        const made = isChoice ? source.pick([undefined, "b", "a"]) : valueOf(type, source);
        const value = type === "check" && made !== undefined ? [made] : made;
        // What the first source held, as a sheet keeps it; nothing was chosen where there is no value.
        const { html } = renderBody(
          typeOf(type).control(
            placeOf(field, { value, raw: made === undefined ? null : undefined }),
            unwired,
          ),
        );
        const [first = "f_t_edit"] = typeOf(type).sources?.(placeOf(field, { value })) ??
          ["f_t_edit"];
        const raw = made === undefined && type !== "check" ? null : sent(html, first);
        if (made === undefined && ["select", "card"].includes(type)) continue;
        equal(untouched(placeOf(field, { value, raw })), { value }, `${type} ${raw}`);
      }
    }
  }));

Deno.test("a control that is empty reads as nothing", () =>
  onPage(() => {
    for (const type of ENTERED.filter((name) => !["range", "tick"].includes(name))) {
      equal(untouched(placeOf(fieldOf(type))), { value: undefined }, type);
    }
  }));

Deno.test(`what was typed stands as it was typed, and is read once more (seed ${SEED})`, () => {
  for (
    const [type, raw, value] of [
      ["number", "1 234,50", 1234.5],
      ["integer", "1.234", 1234],
      ["money", "12,5", { minor: 1250n, currency: "UAH" }],
      ["duration", "2:30", "PT2H30M"],
      ["phone", "+380 (44) 123-45-67", "+380441234567"],
    ] as const
  ) {
    const place = placeOf(fieldOf(type), { raw, value, locale: locale("de") });
    const { html } = renderBody(typeOf(type).control(place, unwired));
    equal(sent(html, place.id), raw, type);
    equal(untouched(place), { value }, type);
  }
});

/** Whatever a client may send. */
function hostile(source: Random): SourceValue {
  const { below, pick } = source;
  return pick<() => SourceValue>([
    () => null,
    () => true,
    () => false,
    () => pick([0, -1, 1.5, NaN, Infinity, -Infinity, 2 ** 60, 1e300, -0]),
    () => textOf(source, 30),
    () => "x".repeat(below(300_000)),
    () =>
      pick([
        "__proto__",
        "constructor",
        "\ud800",
        "\0",
        "9".repeat(5_000),
        "-".repeat(1_000),
        " ".repeat(20_000),
        "1e999",
        "javascript:alert(1)",
      ]),
    () => ({
      year: pick([2024, -1, 1.5, NaN, 1e300, 0]),
      month: pick([1, 13, 0, NaN]),
      day: pick([1, 31, 99]),
    }),
    () => [],
    () => Array.from({ length: below(5) }, () => hostile(source)),
    () => Array.from({ length: 2_000 }, () => "x"),
    () => ["", '["new-a","x"]', '["0"'],
    // As: what the wire could bring that has no type here.
    () => ({ toString: "x", length: 3 }) as never,
  ])();
}

Deno.test(`hostile input of any kind is a value of the type, nothing, or said to be wrong (seed ${SEED})`, () =>
  onPage(() => {
    const source = random(SEED);
    for (const type of NAMES) {
      for (let round = 0; round < rounds(40, 2_000); round++) {
        const field = fieldOf(type, source.below(3) === 0 ? { multiple: true } : {});
        const held = source.below(2) === 0 ? undefined : valueOf(type, source);
        const value = type === "select" && held !== undefined && field.multiple ? [held] : held;
        const place = placeOf(field, { value, locale: locale(source.pick(TAGS)) });
        const read = typeOf(type).read(
          hostile(source),
          place,
          () => source.below(2) === 0 ? undefined : hostile(source),
        );
        if ("wrong" in read) {
          assert(place.locale.say(read.wrong, read.args) !== read.wrong, `${type}: ${read.wrong}`);
        } else {assert(
            read.value === undefined || typeOf(type).is(read.value, field, typeOf) ||
              isUnoffered(type, read.value),
            `${type}: ${read.value}`,
          );}
      }
    }
  }));

/** A name that is not offered is a text all the same: that it is not offered is for `check` to say. */
function isUnoffered(type: string, value: unknown): boolean {
  return ["select", "combo", "radio", "card", "check"].includes(type) &&
    [value].flat().every((each) => typeof each === "string");
}

Deno.test("a client that asks for what was never offered is told, and cannot bring files", () =>
  onPage(() => {
    for (const type of ["select", "combo", "check", "radio"]) {
      const place = placeOf(fieldOf(type)), value = type === "check" ? ["z"] : "z";
      equal(
        [...typeOf(type).check?.(value, place) ?? []].map(({ code }) => code),
        ["option"],
        type,
      );
    }
    for (
      const type of [
        "comboLookup",
        "comboLookupVec",
        "comboLookupEdit",
        "comboLookupModify",
        "comboLookupGroup",
        "multipleInput",
      ]
    ) {
      for (const given of ["made up", ["made up", "x"]]) {
        equal(typeOf(type).read(given, placeOf(fieldOf(type)), () => undefined), {
          wrong: "option",
        }, type);
      }
    }
    const kept = { id: "1", name: "a", size: 1, type: "x/y" };
    const place = placeOf(fieldOf("file"), { value: [kept] });
    equal(typeOf("file").read(["2"], place, () => "2"), { value: [kept] });
    equal(typeOf("file").read(false, place, () => false), { value: undefined });
  }));

Deno.test(`the JSON Schema of a type takes what is of the type and nothing else (seed ${SEED})`, () => {
  const source = random(SEED), { below, pick } = source;
  const other = () =>
    pick<() => unknown>([
      () => valueOf(pick(NAMES as unknown as [string]), source), // as: there are some
      () =>
        pick([
          null,
          true,
          0,
          -1,
          1.5,
          "",
          "x",
          "2024-02-30",
          "25:00",
          "P",
          "[]",
          "a@",
          "+",
          "ftp://x",
        ]),
      () => [],
      () => ({}),
      () => [valueOf(pick(NAMES as unknown as [string]), source)], // as above
      () => ({ x: 1 }),
      () => [{ x: "a", n: 1.5 }],
    ])();
  const MORE: readonly Partial<AnyField>[] = [
    {},
    { min: 1, max: 3 },
    { length: 3 },
    { multiple: true, max: 2 },
    { distinct: true },
    { step: 5 },
  ];
  for (const type of NAMES.filter((name) => typeOf(name).holds !== false)) {
    for (const more of MORE) {
      if (below(2) === 0 && more.distinct !== true && Object.keys(more).length > 0) continue;
      const field = fieldOf(type, more), isMany = type === "select" && more.multiple === true;
      const validator = new Validator(typeOf(type).schema(field, typeOf) as object, "2020-12");
      for (let round = 0; round < rounds(15, 1_000); round++) {
        const made = valueOf(type, source),
          value = below(2) === 0 ? isMany ? [made] : made : other();
        if (value === undefined || isCountedOtherwise(value)) continue;
        const place = placeOf(field, { value });
        const isRight = typeOf(type).is(value, field, typeOf) &&
          [...typeOf(type).check?.(value, place) ?? []].length === 0 &&
          isCounted(type, value, field);
        equal(
          validator.validate(json(value)).valid,
          isRight,
          `${type} ${JSON.stringify(more)} ${Deno.inspect(value)}`,
        );
      }
    }
  }
});

/** JSON Schema counts code points where HTML counts UTF-16 units, and its validators allow for an error in floats. */
function isCountedOtherwise(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isCountedOtherwise);
  return typeof value === "string" && /\p{Cs}|[\u{10000}-\u{10ffff}]/u.test(value) ||
    typeof value === "number" && (Math.abs(value) < 1e-6 || Math.abs(value) > 1e12);
}

/** Rows are counted by the form, which knows them. */
function isCounted(
  type: string,
  value: unknown,
  { min = 0, max = Infinity, distinct }: AnyField,
): boolean {
  if (!["table", "check", "select"].includes(type) || !Array.isArray(value)) return true;
  const isOnce = distinct !== true ||
    new Set(value.map((each) => JSON.stringify(json(each)))).size === value.length;
  return type !== "table" || isOnce && value.length >= Number(min) && value.length <= Number(max);
}

/** A value as JSON: a `bigint` is an integer there. */
function json(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, held) => typeof held === "bigint" ? Number(held) : held),
  );
}

Deno.test("hostile text is text in every control and wherever a value shows", () =>
  onPage(() => {
    const evil =
      `"'><img src=x onerror=alert(1)><script>alert(1)</script></textarea></select>\${x}`;
    const option = { name: evil, title: evil };
    for (const type of NAMES) {
      const value = hostileValue(type, evil);
      const field = fieldOf(type, {
        placeholder: evil,
        desc: evil,
        options: [option],
        bind: evil,
        module: evil,
        raw: evil,
        subtitle: evil,
        curr: evil,
        input: "string",
      });
      const place = placeOf(field, {
        value,
        title: evil,
        describedBy: evil,
        min: evil,
        max: evil,
        path: evil,
      });
      const shown = value === undefined ? null : typeOf(type).show(value, place);
      for (const raw of [undefined, evil]) {
        const { html } = renderBody([typeOf(type).control({ ...place, raw }, unwired), shown]);
        for (const { name, attributes } of elements(html)) {
          assert(!["img", "script"].includes(name), `${type}: ${html}`);
          assert(
            Object.keys(attributes).every((each) => !each.startsWith("on")),
            `${type}: ${html}`,
          );
          assert(!/^\s*javascript:/i.test(attributes.href ?? ""), `${type}: ${html}`);
        }
      }
    }
  }));

function hostileValue(type: string, evil: string): unknown {
  const choice = { id: evil, text: evil };
  switch (type) {
    case "money":
    case "pay":
      return { minor: 1n, currency: evil };
    case "check":
    case "multipleInput":
      return [evil];
    case "comboLookup":
      return choice;
    case "comboLookupVec":
    case "comboLookupEdit":
    case "comboLookupModify":
      return [choice];
    case "comboLookupGroup":
      return [[choice]];
    case "file":
      return [{ id: evil, name: evil, size: 1, type: evil }];
    case "string":
    case "textarea":
    case "select":
    case "combo":
    case "radio":
    case "card":
    case "email":
    case "url":
    case "phone":
      return evil;
    case "rich":
      return `${evil}\n# ${evil}\n[a](javascript:alert(1)) [b](${evil}) \`${evil}\`\n> ${evil}\n- ${evil}`;
    default:
      return undefined;
  }
}

Deno.test("what is secret never leaves the server", () => {
  const secrets = ["password", "auth", "otp"];
  equal(NAMES.filter((name) => typeOf(name).isSecret === true), secrets);
  for (const type of secrets) {
    const place = placeOf(fieldOf(type), { value: "7391", raw: "7391" });
    const { html } = renderBody([
      typeOf(type).control(place, unwired),
      typeOf(type).show("7391", place),
    ]);
    assert(!html.includes("7391"), html);
  }
});

Deno.test("a control says whether it must be filled in, cannot be, is wrong, and what describes it", () =>
  onPage(() => {
    for (const type of ENTERED.filter((name) => name !== "file")) {
      const place = placeOf(fieldOf(type, { length: 4 }), {
        isRequired: true,
        isInvalid: true,
        describedBy: "f-hint f-error",
      });
      const { html } = renderBody(typeOf(type).control(place, unwired));
      const all = elements(html).map(({ attributes }) => attributes);
      assert(
        all.some((each) =>
          each["aria-invalid"] === "true" && each["aria-describedby"]?.startsWith("f-hint f-error")
        ),
        `${type}: ${html}`,
      );
      const off = elements(
        renderBody(typeOf(type).control({ ...place, isDisabled: true }, unwired)).html,
      );
      const open = off.filter(({ name, attributes }) =>
        ["input", "select", "textarea", "button"].includes(name) && !("disabled" in attributes) &&
        attributes.type !== "hidden" && !("hidden" in attributes)
      );
      equal(open.map(({ attributes }) => attributes), [], type);
    }
  }));

Deno.test("each label is for a control that is there, and no id is there twice", () =>
  onPage(() => {
    const source = random(SEED);
    for (const type of ENTERED) {
      const place = placeOf(fieldOf(type), { value: valueOf(type, source) }), made = typeOf(type);
      const { html } = renderBody(made.control(place, unwired));
      const ids = elements(html).flatMap(({ attributes }) => attributes.id ?? []);
      equal(new Set(ids).size, ids.length, `${type}: ${ids}`);
      assert(ids.includes(made.labelFor?.(place.id) ?? place.id), `${type}: ${html}`);
      for (const id of made.sources?.(place) ?? [place.id]) {
        assert(ids.includes(id), `${type}: ${id}`);
      }
    }
  }));

Deno.test("exact values pass through a rule and back", () => {
  const money = placeOf(fieldOf("money")) as Place<never>; // as: no value is looked at
  equal(FIELDS.money.feel?.({ minor: 10n, currency: "UAH" }), 0.1);
  equal(FIELDS.money.feel?.({ minor: 100n ** 10n, currency: "UAH" }), 1e18);
  equal(FIELDS.money.computed?.(0.1 + 0.2, money), { minor: 30n, currency: "UAH" });
  equal(FIELDS.money.computed?.("12345678901234567890.12", money), {
    minor: 1234567890123456789012n,
    currency: "UAH",
  });
  equal(
    [0.125, 0.135, -0.125, 7n, "x", null, NaN].map((each) =>
      FIELDS.money.computed?.(each, money)?.minor
    ),
    [12n, 14n, -12n, 700n, undefined, undefined, undefined],
  );
  equal(FIELDS.integer.computed?.(2.5, placeOf(fieldOf("integer")) as Place<never>), undefined);
});
