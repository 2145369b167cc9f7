/**
 * The local message bus: whoever registered under a topic receives what is sent to it.
 *
 * @module
 */
import { type Key, keyText } from "../term/plain.ts";

/** Receives a message. It must not throw and must not wait: it puts the message into a mailbox. */
export type Receiver = (message: unknown) => void;

/** Delivers messages to the receivers of a topic, in one isolate. */
export interface Bus {
  /** Delivers `message` to every receiver of `topic`; tells how many there were. */
  send(topic: Key, message: unknown): number;
  /** Registers `receiver` under `topic`; a second time changes nothing. */
  reg(topic: Key, receiver: Receiver): void;
  /** Takes `receiver` out of `topic`. */
  unreg(topic: Key, receiver: Receiver): void;
}

/** Makes a bus without receivers. A topic without receivers costs no memory. */
export function localBus(): Bus {
  const topics = new Map<string, Set<Receiver>>();
  return {
    send(topic, message) {
      const receivers = topics.get(keyText(topic));
      if (receivers === undefined) return 0;
      // A receiver may leave and come back while it is told.
      const present = [...receivers];
      for (const receiver of present) receiver(message);
      return present.length;
    },
    reg(topic, receiver) {
      const name = keyText(topic), receivers = topics.get(name);
      if (receivers === undefined) topics.set(name, new Set([receiver]));
      else receivers.add(receiver);
    },
    unreg(topic, receiver) {
      const name = keyText(topic), receivers = topics.get(name);
      if (receivers?.delete(receiver) && receivers.size === 0) topics.delete(name);
    },
  };
}
