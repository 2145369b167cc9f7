import { classic } from "../../../nitro/wire/classic.ts";
import { terms } from "../../../nitro/wire/terms.ts";
import { equal } from "../../_support/assert.ts";
import { shown } from "../../_support/server/wire.ts";

const evil = [
  ["href", "javascript:alert(1)"],
  ["onclick", "alert(1)"],
  ["srcdoc", "<script>alert(1)</script>"],
] as const;

for (const [name, value] of evil) {
  Deno.test(`set_attr_javascript: both wires carry an attribute ${name} that runs something (should: refused, as in elements)`, () => {
    const actions = [{ action: "attr", target: "l", name, value }] as const;
    equal(terms(actions, () => "").map(shown), [["{}", ":attr", "l", name, value]]);
    // should: throws(() => terms(actions, () => ""), NitroError);
    equal(classic(actions, () => "").includes("alert(1)"), true);
    // should: throws(() => classic(actions, () => ""), NitroError);
  });
}
