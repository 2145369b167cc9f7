import { codesAgree } from "../_support/codes.ts";
import { testWith } from "../_support/permission.ts";

const test = testWith("read");

test("the codes of BpeError are those that are thrown, each explained", () =>
  codesAgree("bpe", "BpeError"));
