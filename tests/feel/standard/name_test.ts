import { equal } from "../../_support/assert.ts";
import { type Table, value } from "./standard.ts";

Deno.test("names of several words, with signs and keywords where such a variable is there, are one name", () => {
  const variables = {
    "first name": "Ada",
    "loan-to-value": 3,
    "a + b": 100,
    "terms and fees": 7,
    a: 1,
    b: 2,
    loan: 10,
    value: 1,
    to: 2,
    count: 5,
    date: "2026-01-01",
  };
  const table: Table = [
    ['first name = "Ada"', true],
    ["first   name", "Ada"],
    ["loan-to-value * 2", 6],
    ["loan - to - value", 3],
    ["a+b", 100],
    ["a +\n b", 100],
    ["(a) + b", 3],
    ["terms and fees > 6", true],
    ["{x-y: 4, z: x-y + 1}.z", 5],
    ["count + count([1, 2])", 7],
    ["date(date).year", 2_026],
    ['string length(first name) + date(date("2026-01-01")).year', 2_029],
  ];
  for (const [text, wanted] of table) equal(value(text, variables), wanted, text);
  // The same text among other variables is another expression.
  equal(value("loan-to-value", { loan: 10, to: 2, value: 1 }), 7);
  equal(value("loan-to-value", variables), 3);
  equal(value("terms and fees", { terms: true, fees: false }), false);
});
