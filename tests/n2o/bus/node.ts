/**
 * A node of an application on a bus, as a process of its own: everybody who connects is in one room. Prints its port.
 *
 * A client says `say TEXT` and hears `heard TEXT`, `lost`, and `there NAME,NAME` whenever somebody comes or goes.
 *
 * @module
 */
import { application, n2o } from "../../../mod.ts";
import { mqttBus } from "../../../n2o/bus/mqtt/mqtt.ts";
import { natsBus } from "../../../n2o/bus/nats/nats.ts";
import { leasedPresence } from "../../../n2o/presence/leased.ts";
import { hastyClock } from "../../_support/clock.ts";
import { redisBus } from "../../../n2o/bus/redis/redis.ts";

const [kind = "", where = ""] = Deno.args, secret = "a secret that all nodes have";
const settings = { application: "chat", secret, log: n2o.silentLog };
const BUSES: Readonly<Record<string, () => Promise<n2o.Bus>>> = {
  redis: () => redisBus({ ...settings, url: where }),
  nats: () => natsBus({ ...settings, servers: where }),
  mqtt: () => mqttBus({ ...settings, url: where }),
};
const bus = await BUSES[kind]?.();
if (bus === undefined) throw new Error(`there is no bus over ${kind}`);

/** Whoever waits for seconds waits for tenths of them. */
const clock = hastyClock(10);

/** Who is in the room. */
function there() {
  const names = n2o.presence.list("room").map(({ key }) => key);
  return n2o.reply({ text: `there ${names.join()}` });
}

const room: n2o.Protocol = {
  async info(message, req) {
    if (message.type === "text" && message.text === "enter") {
      n2o.presence.watch("room");
      n2o.presence.track("room", req.query, null);
      await n2o.reg("room");
      return there();
    }
    if (message.type === "text" && message.text.startsWith("say ")) {
      await n2o.send("room", message.text.slice(4));
      return n2o.reply({ text: "said" });
    }
    if (message.type !== "bus") return n2o.unknown;
    if (n2o.isPresence(message.news)) return there();
    return n2o.reply({ text: n2o.isLost(message.news) ? "lost" : `heard ${message.data}` });
  },
};

const { start } = await application({
  routes: { "/room": { event() {} } },
  protocols: [n2o.heart, room],
  bus,
  presence: leasedPresence,
  clock,
  secret,
  port: 0,
  hostname: "127.0.0.1",
  log: n2o.silentLog,
});
const { port } = await start();
// deno-lint-ignore no-console -- the parent process reads the port
console.log(port);
