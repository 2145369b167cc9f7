import { natsAbsent, type NatsServer, startNats } from "../../_support/server/nats.ts";
import { natsBus } from "../../../n2o/bus/nats/nats.ts";
import { connect } from "../../../n2o/bus/nats/deps.ts";
import { N2oError } from "../../../n2o/error.ts";
import { equal, rejects } from "../../_support/assert.ts";
import { notebook } from "../../_support/server/wire.ts";
import { channelOf, heard, tryBroker } from "./remote.ts";

tryBroker<NatsServer>({
  name: "NATS",
  ignore: natsAbsent,
  start: () => startNats(),
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

Deno.test({
  name:
    "NATS: what it does not permit is in the log, counts as not sent, and leaves the rest as it is",
  ignore: natsAbsent,
  fn: async () => {
    const may = ["shop.bus", await channelOf("room"), await channelOf("read-only")];
    const publish = may.slice(0, 2), subscribe = may;
    const config = await Deno.makeTempFile({ suffix: ".conf" });
    const permissions = { publish: { allow: publish }, subscribe: { allow: subscribe } };
    const users = [{ user: "node", password: "a password", permissions }];
    await Deno.writeTextFile(config, JSON.stringify({ authorization: { users } }));
    await using server = await startNats("--config", config);
    const book = notebook();
    const bus = await natsBus({
      application: "shop",
      servers: server.address,
      user: "node",
      pass: "a password",
      log: book.log,
    });
    const ear = heard();
    await bus.reg("room", ear.receive);
    await bus.reg("not mine", ear.receive);
    equal(book.take(), ["the broker does not let the bus do what it must"]);
    await bus.send("read-only", "x"); // it is denied after it was sent
    await bus.send("room", "a round trip more");
    equal(await bus.send("read-only", "y"), 0);
    equal(await bus.send("room", "end"), 1);
    equal(await ear.until("end"), ["a round trip more", "end"]);
    equal(book.take(), ["a message of the bus was not sent: its receivers will hear of a loss"]);
    equal(JSON.stringify(book.entries).includes("a password"), false);
    await bus.close();
    await Deno.remove(config);
  },
});
