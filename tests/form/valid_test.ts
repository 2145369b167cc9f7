import * as valid from "../../form/valid.ts";
import { CLASSES, isValid, verdict } from "../conformance/form/valid.ts";
import type { Line } from "../conformance/kind.ts";
import { absent, lines } from "../_support/golden.ts";
import { assert, equal } from "../_support/assert.ts";

Deno.test({
  name: "what the original's checks in the browser take and refuse ours do, but by a rule",
  ignore: absent,
  fn() {
    const asked = lines<Line>("form/form.jsonl").filter(isValid);
    assert(asked.length > 500);
    const odd = asked.filter((line) => {
      const said = verdict(line);
      return said === undefined ||
        said.ours !== said.theirs && !(said.class !== undefined && said.class in CLASSES);
    });
    equal(odd.map((line) => line.case), []);
  },
});

Deno.test("what is empty is taken by each check, for required asks for it", () => {
  const bounds = { min: 1, max: 2 };
  assert(valid.money("", bounds) && valid.pay(" ", bounds) && valid.phone("", bounds));
  assert(valid.email("", bounds) && valid.length("", bounds) && valid.number(""));
  assert(valid.date("") && valid.calendar(null) && valid.comboLookup({ text: "" }));
  assert(valid.comboLookupModify([], bounds) && valid.comboLookupGroup([], bounds));
  assert(!valid.comboLookupText(" "));
});

Deno.test("chosen things are counted, and each must be one that there is", () => {
  const one = { text: "a", bind: "x" }, typed = { text: "b", bind: null };
  const bounds = { min: 1, max: 2 };
  assert(valid.comboLookupModify([one, one], bounds));
  assert(!valid.comboLookupModify([one, typed], bounds));
  assert(!valid.comboLookupModify([one, one, one], bounds));
  assert(!valid.comboLookupGroup([one, one, one], bounds) && valid.comboLookupVec());
});

Deno.test("keys write an amount with a point and two digits behind it, whatever is pressed", () => {
  let value = "";
  for (const key of "00512,9.87x6") {
    const pressed = { type: "money", length: 12, value, key, caret: value.length };
    const { takes, value: now } = valid.fieldsFilter(pressed);
    value = takes ? now + key : now;
  }
  equal(value, "0.51");
  equal(
    valid.fieldsFilter({ type: "otp", length: 4, value: "12", key: "Enter", caret: 2 }).takes,
    true,
  );
  equal(
    valid.fieldsFilter({ type: "otp", length: 4, value: "1234", key: "5", caret: 4 }).takes,
    false,
  );
});
