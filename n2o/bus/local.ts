/**
 * The bus of one isolate.
 *
 * @module
 */
import type { Bus, Receiver } from "./bus.ts";
import { toBody } from "./message.ts";
import { topicName, Topics } from "./topics.ts";
import type { Key } from "../term/plain.ts";

/** The bus of one isolate: it tells at once how many receivers there were. */
export interface LocalBus extends Bus {
  /** Hands a copy of `message` to every receiver of `topic`; tells how many there were. */
  send(topic: Key, message: unknown): number;
  /** Registers `receiver` under `topic`, from now on. */
  reg(topic: Key, receiver: Receiver): void;
}

/** Makes a bus without receivers. A message has 262,144 bytes at most, as on the others. */
export function localBus(): LocalBus {
  const topics = new Topics();
  return {
    send: (topic, message) => topics.deliver(topicName(topic), toBody(message)),
    reg: (topic, receiver) => void topics.add(topic, receiver),
    unreg: (topic, receiver) => void topics.delete(topic, receiver),
  };
}
