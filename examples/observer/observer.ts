/**
 * The page: what runs in a server and lies in its store, anew every two seconds.
 *
 * @module
 */
import { n2o, nitro } from "../../mod.ts";
import { look as decor, type Part, part } from "./elements.ts";
import { type Observed, partsOf } from "./parts.ts";
const { button, h1, header, main, nav, p, page, refresh } = nitro;

/** How often the pages look, in milliseconds. */
const PACE = 2_000;
/** Where those who look are present. */
export const OBSERVERS = "observers";

/** A page for operators, and what ends its beat. */
export interface Observer {
  readonly page: n2o.Page;
  stop(): void;
}

/** Makes the page of a server; `login` is where one becomes an operator. */
export function observer(observed: Observed, login: string): Observer {
  const { server } = observed, { clock } = server;
  // A topic of this node alone: each shows what is its own.
  const beat = ["observer", crypto.randomUUID()];
  let timer = clock.setTimeout(tick, PACE), latest: Promise<Part[]> | undefined;

  function tick(): void {
    timer = clock.setTimeout(tick, PACE);
    latest = undefined;
    server.bus.send(beat, "look");
  }

  /** One look for all who see the same beat. */
  const look = () => latest ??= partsOf(observed);

  return {
    page: page({
      ...decor,
      title: "Observer · N2O",
      guard: { roles: ["operator"], login },
      async init() {
        await n2o.reg(beat);
        n2o.presence.track(OBSERVERS, n2o.user(), {});
        latest = undefined;
      },
      load: look,
      news: refresh,
      on: {
        async pause() {
          nitro.state("paused", true);
          await n2o.unreg(beat);
          await refresh();
        },
        async resume() {
          nitro.state("paused", false);
          await n2o.reg(beat);
          latest = undefined;
          await refresh();
        },
        leave() {
          n2o.user("");
          nitro.redirect(login);
        },
      },
      body: ({ on, data }) => [top(on), main({ body: data.map(part) })],
    }),
    stop: () => clock.clearTimeout(timer),
  };
}

/** What stands above the parts, with its switches. */
function top(on: Record<"pause" | "resume" | "leave", () => nitro.Trigger<never>>): nitro.Element {
  const isPaused = nitro.state("paused") === true;
  const trigger = isPaused ? on.resume() : on.pause();
  return header({
    body: [
      h1({ body: "Observer" }),
      p({ id: "state", role: "status", body: isPaused ? "Paused" : "Live" }),
      nav({
        aria: { label: "Page" },
        body: [
          button({ id: "pause", body: isPaused ? "Resume" : "Pause", ...trigger }),
          button({ id: "leave", body: "Log out", ...on.leave() }),
        ],
      }),
    ],
  });
}
