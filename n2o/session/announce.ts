/**
 * The announcement that a session has ended: whoever has a copy of it asks the storage again. It is believed no further than that, so
 * that a peer which says it wrongly ends nothing.
 *
 * @module
 */
import type { Log } from "../../base/mod.ts";
import type { Bus } from "../bus/bus.ts";
import { isLost } from "../bus/news.ts";

/** The topic of the system's own. */
const TOPIC = ["n2o", "sessions"];

/** Announces, and listens to what others announce. */
export interface Announcer {
  /** Tells that a session has ended. */
  announce(session: string): void;
  /** Hears of sessions that have ended, and that ends may have been missed. */
  listen(hear: (session: string) => void, missed: () => void): void;
  /** Hears no more. */
  close(): void;
}

/** Announces over a bus, where there is one. */
export function announcer(bus: Bus | undefined, log: Log): Announcer {
  let receiver: ((message: unknown) => void) | undefined;

  /** A bus may answer with a promise; what fails delays other nodes by the age of a copy. */
  function attempt(what: string, work: () => unknown): void {
    (async () => await work())().catch((error) => log("warning", what, { error }));
  }

  return {
    announce(session) {
      attempt("the end of a session could not be announced", () => bus?.send(TOPIC, { session }));
    },
    listen(hear, missed) {
      const heard = (message: unknown) => {
        if (isLost(message)) return missed();
        const session = sessionOf(message);
        if (session !== undefined) hear(session);
      };
      receiver = heard;
      attempt("the ends of sessions cannot be heard of", () => bus?.reg(TOPIC, heard));
    },
    close() {
      const heard = receiver;
      if (heard === undefined) return;
      receiver = undefined;
      attempt("the ends of sessions are still heard of", () => bus?.unreg(TOPIC, heard));
    },
  };
}

/** The session of an announcement, or nothing for what is none of ours. A bus may hand over a message together with its topic. */
function sessionOf(message: unknown): string | undefined {
  const said = isRecord(message) ? message.message ?? message : undefined;
  const session = isRecord(said) ? said.session : undefined;
  return typeof session === "string" ? session : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
