/**
 * Uploads over a broker of MQTT: the same records, each an event.
 *
 * @module
 */
import { mqtt } from "../../../n2o/endpoint/mqtt/mqtt.ts";
import { memorySink } from "../../../n2o/file/mod.ts";
import { stop } from "../../../n2o/server.ts";
import { equal } from "../../_support/assert.ts";
import { mosquittoAbsent, startMosquitto } from "../../_support/server/mosquitto.ts";
import { dialMqtt, endLink } from "../../_support/server/mqtt.ts";
import { tokenOf } from "../../_support/server/wire.ts";
import { hello } from "../page.ts";
import { ask, bytesOf, contentOf, digest, upload, uploadScene } from "./uploader.ts";

Deno.test({
  name:
    "a file arrives over MQTT with its bytes, once, goes on after a cut, and its page answers meanwhile",
  ignore: mosquittoAbsent,
  fn: async () => {
    await using broker = await startMosquitto();
    const sink = memorySink(), services = { ws: ["app"], mqtt: ["app"] };
    const scene = uploadScene(sink, {}, { services }), { server } = scene;
    const endpoint = await mqtt(server, { url: broker.url });
    const open = async (token = "") => {
      const wire = await dialMqtt(broker.url, { page: "/p" });
      wire.term(hello(token, "client-1"));
      return { wire, token: tokenOf(await wire.next()) };
    };
    const bytes = bytesOf(1_500_000), file = { id: "1", name: "a.bin", bytes };
    const first = await open(),
      begun = await ask(first.wire, { name: "a.bin", size: bytes.length });
    const data = bytes.subarray(0, begun.block);
    const sent = { name: "a.bin", size: bytes.length, status: "send", block: data.length, data };
    equal((await ask(first.wire, sent)).offset, data.length);
    first.wire.link.stream.destroy();
    await first.wire.closed;

    const { wire } = await open(first.token);
    equal((await ask(wire, { name: "a.bin", size: bytes.length })).offset, data.length);
    const whole = upload(wire, file);
    const beside = await open(first.token);
    beside.wire.text("PING");
    equal(await beside.wire.next(), { text: "PONG" });
    equal((await whole).offset, bytes.length);
    equal(digest(await contentOf(sink, scene.places[0] ?? "")), digest(bytes));
    // Both pages of the session hear, each once.
    const done = scene.heard.filter((each) => each.startsWith("done"));
    equal([done.length <= 2, new Set(done)], [
      true,
      new Set(["done a.bin application/octet-stream"]),
    ]);
    for (const each of [first, beside, { wire }]) await endLink(each.wire.link);
    await stop(server);
    await endpoint.close();
    await scene.close();
  },
});
