import * as n2o from "../../../n2o/mod.ts";
import { equal } from "../../_support/assert.ts";
import { secret } from "../../n2o/page.ts";

Deno.test("newcomers_locked_out: a table full of sessions that hold nothing makes room", async () => {
  const cookies = n2o.table<n2o.SessionRows>({ limit: 10 });
  const sessions = n2o.sessions({ pickler: n2o.pickler(secret), cookies });
  for (let n = 0; n < 10; n++) await sessions.authenticate("");
  const { session } = await sessions.authenticate("");
  equal(await sessions.use(session), true);
  equal([...cookies.rows()].length, 10);
});
