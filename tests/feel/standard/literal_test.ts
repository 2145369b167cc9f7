import { standard } from "./standard.ts";

standard("names, strings, numbers and comments (10.3.1)", [
  ["1 + /* a */ 2 // b", 3],
  [".5 + 1.50", 2],
  ["1.2e3", 1_200],
  ["12e-1", 1.2],
  ['"\\u0041\\U01F40E\\"\\\\\\n"', 'A\u{1F40E}"\\\n'],
  ['string length("\\U01F40Eab")', 3],
  ['"\\d"', "\\d"],
  ["-5 ** 2", 25],
  ["2 ** 3 ** 2", 64],
  ["1 + 2 * 3 - 4 / 2", 5],
  ["0.1 + 0.2 = 0.3", true],
  ["1000000.1 - 1000000", 0.1],
  ["1.1 * 1.1", 1.21],
  ["0.3 / 0.1", 3],
  ["1 / 3 * 3 = 0.9999999999999999999999999999999999", true],
]);

standard("and, or, not of three values (table 50)", [
  ["true and true", true],
  ["true and false", false],
  ["true and null", null],
  ['true and "true"', null],
  ["false and null", false],
  ["null and false", false],
  ["null and null", null],
  ["true or null", true],
  ["null or true", true],
  ["false or null", null],
  ["false or false", false],
  ["0 or 0", null],
  ["not(true)", false],
  ["not(null)", null],
  ["not(0)", null],
]);
