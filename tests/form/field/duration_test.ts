import { check, compiled, document, locale, messageOf, rule, sheet } from "../../../form/mod.ts";
import { equal } from "../../_support/assert.ts";

Deno.test("the least and the most of a duration count, whatever its units and whoever says them", () => {
  const stay = compiled(document({
    name: "stay",
    fields: [
      { id: "least", type: "duration" },
      { id: "long", type: "duration", min: rule("least"), max: "P1M" },
    ],
  }));
  const cases: readonly [least: string, long: string, said: readonly string[]][] = [
    ["1 d", "23 h", ["At least 1 d."]],
    ["1 d", "24 h", []],
    ["90 min", "1:30", []],
    ["90 min", "1:29", ["At least 90 min."]],
    ["", "31 d", ["At most 1 mo."]],
    ["", "4 w", []],
    ["1 s", "1 y", ["At most 1 mo."]],
  ];
  for (const [least, long, said] of cases) {
    const form = sheet(stay, { locale: locale("en") });
    form.enter("least", least);
    form.enter("long", long);
    const found = check(form).map((issue) => messageOf(issue, form.locale));
    equal([least, long, found], [least, long, said]);
  }
});
