import { dial } from "../../../../nitro/client/mqtt/socket.ts";
import { equal } from "../../../_support/assert.ts";
import { needs } from "../../../_support/permission.ts";
import { mosquittoAbsent, startMosquitto } from "../../../_support/server/mosquitto.ts";
import { type Queue, queue } from "../../../_support/server/wire.ts";
import { answered, lent } from "./broker.ts";

needs("net", "run");

/** What the page is told of the broker: both topics are one, so that it hears what it says. */
const NAMES = { client: "page-1", events: "/loop/page-1", actions: "/loop/page-1", ticket: "T" };

/** Connects; resolves when the page is told how that went. */
function connect(
  names: object,
): Promise<{ carrier: ReturnType<typeof dial>; inbox: Queue; told: unknown }> {
  const browser = {
    location: { pathname: "/", search: "" },
    fetch: () => answered({ ...NAMES, ...names }),
  };
  return lent(browser, () =>
    new Promise((resolve) => {
      const carrier = dial(), inbox = queue();
      carrier.onopen = () => resolve({ carrier, inbox, told: "open" });
      carrier.onclose = ({ code, reason }) => resolve({ carrier, inbox, told: [code, reason] });
      carrier.onmessage = ({ data }) => inbox.put(data);
    }));
}

Deno.test({
  name: "at a mosquitto, frames of any length come back as they went, and it lets in whom it knows",
  ignore: mosquittoAbsent,
  async fn() {
    const users = { pages: "p&ss їжак" };
    await using broker = await startMosquitto({ users, conf: ["allow_anonymous false"] });
    const url = broker.ws, user = "pages", password = users.pages;
    equal((await connect({ url })).told, [4101, "broker 5"]);
    equal((await connect({ url, user, password: "another" })).told, [4101, "broker 5"]);
    const { carrier, inbox, told } = await connect({ url, user, password });
    equal(told, "open");
    equal(await inbox.next(), "OPEN,T");
    for (const size of [1, 100, 127, 128, 16_384, 65_536]) {
      const frame = new Uint8Array(size).fill(7);
      frame[0] = 131;
      carrier.send(frame);
      carrier.send("PING");
      const back = await inbox.next();
      equal([new Uint8Array(back as ArrayBuffer), await inbox.next()], [frame, "PING"]);
    }
    const gone = new Promise((resolve) => carrier.onclose = resolve);
    await broker.kill();
    await gone;
    equal(carrier.readyState, 0);
  },
});
