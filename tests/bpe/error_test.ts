import { codesAgree } from "../_support/codes.ts";

Deno.test("the codes of BpeError are those that are thrown, each explained", () =>
  codesAgree("bpe", "BpeError"));
