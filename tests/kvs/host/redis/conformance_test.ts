import { silentLog } from "../../../../base/mod.ts";
import { conformance } from "../../conformance/conformance.ts";
import { sharedRedis } from "../../../_support/store/redis.ts";

const redis = sharedRedis();
if (redis) {
  conformance("Redis", () => redis().open({ log: silentLog }), {
    openTimed: (clock) => redis().open({ clock }),
    sequences: 60,
  });
} else {
  Deno.test.ignore("Redis: the conformance suite needs redis-server", () => {});
}
