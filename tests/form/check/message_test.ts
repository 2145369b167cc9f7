import { compiled, type Issue, locale, messageOf } from "../../../form/mod.ts";
import { en } from "../../../form/locale/words/en.ts";
import { uk } from "../../../form/locale/words/uk.ts";
import { assert, equal } from "../../_support/assert.ts";

Deno.test("a message has the plural form of its language, and English stands in for one without words", () => {
  const said = (tag: string, count: number) =>
    messageOf({ path: "", code: "maxlength", args: { count, length: 99 } }, locale(tag));
  equal([1, 2, 5, 21, 1.5].map((count) => said("uk", count).replace("Задовго: щонайбільше ", "")), [
    "1 символ.",
    "2 символи.",
    "5 символів.",
    "21 символ.",
    "1,5 символів.",
  ]);
  equal(said("en", 1), "This is too long: at most 1 character.");
  equal(said("de", 1_000).includes("characters"), true);
});

Deno.test("the words of the field go before those of the document, and both before the language's", () => {
  const scope = compiled({
    name: "order",
    messages: { required: "Order: {count}", own: "Own" },
    fields: [
      { id: "a" },
      {
        id: "lines",
        type: "table",
        fields: [{ id: "b", messages: { required: { one: "one", other: "{count} lots" } } }],
      },
    ],
  });
  const said = (issue: Issue) => messageOf(issue, locale("en"), scope);
  equal(said({ path: "lines/r1/b", code: "required", args: { count: 2 } }), "2 lots");
  equal(said({ path: "lines/r1/b", code: "required", args: { count: 1 } }), "one");
  equal(said({ path: "a", code: "required", args: { count: 7 } }), "Order: 7");
  equal(said({ path: "", code: "own" }), "Own");
  equal(said({ path: "a", code: "iban", message: "theirs" }), "theirs");
  equal(said({ path: "a", code: "nobody" }), "This is not right.");
  for (const code of ["constructor", "__proto__", "toString"]) {
    equal(said({ path: "a", code }), "This is not right.");
  }
  equal(said({ path: "a", code: "own", args: { count: "{x}" } }), "Own");
});

Deno.test("what is said of checks is said in both languages, with the same arguments", () => {
  const names = (message: unknown) =>
    [...JSON.stringify(message).matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  for (const [key, message] of Object.entries(en)) {
    assert(Object.hasOwn(uk, key), key);
    equal([key, [...new Set(names(uk[key]))].sort()], [key, [...new Set(names(message))].sort()]);
  }
});
