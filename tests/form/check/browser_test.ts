import { browserProps, check, compiled, errorProps, locale, sheet } from "../../../form/mod.ts";
import { placeOf } from "../../../form/check/place.ts";
import { render } from "../../../nitro/mod.ts";
import { assert, equal } from "../../_support/assert.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { random } from "../../_support/random.ts";
import { browserTest } from "../../_support/server/browser.ts";
import { drawnFields, drawnText } from "../drawn.ts";

const count = rounds(150, 4_000);

browserTest(
  `what the browser refuses the server refuses (seed ${SEED})`,
  async (browser) => {
    const from = random(SEED), page = await browser.newPage();
    const form = sheet(compiled({ name: "order", fields: drawnFields(from, count) }), {
      locale: locale("en"),
    });
    const asked = form.cells().map((cell) => {
      const { node: { type, field }, path } = cell, place = placeOf(form, cell);
      const control = type.control(place, { wire: () => ({}) });
      const say = browserProps(place, form.locale)?.data["n2o-say"] ?? "";
      const entered = drawnText(from, field);
      const isTyped = entered !== "" && field.min !== undefined &&
        type.schema(field).type === "string" &&
        typeof field.min === "number";
      return { path, id: place.id, html: render(control), entered, isTyped, say };
    });
    await page.evaluate((asked) => {
      document.body.innerHTML = asked.map(({ html }) => `<p>${html}</p>`).join("");
    }, asked);
    // As a person types, where that counts: lengths are those of what was typed.
    for (const { id, entered } of asked.filter(({ isTyped }) => isTyped)) {
      await page.evaluate((id) => document.getElementById(id)?.focus(), id);
      await page.keyboard.insertText(`${entered}`);
    }
    const found = await page.evaluate((asked) =>
      asked.map(({ id, entered, isTyped }) => {
        const control = document.getElementById(id) as HTMLInputElement; // as: or what has the same of one
        if (typeof entered === "boolean") control.checked = entered;
        else if (!isTyped) control.value = entered;
        const wrong: string[] = [];
        for (const name in control.validity) {
          if (name !== "valid" && control.validity[name as keyof ValidityState]) wrong.push(name); // as: its own names
        }
        const value = typeof entered === "boolean" ? control.checked : control.value;
        // As the part of the client has it: blanks are nothing, which what is not required may be.
        const isNothing = !control.value.trim() && !control.validity.valueMissing;
        return { value, wrong: control.willValidate && !isNothing ? wrong : [] };
      }), asked);
    const letters: Record<string, string> = {
      valueMissing: "v",
      typeMismatch: "t",
      patternMismatch: "p",
      tooLong: "l",
      tooShort: "s",
      rangeUnderflow: "u",
      rangeOverflow: "o",
      stepMismatch: "e",
    };
    const kinds = new Set<string>();
    for (const [at, { value, wrong }] of found.entries()) {
      const { path, html, say } = asked[at]!;
      form.enter(path, value);
      const issues = check(form, path);
      if (wrong.length === 0) continue;
      for (const each of wrong) {
        kinds.add(each);
        // What it finds it has words of the form for.
        const line = say.split("\n").find((line) => line[0] === letters[each]);
        assert(line !== undefined && line.length > 2, `${html} ${each} ${say}`);
      }
      assert(issues.length > 0, `${html} holds ${JSON.stringify(value)}: ${wrong}`);
    }
    for (const kind of ["valueMissing", "typeMismatch", "patternMismatch"]) {
      assert(kinds.has(kind), `nothing was ${kind}: ${[...kinds]}`);
    }
  },
);

Deno.test("what the browser says is in the language of the person, and in the words of the field", () => {
  const fields = [
    { id: "name", required: true, min: 2, length: 5, messages: { required: "Who\nare you?" } },
    { id: "mail", type: "email" },
    { id: "qty", type: "range", min: 1, max: 5, step: 2 },
    { id: "due", type: "date", min: "2024-02-01" },
    { id: "note" },
  ];
  const form = sheet(compiled({ name: "order", fields, messages: { step: "Zwei" } }), {
    locale: locale("uk"),
  });
  const said = form.cells().map((cell) =>
    browserProps(placeOf(form, cell), form.locale, form.compiled)?.data["n2o-say"]
  );
  equal(said, [
    "vWho are you?\nlЗадовго: щонайбільше 5 символів.\nsЗакоротко: щонайменше 2 символи.",
    "tВведіть адресу електронної пошти, наприклад name@example.com.",
    "uЩонайменше 1.\noЩонайбільше 5.\neZwei",
    said[3],
    undefined,
  ]);
  assert(said[3]?.includes("uНе раніше ніж "));
  equal(errorProps({ path: "name", code: "required" })?.data, { "n2o-by": "v" });
  equal(errorProps({ path: "name", code: "iban" }), undefined);
  equal(errorProps({ path: "name", code: "constructor" }), undefined);
});
