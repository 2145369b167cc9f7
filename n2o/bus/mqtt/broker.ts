/**
 * Publish and subscribe of a broker of MQTT.
 *
 * @module
 */
import { systemClock } from "../../../base/mod.ts";
import { Link } from "../../mqtt/link.ts";
import type { BrokerTarget } from "../../mqtt/target.ts";
import type { Broker, BrokerEvents } from "../remote.ts";

/** Connects, and again whenever the connection is lost. */
export async function mqttBroker(target: BrokerTarget, events: BrokerEvents): Promise<Broker> {
  let hasBegun = false;
  const link = new Link({
    target,
    client: `bus-${crypto.randomUUID()}`,
    clock: systemClock,
    events: {
      up: () => void (hasBegun && events.back()),
      down: () => {},
      came: (topic, payload) => events.came(channelOf(topic), payload),
    },
  });
  await link.open();
  hasBegun = true;
  return {
    publish: (channel, bytes) => link.publish(topicOf(channel), bytes, 1),
    // A broker sends again over another connection only, and there is none: once at most.
    subscribe: (channels) => link.subscribe(channels.map(topicOf), 1),
    unsubscribe: (channel) => link.unsubscribe(topicOf(channel)),
    get isConnected() {
      return link.isConnected;
    },
    close: () => link.close(),
  };
}

/** `/bus/shop/4f`: an access list tells applications apart by levels. */
export function topicOf(channel: string): string {
  const [application, , hash] = channel.split(".");
  return hash === undefined ? `/bus/${application}` : `/bus/${application}/${hash}`;
}

function channelOf(topic: string): string {
  const [, , application, hash] = topic.split("/");
  return hash === undefined ? `${application}.bus` : `${application}.bus.${hash}`;
}
