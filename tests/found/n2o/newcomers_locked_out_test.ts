import * as n2o from "../../../n2o/mod.ts";
import { equal, rejects } from "../../_support/assert.ts";
import { secret } from "../../n2o/page.ts";

Deno.test("newcomers_locked_out: a table full of anonymous sessions keeps newcomers out (should: those that hold nothing make room)", async () => {
  const cookies = n2o.table<n2o.SessionRows>({ limit: 10 });
  const sessions = n2o.sessions({ pickler: n2o.pickler(secret), cookies });
  for (let n = 0; n < 10; n++) await sessions.authenticate("");
  await rejects(() => sessions.authenticate(""), n2o.N2oError, "full");
  // should: await sessions.authenticate("");
  equal([...cookies.rows()].length, 10);
});
