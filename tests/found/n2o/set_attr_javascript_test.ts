import { NitroError } from "../../../nitro/error.ts";
import { classic } from "../../../nitro/wire/classic.ts";
import { terms } from "../../../nitro/wire/terms.ts";
import { throws } from "../../_support/assert.ts";

const evil = [
  ["href", "javascript:alert(1)"],
  ["onclick", "alert(1)"],
  ["srcdoc", "<script>alert(1)</script>"],
] as const;

for (const [name, value] of evil) {
  Deno.test(`set_attr_javascript: neither wire carries an attribute ${name} that runs something, as in elements`, () => {
    const actions = [{ action: "attr", target: "l", name, value }] as const;
    throws(() => terms(actions, () => ""), NitroError);
    throws(() => classic(actions, () => ""), NitroError);
  });
}
