/**
 * The bus of one isolate.
 *
 * @module
 */
import { consoleLog, type Log, systemClock } from "../../base/mod.ts";
import type { Bus, Receiver } from "./bus.ts";
import { incidents } from "./incidents.ts";
import { toBody } from "./message.ts";
import { topicName, Topics } from "./topics.ts";
import type { Key } from "../term/plain.ts";

/** The bus of one isolate: it tells at once how many receivers there were. */
export interface LocalBus extends Bus {
  /** Hands a copy of `message` to every receiver of `topic`; tells how many there were. */
  send(topic: Key, message: unknown): number;
  /** Throws what `send` would. */
  check(topic: Key, message: unknown): void;
  /** Registers `receiver` under `topic`, from now on. */
  reg(topic: Key, receiver: Receiver): void;
}

/**
 * Makes a bus without receivers. A message has 262,144 bytes at most, as on the others.
 *
 * @param log where receivers that throw are reported, once a minute; the console by default
 */
export function localBus(log: Log = consoleLog): LocalBus {
  const topics = new Topics(incidents(log, systemClock));
  return {
    check(topic, message) {
      topicName(topic);
      toBody(message);
    },
    send: (topic, message) => topics.deliver(topicName(topic), toBody(message)),
    reg: (topic, receiver) => void topics.add(topic, receiver),
    unreg: (topic, receiver) => void topics.delete(topic, receiver),
  };
}
