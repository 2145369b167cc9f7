import {
  type Mosquitto,
  mosquittoAbsent,
  startMosquitto,
} from "../../_support/server/mosquitto.ts";
import { mqttBus } from "../../../n2o/bus/mqtt/mqtt.ts";
import { topicOf } from "../../../n2o/bus/mqtt/broker.ts";
import { connect } from "../../../n2o/mqtt/deps.ts";
import { N2oError } from "../../../n2o/error.ts";
import { long } from "../../_support/long.ts";
import { rejects } from "../../_support/assert.ts";
import { tryBroker } from "./remote.ts";

const versions = long ? ["5", "3.1.1"] as const : ["5"] as const;

for (const version of versions) {
  tryBroker<Mosquitto>({
    name: `MQTT ${version}`,
    ignore: mosquittoAbsent,
    start: () => startMosquitto(),
    bus: (server, settings) => mqttBus({ ...settings, url: server.url, version }),
    async put(server, channel, ...all) {
      const client = connect(server.url);
      for (const bytes of all) {
        // As: a Uint8Array is what the client writes.
        await client.publishAsync(topicOf(channel), bytes as Buffer, { qos: 1 });
      }
      await client.endAsync();
    },
    async overhear(server, channel) {
      const client = connect(server.url), held: Uint8Array[] = [];
      let waiting: ((bytes: Uint8Array) => void) | undefined;
      client.on("message", (_topic, bytes) => {
        if (waiting === undefined) held.push(bytes);
        else waiting(bytes);
        waiting = undefined;
      });
      await client.subscribeAsync(topicOf(channel), { qos: 1 });
      return {
        next: () =>
          new Promise((resolve) => {
            const first = held.shift();
            if (first === undefined) waiting = resolve;
            else resolve(first);
          }),
        close: () => void client.end(),
      };
    },
  });
}

Deno.test("MQTT: what is no address and what is not there are errors that say so", async () => {
  for (const url of ["", "http://localhost", "mqtt:", "localhost:1883"]) {
    await rejects(() => mqttBus({ application: "shop", url }), N2oError, "config");
  }
  const url = "mqtt://127.0.0.1:1";
  await rejects(() => mqttBus({ application: "shop", url }), N2oError, "unavailable");
});
