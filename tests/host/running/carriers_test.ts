import { json } from "../../../n2o/format/mod.ts";
import { onTcp } from "../../../n2o/endpoint/tcp.ts";
import { onUdp } from "../../../n2o/endpoint/udp.ts";
import { n2o } from "../../../mod.ts";
import { assert, equal, rejects } from "../../_support/assert.ts";
import { needs } from "../../_support/permission.ts";
import { dialTcp, dialUdp, plainTcp } from "../../_support/server/carriers.ts";
import { made } from "../made.ts";

needs("net");

const local = { port: 0, hostname: "127.0.0.1" };

Deno.test("an application speaks over TCP and UDP where the settings open them, and closes them as it stops", async () => {
  const addresses: unknown[] = [];
  const page = { event: () => void addresses.push(n2o.context().req.address) };
  const { start, server } = await made({
    ...local,
    routes: { "/app/p": page },
    tcp: onTcp({ path: "/app/p" }),
    udp: onUdp({ path: "/app/p" }),
  });
  const { tcp = 0, udp = 0, port, stop } = await start();
  assert(tcp > 0 && udp > 0 && tcp !== port);
  const [stream, datagrams] = [
    await dialTcp({ ...local, port: tcp, close: stop }),
    await dialUdp({ ...local, port: udp, close: stop }),
  ];
  for (const each of [stream, datagrams]) {
    each.text("PING");
    equal(await each.next(), { text: "PONG" });
    each.text("N2O,");
    const answer = await each.next();
    assert(answer !== "empty" && "term" in answer, "it is BERT");
  }
  equal(addresses, ["127.0.0.1", "127.0.0.1"]);
  const silent = await plainTcp({ ...local, port: tcp, close: stop });
  silent.on("error", () => silent.destroy()).resume();
  const stopped = stop();
  await Promise.all([stream.closed, datagrams.closed]);
  silent.destroy();
  await stopped;
  equal(server.connections.size, 0);
});

Deno.test("how terms are written is chosen by the request", async () => {
  const asked: string[] = [];
  const { start } = await made({
    ...local,
    tcp: onTcp({ path: "/app/p?as=json" }),
    formatter(req) {
      asked.push(req.query);
      return json;
    },
  });
  const { tcp = 0, stop } = await start(),
    client = await dialTcp({ ...local, port: tcp, close: stop });
  client.text("N2O,");
  const answer = await client.next();
  assert(answer !== "empty" && "text" in answer && answer.text.includes("Token"), "it is JSON");
  equal(asked, ["as=json"]);
  await client.leave();
  await stop();
});

Deno.test("an endpoint that cannot be opened is a setting that cannot work, and nothing stays open", async () => {
  const taken = Deno.listen(local), { port } = taken.addr;
  const cases = [
    [{ tcp: onTcp({ path: "/app/p", port }) }, `tcp: port: ${port} is taken`],
    [{ tcp: onTcp({ path: "/none" }) }, "tcp: path: no page"],
    [{ tcp: onTcp({ path: "/app/p" }), udp: onUdp({ path: "/none" }) }, "udp: path: no page"],
    [{ udp: onUdp({ path: "/app/p", hostname: "192.0.2.1" }) }, "udp: hostname:"],
  ] as const;
  for (const [config, words] of cases) {
    const { start } = await made({ ...local, ...config });
    const { message } = await rejects(start, n2o.N2oError, "config");
    assert(message.includes(words), message);
  }
  taken.close();
  for (const config of [{ tcp: 1 }, { udp: {} }, { formatter: "json" }]) {
    // As: programs without types give anything.
    await rejects(() => made(config as never), n2o.N2oError, "config");
  }
});
