import { browserProps, check, compiled, document, locale, rule, sheet } from "../../../form/mod.ts";
import { placeOf } from "../../../form/check/place.ts";
import { render } from "../../../nitro/mod.ts";
import { equal } from "../../_support/assert.ts";

/** Types with bounds of time: what begins, what is too early and what is right, and the HTML of the bound. */
const CASES = [
  ["date", "2024-03-10", "2024-03-09", "2024-03-10", "2024-03-10"],
  ["time", "10:30", "10:29", "10:30", "10:30"],
  ["time", "10:30:15", "10:30", "10:31", "10:30:15"],
  ["datetime", "2024-03-10T10:30", "2024-03-10T10:29", "2024-03-11T00:00", "2024-03-10T10:30"],
] as const;

Deno.test("a bound that a rule reads from another field is checked, and said in the form's words by the browser as by the server", () => {
  for (const tag of ["en", "uk"]) {
    for (const [type, first, early, right, html] of CASES) {
      const form = sheet(
        compiled(document({
          name: "term",
          fields: [
            { id: "from", type, zone: "Europe/Kyiv" },
            { id: "till", type, zone: "Europe/Kyiv", min: rule("from") },
          ],
        })),
        { locale: locale(tag) },
      );
      form.enter("from", first);
      form.enter("till", early);
      const told = check(form).filter(({ path }) => path === "till"), cell = form.cell("till");
      equal([type, told.map(({ code }) => code)], [type, ["mindate"]]);
      const place = placeOf(form, cell), min = String(told[0]?.args?.min);
      const say = browserProps(place, form.locale)?.data["n2o-say"]?.split("\n") ?? [];
      equal(
        [type, say.filter((line) => line.startsWith("u"))],
        [type, [`u${form.locale.say("mindate", { min })}`.replace(/\s+/g, " ")]],
      );
      const control = node(place).slice(0, 1).map((each) => render(each as never) // as: the control, with no text beside it
      ).join();
      equal(control.includes(`min="${html}"`), true, control);
      form.enter("till", right);
      equal(check(form).filter(({ path }) => path === "till"), []);
    }
  }

  function node(place: ReturnType<typeof placeOf>): readonly unknown[] {
    const { field: { type = "string" } } = place;
    const made: unknown = place.typeOf(type).control(place, { wire: () => ({}) });
    return Array.isArray(made) ? made : [made];
  }
});
