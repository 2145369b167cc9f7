/**
 * An application whose pages come over a broker: what they get by HTTP, and that a person's session is that of the cookie.
 *
 * @module
 */
import { application, n2o, nitro } from "../../mod.ts";
import { mqttCarrier } from "../../n2o/endpoint/mqtt/mqtt.ts";
import type { Invitation } from "../../n2o/mod.ts";
import { equal } from "../_support/assert.ts";
import { mosquittoAbsent, startMosquitto } from "../_support/server/mosquitto.ts";
import { dialMqtt } from "../_support/server/mqtt.ts";
import { io, shown } from "../_support/server/wire.ts";
import { hello } from "../n2o/page.ts";

Deno.test({
  name: "a page is invited to a broker by its own origin, and there is who its cookie says",
  ignore: mosquittoAbsent,
  fn: async () => {
    await using broker = await startMosquitto();
    const { app, server, start } = await application({
      routes: {
        "/w*": { event() {} },
        "/p": { event: (event: unknown) => event === "init" && nitro.update("who", n2o.user()) },
      },
      mqtt: mqttCarrier({ url: broker.url, browser: { url: broker.ws } }),
      secret: "a secret of more than sixteen letters",
      log: n2o.silentLog,
      port: 0,
      hostname: "127.0.0.1",
    });
    const { stop } = await start();
    const session = server.sessions.change(server.sessions.begin().session, { user: "alice" });
    await session.done;
    const own = { origin: "http://localhost", host: "localhost", "sec-fetch-site": "same-origin" };
    const cookie = `n2o=${server.sessions.seal(session.session)}`;
    const ask = async (body: string, headers: Record<string, string> = own, method = "POST") =>
      await app.request("http://localhost/n2o/mqtt", {
        method,
        headers: { ...headers, cookie },
        ...method === "POST" && { body },
      });
    const statuses = [
      await ask("/none"),
      await ask("//evil/p"),
      await ask("p"),
      await ask(""),
      await ask(`/p?${"x".repeat(5_000)}`),
      await ask(`/p?q=${"я".repeat(2_000)}`), // within the bound, but not once it is encoded
      await ask(`/w${"ї".repeat(250)}`),
      await ask("", own, "GET"),
      await ask("/p", { ...own, origin: "https://evil", "sec-fetch-site": "cross-site" }),
      await ask("/p", {}),
    ].map(({ status }) => status);
    equal(statuses, [404, 404, 404, 404, 413, 404, 404, 405, 403, 403]);
    const answer = await ask("/p?a=1");
    equal(answer.headers.get("cache-control"), "no-store");
    const { client, events, actions, ticket, url }: Invitation = await answer.json();
    equal(url, `${broker.ws}/`);
    const policy = (await app.request("http://localhost/p")).headers.get("content-security-policy");
    equal(policy?.includes(`connect-src 'self' ${broker.ws}`), true);
    const [, , , , page = "", node] = events.split("/");
    const dialled = { page: "/p", level: page, client, node: Number(node), open: `OPEN,${ticket}` };
    const wire = await dialMqtt(broker.ws, { ...dialled, version: "3.1.1" });
    equal([wire.events, wire.actions], [events, actions]);
    wire.term(hello("", "client-1"));
    const { code, data } = io(await wire.next());
    // What tells mistakes while pages are developed comes first.
    equal(shown(code), [["{}", ":part", "./check.js", ""], ["{}", ":update", "who", "alice"]]);
    equal(shown(data), ["{}", ":Token", ""]);
    await stop();
    equal(await wire.closed, [1001, "the server stops"]);
  },
});
