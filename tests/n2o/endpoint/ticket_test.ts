/**
 * Tickets of browsers that come over a broker, and names of topics.
 *
 * @module
 */
import { opened, ticket } from "../../../n2o/endpoint/mqtt/ticket.ts";
import {
  actionsTopic,
  checkedTopic,
  eventsTopic,
  level,
  pageLevel,
  readEvents,
  readPage,
} from "../../../n2o/endpoint/mqtt/topic.ts";
import { N2oError } from "../../../n2o/error.ts";
import { equal, throws } from "../../_support/assert.ts";
import { rounds, SEED } from "../../_support/long.ts";
import { random } from "../../_support/random.ts";
import { scene } from "../page.ts";

const req = {
  path: "/p",
  query: "room=1",
  headers: { origin: "https://shop.example", cookie: "__Host-n2o=x; other=y" },
  address: "192.0.2.7",
  isSecure: true,
};

Deno.test("a ticket says what its request was for a minute, and nothing after it, changed, or on another server", () => {
  const { server, clock } = scene(), made = ticket(server, { client: "n2o_a", req });
  // Of the cookies its session alone.
  const headers = { origin: "https://shop.example", cookie: "__Host-n2o=x" };
  const expected = { client: "n2o_a", req: { ...req, headers } };
  equal(opened(server, made), expected);
  clock.advance(59_999);
  equal(opened(server, made), expected);
  clock.advance(2);
  equal(opened(server, made), undefined);
  const fresh = ticket(server, { client: "n2o_a", req }), { below } = random(SEED);
  const other = scene(undefined, { secret: "another secret of many letters", clock }).server;
  equal(opened(other, fresh), undefined);
  // What is sealed for something else is no ticket.
  const pickle = server.pickler.pickle("n2o_a", "", clock.now() + 60_000);
  for (const bad of ["", "x", `${fresh}x`, fresh.repeat(50), "x".repeat(10_000), pickle]) {
    equal(opened(server, bad), undefined, bad.slice(0, 40));
  }
  for (let round = 0; round < rounds(200, 5_000); round++) {
    const at = below(fresh.length), letter = "abcdefABCDEF0123-_"[below(18)] ?? "";
    const changed = fresh.slice(0, at) + letter + fresh.slice(at + 1);
    if (changed !== fresh) equal(opened(server, changed), undefined, `${at} ${letter}`);
  }
  equal(opened(server, fresh)?.client, "n2o_a");
});

Deno.test("+, # and $ are a name in an address and nowhere in a topic, and nobody has another's topic", () => {
  for (const name of ["+", "#", "$SYS", "a+b", "a#", "$share", "a/b", "", "x\0", "ї"]) {
    throws(() => level(name, "owner"), N2oError, "config");
  }
  const service = { owner: "n2o", service: "app" };
  for (const address of ["/p?q=+", "/p?#", "/$SYS", "/a b/ї", "/p?x=/events/#"]) {
    const page = pageLevel(address), topic = eventsTopic(service, { page, node: 1, client: "c-1" });
    equal(/[+#]/.test(topic), false, topic);
    equal(readEvents(topic), { page, client: "c-1" });
    equal(actionsTopic({ page, client: "c-1" }).split("/").length, 4);
  }
  const at = (page: string, client: string) => `/events/n2o/app/${page}/1/1/${client}`;
  for (const page of ["+", "#", "a+", "p#", ""]) equal(readEvents(at(page, "c-1")), undefined);
  for (const client of ["+", "#", "$SYS", "a/b", "c 1", "", "x".repeat(65), "ї"]) {
    equal(readEvents(at("%2Fp", client)), undefined, client);
  }
  equal(readPage({ "/p": { event() {} } }, "%2Fp%3Fq%3D%2B")?.query, "q=+");
  for (const topic of ["", "/a/+", "#", "a\0"]) {
    throws(() => checkedTopic(topic), N2oError, "value");
  }
  equal(checkedTopic("$SYS/of/others"), "$SYS/of/others");
});
