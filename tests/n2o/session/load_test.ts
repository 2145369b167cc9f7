import { pickler } from "../../../n2o/session/pickle.ts";
import type { SessionRow } from "../../../n2o/session/rows.ts";
import { sessions } from "../../../n2o/session/session.ts";
import { equal } from "../../_support/assert.ts";
import { virtualClock } from "../../_support/clock.ts";
import { secret } from "../page.ts";

Deno.test("a value that was put while its session was being read from the storage is not undone by what was read", async () => {
  const clock = virtualClock(), kept = new Map<string, SessionRow>();
  const gate = Promise.withResolvers<void>();
  let slow = false;
  const { authenticate, getValue, setValue } = sessions({
    pickler: pickler(secret, clock),
    clock,
    prolongate: false,
    storage: {
      async load() {
        const rows = [...kept];
        if (slow) await gate.promise;
        return rows;
      },
      set: (_, key, row) => Promise.resolve(void kept.set(key, row)),
      delete: (_, key) => Promise.resolve(void kept.delete(key)),
    },
  });
  const { session, token } = await authenticate("");
  slow = true;
  const second = authenticate(token);
  await setValue(session, "user", "alice");
  gate.resolve();
  await second;
  equal([getValue(session, "user"), kept.has("user")], ["alice", true]);
});
