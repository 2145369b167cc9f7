/**
 * A message of a page, as far as elements and actions look at it.
 *
 * @module
 */
import { type Context, run } from "../../../n2o/context.ts";
import { cx } from "../../../n2o/cx.ts";
import { server } from "../../../n2o/server.ts";
import { virtualClock } from "../../_support/clock.ts";

const made = server({
  secret: "a secret of more than sixteen letters",
  routes: {},
  protocols: [],
  scripts: true,
  clock: virtualClock(),
});

/** Runs something as the handling of a message. */
export function inMessage<T>(wire: "classic" | "terms", act: () => T): T {
  const found: Context = {
    server: made,
    req: { path: "/app/page.htm", query: "", headers: {} },
    cx: { ...cx("page"), wire, session: "session" },
    receiver: () => {},
    dictionary: new Map(),
    pending: [],
  };
  return run(found, act);
}
