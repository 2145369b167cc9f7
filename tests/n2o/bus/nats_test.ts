import { natsAbsent, type NatsServer, startNats } from "../../_support/server/nats.ts";
import { natsBus } from "../../../n2o/bus/nats/nats.ts";
import { connect } from "../../../n2o/bus/nats/deps.ts";
import { N2oError } from "../../../n2o/error.ts";
import { rejects } from "../../_support/assert.ts";
import { tryBroker } from "./remote.ts";

tryBroker<NatsServer>({
  name: "NATS",
  ignore: natsAbsent,
  start: startNats,
  bus: (server, settings) => natsBus({ ...settings, servers: server.address }),
  async put(server, channel, ...all) {
    const connection = await connect({ servers: server.address });
    for (const bytes of all) connection.publish(channel, bytes);
    await connection.drain();
  },
  async overhear(server, channel) {
    const connection = await connect({ servers: server.address });
    const subscription = connection.subscribe(channel);
    await connection.flush();
    const messages = subscription[Symbol.asyncIterator]();
    return {
      next: async () => (await messages.next()).value?.data ?? new Uint8Array(0),
      close: () => void connection.close(),
    };
  },
});

Deno.test("NATS: what is no address and what is not there are errors that say so", async () => {
  await rejects(() => natsBus({ application: "shop", servers: [] }), N2oError, "config");
  const servers = "127.0.0.1:1";
  await rejects(() => natsBus({ application: "shop", servers }), N2oError, "unavailable");
});
