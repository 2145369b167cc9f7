/**
 * The bus over MQTT 3.1.1 or 5, for several machines that have a broker already.
 *
 * An entry point of its own, because it loads a client of MQTT, which needs `--allow-net`. It runs where code may not be made of text.
 *
 * A node holds one subscription for each topic, however many of its connections are registered; the topics at the broker are
 * `/bus/APPLICATION` and those below. What is sent goes through the broker, also from a node to itself. Where it is away, `send` resolves to
 * 0, `reg` at once; when it is back every receiver is told `Lost`, also those of other nodes to which something could not be sent.
 *
 * A broker drops in silence what waits too long for a node that reads slowly: have it keep as much as a burst has (of mosquitto:
 * `max_queued_messages 0` and `max_inflight_messages 0`, see `mosquitto.conf` beside the endpoint).
 *
 * @module
 */
import { type BrokerSettings, targetOf } from "../../mqtt/target.ts";
import type { BusSettings, RemoteBus } from "../bus.ts";
import { Remote } from "../remote.ts";
import { mqttBroker } from "./broker.ts";

/** Which broker, and how the bus uses it. */
export interface MqttBusOptions extends BusSettings, BrokerSettings {}

/**
 * Connects the bus of an application to a broker of MQTT.
 *
 * @throws {N2oError} `config` for settings that cannot work, `unavailable` where the broker cannot be reached.
 *
 * @example
 * ```ts ignore
 * import { application } from "@n2o/n2o";
 * import { mqttBus } from "@n2o/n2o/n2o/mqtt-bus";
 *
 * const secret = Deno.env.get("N2O_SECRET");
 * const bus = await mqttBus({ application: "shop", url: "mqtt://n2o:password@localhost", secret });
 * const { start } = await application({ bus, secret, routes: {} });
 * ```
 */
export async function mqttBus(options: MqttBusOptions): Promise<RemoteBus> {
  const target = targetOf(options);
  return await Remote.open(options, (events) => mqttBroker(target, events));
}
