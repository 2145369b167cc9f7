/**
 * A page that keeps, says, hears and claims what a page can, each by a button: what it answers may not depend on whether its connection
 * slept in between.
 *
 * @module
 */
import { n2o, nitro } from "../../../mod.ts";
const { button, event: on, p } = nitro;

/** The buttons, and what they do; those in front are pressed by a random test. */
const DEEDS: Readonly<Record<string, () => unknown>> = {
  count() {
    const count = nitro.state("count");
    show(`count ${nitro.state("count", typeof count === "number" ? count + 1 : 1)}`);
  },
  odd() {
    const was = nitro.state("odd") as { big?: bigint; [""]?: number } | undefined;
    show(`odd ${typeof was?.big} ${was?.big} ${Object.is(was?.[""], -0)}`);
    nitro.state("odd", { big: (was?.big ?? 7n) + 1n, "": -0, text: "Ґанок 🇺🇦\u0000" });
  },
  large() {
    const large = nitro.state("large");
    show(`large ${typeof large === "string" ? large.length : 0}`);
    nitro.state("large", "Ї".repeat(typeof large === "string" && large.length > 9_000 ? 1 : 9_999));
  },
  huge() {
    nitro.state("count", 1_000);
    nitro.state("huge", "x".repeat(1_100_000));
  },
  sheet() {
    const rows = Number(nitro.state("rows", Number(nitro.state("rows") ?? 0) + 1));
    const texts = Array.from(
      { length: 60 },
      (_, at) => nitro.span({ id: `row-${at}`, body: at === 0 ? rows : "as it was" }),
    );
    nitro.update("sheet", nitro.panel({ id: "sheet", body: texts }));
  },
  join: () => n2o.reg("room"),
  part: () => n2o.unreg("room"),
  tell: () => n2o.send("room", { said: n2o.user() || "nobody" }),
  come: () => n2o.presence.track("hall", n2o.user() || "nobody", { from: "here" }),
  go: () => n2o.presence.untrack("hall"),
  look: () => show(`hall ${JSON.stringify(people(n2o.presence.list("hall")))}`),
  watch: () => n2o.presence.watch("hall"),
  login: () => n2o.user(`user-${n2o.context().req.query}`),
  logout: () => n2o.user(""),
  session() {
    const value = n2o.session("value");
    n2o.session("value", typeof value === "number" ? value + 1 : 1);
    show(`session ${value} of ${n2o.user()}`);
  },
  who: () =>
    show(`${n2o.user()} at ${n2o.context().req.path} ${n2o.context().req.headers.host !== ""}`),
  wrong() {
    throw new TypeError("what a page may throw");
  },
  async slow() {
    await new Promise((resolve) => setTimeout(resolve, 1));
    show(`slow ${nitro.state("count") ?? 0}`);
  },
};

/** Names of the buttons. */
export const deeds: readonly string[] = Object.keys(DEEDS);

/** Handles an event of the page. */
export async function event(event: unknown): Promise<void> {
  if (event === "init") {
    for (const target of deeds) nitro.wire(on({ target, postback: target }));
    nitro.insertTop("main", button({ id: "count", body: "Count" }));
  } else if (event === "terminate") n2o.send("room", { left: n2o.context().req.query });
  else if (n2o.isSent(event)) show(`heard ${JSON.stringify(event.message)}`);
  else if (n2o.isPresence(event)) {
    show(
      `came ${JSON.stringify(people(event.joins))}, went ${JSON.stringify(people(event.leaves))}`,
    );
  } else if (typeof event === "string") await DEEDS[event]?.();
}

function show(text: string): void {
  nitro.insertBottom("shown", p({ body: text }));
}

/** Without names of entries, which are random. */
function people(all: readonly n2o.Person[]): unknown {
  return all.map(({ key, metas }) => [key, metas.map(({ data }) => data)]);
}
