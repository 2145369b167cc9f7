import { type AnyDocument, document, FormError } from "../../../form/mod.ts";
import { compiled } from "../../../form/forms.ts";
import { assert, equal, throws } from "../../_support/assert.ts";

/** What a document that came as JSON is refused for. */
function refusal(declared: unknown): string {
  // As: what came as JSON may be anything.
  return throws(() => compiled(declared as AnyDocument), FormError, "document").message;
}

Deno.test("a document that cannot work is refused, with what is wrong and where", () => {
  const fields = [{ id: "item" }];
  const wrong: readonly [string, unknown][] = [
    [`two fields have the id "item"`, { name: "a", fields: [...fields, ...fields] }],
    [`"__proto__" is no id of a field`, { name: "a", fields: [{ id: "__proto__" }] }],
    [`"a/b" is no id of a field`, { name: "a", fields: [{ id: "a/b" }] }],
    [`the type "wish" is unknown`, { name: "a", fields: [{ id: "item", type: "wish" }] }],
    [`the type "constructor" is unknown`, {
      name: "a",
      fields: [{ id: "item", type: "constructor" }],
    }],
    [`field "item": there is no section "2"`, {
      name: "a",
      sections: [{ name: "One" }],
      fields: [{ id: "item", sec: 2 }],
    }],
    [`field "item": titel`, { name: "a", fields: [{ id: "item", titel: "Item" }] }],
    [`field "item": option 1: label`, {
      name: "a",
      fields: [{ id: "item", options: [{ name: "a", title: "A", label: "A" }] }],
    }],
    ["section 1: title", { name: "a", sections: [{ name: "One", title: "One" }], fields }],
    ["button 1: text", { name: "a", buttons: [{ title: "Save", text: "Save" }], fields }],
    [`field "item": "Kyiv" is no time zone`, {
      name: "a",
      fields: [{ id: "item", type: "datetime", zone: "Kyiv" }],
    }],
    [`field "in": required: not true, false or a rule`, {
      name: "a",
      fields: [{ id: "item", type: "group", fields: [{ id: "in", required: "yes" }] }],
    }],
    [`visible: not true, false or a rule`, {
      name: "a",
      sections: [{ id: "s", name: "S", visible: "item = 1" }],
      fields,
    }],
    [`two sections have the id "s"`, {
      name: "a",
      sections: [{ id: "s", name: "S" }, { id: "s", name: "T" }],
      fields,
    }],
    [`section "s": there is no section "t"`, {
      name: "a",
      sections: [{ id: "s", name: "S", parent: "t" }],
      fields,
    }],
    [`field "item": a list shows what it holds`, {
      name: "a",
      fields: [{ id: "item", type: "multipleInput", input: "password" }],
    }],
    ["filds", { name: "a", fields, filds: fields }],
  ];
  for (const [what, declared] of wrong) assert(refusal(declared).includes(what), refusal(declared));
});

Deno.test("a document is frozen, and the same when it was written as JSON", () => {
  const declared = document({
    name: "order",
    sections: [{ id: "first", name: "First" }],
    fields: [{ id: "item", title: "Item", sec: "first" }],
    buttons: [{ name: "save", title: "Save", sources: ["item"] }],
  });
  throws(() => Object.assign(declared.fields[0], { title: "Other" }), TypeError);
  const again: AnyDocument = JSON.parse(JSON.stringify(declared));
  equal([...compiled(again).nodes.keys()], ["item"]);
  equal(compiled(again).nodes.get("item")?.section, "first");
});
