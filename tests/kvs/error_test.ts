import { codesAgree } from "../_support/codes.ts";

Deno.test("the codes of KvsError are those that are thrown, each explained", () =>
  codesAgree("kvs", "KvsError"));
