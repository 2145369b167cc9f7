import { codesAgree } from "../_support/codes.ts";

Deno.test("the codes of ConsoleError are those that are thrown, each explained", () =>
  codesAgree("console", "ConsoleError"));
