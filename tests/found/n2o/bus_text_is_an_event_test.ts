import * as n2o from "../../../n2o/mod.ts";
import * as nitro from "../../../nitro/mod.ts";
import { equal } from "../../_support/assert.ts";
import { pickle, scene } from "../../n2o/page.ts";

Deno.test("bus_text_is_an_event: a text that a person sends over the bus is told from the page's own postbacks, from init and from terminate", async () => {
  for (const said of ["delete-account", "init", "terminate"]) {
    const postbacks: unknown[] = [], news: unknown[] = [];
    let inits = 0;
    const { greeted } = scene((event) => {
      if (n2o.isSent(event)) news.push(event.message);
      else if (event === "init") {
        inits++;
        n2o.reg("room");
        nitro.wire(nitro.event({ target: "say", postback: "say", source: ["text"] }));
      } else if (event === "say") n2o.send("room", nitro.q("text"));
      else postbacks.push(event);
    });
    const victim = await greeted(), speaker = await greeted("", "client-2");
    const args = [n2o.tuple("text", said)];
    speaker.term(pickle("say", speaker.pickles["say click"] ?? "", args, 1));
    await speaker.next();
    await speaker.settled();
    await victim.settled();
    equal([postbacks, news, inits], [[], [said, said], 2]);
  }
});

Deno.test("bus_text_is_an_event: whatever is sent, a page is told an object that equals no postback", async () => {
  const postback = { do: "delete", id: 7 }, heard: unknown[] = [];
  const { greeted, server } = scene((event) => {
    if (event === "init") n2o.reg("room");
    else heard.push(event);
  });
  const victim = await greeted();
  const sent = ["", "init", 0, 7, -1.5, true, false, null, [], ["init"], [postback], {}, postback]
    .concat([{ topic: "room", message: "init" }], [{ topic: "room", lost: true }]);
  for (const message of sent) server.bus.send("room", message);
  await victim.settled();
  equal(heard.length, sent.length);
  for (const [at, event] of heard.entries()) {
    equal(n2o.isSent(event) && event.message, sent[at]);
    equal([typeof event, Array.isArray(event), n2o.isLost(event)], ["object", false, false]);
    equal(Object.keys(event as object).includes("do"), false);
    equal(event === postback, false);
  }
});
