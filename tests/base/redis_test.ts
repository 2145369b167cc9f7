import { credentialsOf } from "../../base/redis.ts";
import { equal } from "../_support/assert.ts";

Deno.test("an address says user, password and TLS, decoded, and nothing that is not there", () => {
  equal(credentialsOf("redis://localhost:6379"), {});
  equal(credentialsOf("rediss://ann:p%40ss@host"), { username: "ann", password: "p@ss", tls: {} });
  equal(credentialsOf("redis://:only@host"), { password: "only" });
});
