/**
 * The page: what runs in a server and lies in its store, anew every two seconds.
 *
 * @module
 */
import { fingerprint } from "../../base/mod.ts";
import { n2o, nitro } from "../../mod.ts";
import { type Part, part } from "./elements.ts";
import { type Observed, partsOf } from "./parts.ts";
const { button, span } = nitro;

/** How often the pages look, in milliseconds. */
const PACE = 2_000;
/** Where those who look are present. */
export const OBSERVERS = "observers";

/** A page for operators, and what ends its beat. */
export interface Observer {
  readonly page: n2o.GuardedPage;
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

  const events: Readonly<Record<string, () => Promise<void>>> = {
    async init() {
      await n2o.reg(beat);
      n2o.presence.track(OBSERVERS, n2o.user(), {});
      latest = undefined;
      switches(nitro.state("paused") === true);
      await show(await look());
    },
    async pause() {
      nitro.state("paused", true);
      await n2o.unreg(beat);
      switches(true);
    },
    async resume() {
      nitro.state("paused", false);
      await n2o.reg(beat);
      switches(false);
      latest = undefined;
      await show(await look());
    },
    async leave() {
      n2o.user("");
      await Promise.resolve(nitro.redirect(login));
    },
  };

  async function event(event: unknown): Promise<void> {
    if (n2o.isSent(event)) await show(await look());
    else if (typeof event === "string" && Object.hasOwn(events, event)) await events[event]?.();
  }

  return {
    page: n2o.guarded({ event }, { roles: ["operator"], login }),
    stop: () => clock.clearTimeout(timer),
  };
}

/** The parts that are not as they were shown last. */
function show(parts: readonly Part[]): Promise<void> {
  for (const each of parts) {
    const now = fingerprint(JSON.stringify(each)), key = `shown ${each.id}`;
    // A page that is initialised anew has the placeholders of its document.
    if (nitro.state(key) === now) continue;
    nitro.state(key, now);
    nitro.update(each.id, part(each));
  }
  return Promise.resolve();
}

function switches(isPaused: boolean): void {
  nitro.update(
    "pause",
    button({
      id: "pause",
      body: isPaused ? "Resume" : "Pause",
      postback: isPaused ? "resume" : "pause",
    }),
  );
  nitro.update("leave", button({ id: "leave", body: "Log out", postback: "leave" }));
  nitro.update("state", span({ id: "state", class: "online", body: isPaused ? "Paused" : "Live" }));
}
