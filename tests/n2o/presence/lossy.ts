/**
 * A bus of several nodes that loses, delays and cuts, as a seed says; its time is a test's.
 *
 * @module
 */
import type { Bus, Receiver } from "../../../n2o/bus/bus.ts";
import { fromBody, toBody } from "../../../n2o/bus/message.ts";
import { Lost, Sent } from "../../../n2o/bus/news.ts";
import { keyText } from "../../../n2o/term/plain.ts";
import type { Random } from "../../_support/random.ts";
import type { VirtualClock } from "../../_support/clock.ts";

/** The medium between nodes. */
export interface Medium {
  /** The bus of a node. */
  bus(name: string): Bus;
  /** Cuts a node off, or connects it: it is told of the loss then. */
  cut(name: string, isCut: boolean): void;
  /** Ends a node as a kill does: nothing of it is heard, and it hears nothing. */
  kill(name: string): void;
  /** Of how many messages one is lost: 0 for none. */
  losses: number;
  /** Messages that were sent, by their first word. */
  readonly counts: Map<string, number>;
}

/** A medium; each message takes up to 50 ms, those of one sender to one topic in their order. */
export function medium(clock: VirtualClock, random: Random): Medium {
  const topics = new Map<string, Map<Receiver, string>>(), cuts = new Set<string>();
  const dead = new Set<string>(),
    last = new Map<string, number>(),
    counts = new Map<string, number>();
  const made: Medium = {
    losses: 0,
    counts,
    bus: (name) => ({
      send(topic, message) {
        const key = keyText(topic), body = toBody(message);
        const word = Array.isArray(message) ? String(message[0]) : "";
        counts.set(word, (counts.get(word) ?? 0) + 1);
        for (const [receiver, node] of topics.get(key) ?? []) {
          if (cuts.has(name) || dead.has(name)) continue;
          if (node !== name && made.losses > 0 && random.below(made.losses) === 0) continue;
          const way = `${name} ${node} ${key}`;
          const at = Math.max(clock.now() + random.below(50), (last.get(way) ?? 0) + 1);
          last.set(way, at);
          clock.setTimeout(() => {
            if (cuts.has(node) || dead.has(node) || !topics.get(key)?.has(receiver)) return;
            receiver(new Sent(topic, fromBody(body), name));
          }, at - clock.now());
        }
        return 0;
      },
      reg(topic, receiver) {
        const key = keyText(topic);
        topics.set(key, (topics.get(key) ?? new Map()).set(receiver, name));
      },
      unreg: (topic, receiver) => void topics.get(keyText(topic))?.delete(receiver),
    }),
    cut(name, isCut) {
      if (isCut) return void cuts.add(name);
      cuts.delete(name);
      for (const [key, receivers] of topics) {
        for (const [receiver, node] of receivers) if (node === name) receiver(new Lost(key));
      }
    },
    kill: (name) => void dead.add(name),
  };
  return made;
}
