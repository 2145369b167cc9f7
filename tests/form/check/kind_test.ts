import { KINDS } from "../../../form/mod.ts";
import { assert, equal } from "../../_support/assert.ts";
import { random } from "../../_support/random.ts";

const seed = 20261129;

Deno.test(`the number of a card is right with one check digit of ten, and two that were swapped are found (seed ${seed})`, () => {
  const from = random(seed);
  for (let at = 0; at < 200; at++) {
    const body = "4" + Array.from({ length: 10 + from.below(7) }, () => from.below(10)).join("");
    const right = Array.from({ length: 10 }, (_, digit) => body + digit).filter(KINDS.card);
    equal(right.length, 1);
    const [number = ""] = right, place = from.below(number.length - 1);
    const [one = "", other = ""] = number.slice(place, place + 2);
    const swapped = number.slice(0, place) + other + one + number.slice(place + 2);
    // Luhn cannot tell 09 from 90, nor what is the same.
    const isTold = one !== other && !["09", "90"].includes(one + other);
    assert(!isTold || !KINDS.card(swapped), `${number} ${swapped}`);
  }
  for (const wrong of ["", "4", "0".repeat(16), "4111 1111 1111 1112", "٤111111111111111"]) {
    assert(!KINDS.card(wrong), wrong);
  }
});

Deno.test(`of an IBAN each digit counts, and the length is that of its country (seed ${seed})`, () => {
  const from = random(seed);
  const known = [
    "GB82 WEST 1234 5698 7654 32",
    "UA213223130000026007233566001",
    "DE89370400440532013000",
    "FR14 2004 1010 0505 0001 3M02 606",
    "NO9386011117947",
    "MT84MALT011000012345MTLCAST001S",
  ];
  for (const text of known) {
    assert(KINDS.iban(text), text);
    assert(KINDS.iban(text.toLowerCase()), text);
    assert(!KINDS.iban(text + "0") && !KINDS.iban(text.slice(0, -1)), text);
    const number = text.replaceAll(" ", "");
    for (let at = 4; at < number.length; at++) {
      const digit = Number(number[at]);
      if (Number.isNaN(digit)) continue;
      const other = (digit + 1 + from.below(9)) % 10;
      assert(!KINDS.iban(number.slice(0, at) + other + number.slice(at + 1)), `${number} ${at}`);
    }
  }
  for (const wrong of ["XX82WEST12345698765432", "GB", "", "GB00WEST12345698765432"]) {
    assert(!KINDS.iban(wrong), wrong);
  }
});

Deno.test("phones, addresses of mail and of pages are told from what is none", () => {
  const right = {
    phone: ["+380 50 123-45-67", "050", "(044) 123 45 67", "+1 (212) 555.0100"],
    email: ["a@b.c", "a.b+c@x-y.org", "a@b", "o'hara@example.com"],
    url: ["https://example.com", "http://localhost:8000/a?b#c", "HTTPS://EXAMPLE.com/"],
  };
  const wrong = {
    phone: ["+", "12", "++380501234567", "1".repeat(16), "050 )1(23", "abc", "0501234-", "٠٥٠١٢٣"],
    email: [
      "",
      "a",
      "@b",
      "a@",
      "a@-b.c",
      "a@b..c",
      "a b@c.d",
      "a@b.c ",
      "привіт@x.org",
      `a@${"b".repeat(64)}.c`,
    ],
    url: [
      "",
      "example.com",
      "javascript:alert(1)",
      "data:text/html,x",
      "https://",
      "http:///x",
      "https://a:b@c.d",
      "//a.b",
    ],
  };
  for (const kind of ["phone", "email", "url"] as const) {
    for (const text of right[kind]) assert(KINDS[kind](text), `${kind} ${text}`);
    for (const text of wrong[kind]) assert(!KINDS[kind](text), `${kind} ${text}`);
  }
});
