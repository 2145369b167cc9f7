import * as n2o from "../../../n2o/mod.ts";
import * as nitro from "../../../nitro/mod.ts";
import { equal } from "../../_support/assert.ts";
import { pickle, scene } from "../../n2o/page.ts";

Deno.test("bus_text_is_an_event: a text that a person sends over the bus is a postback of every receiver (should: it is told from one)", async () => {
  const postbacks: unknown[] = [];
  const { greeted } = scene((event) => {
    if (event === "init") {
      n2o.reg("room");
      nitro.wire(nitro.event({ target: "say", postback: "say", source: ["text"] }));
    } else if (event === "say") n2o.send("room", nitro.q("text"));
    else postbacks.push(event);
  });
  const victim = await greeted(), speaker = await greeted("", "client-2");
  const said = [n2o.tuple("text", "delete-account")];
  speaker.term(pickle("say", speaker.pickles["say click"] ?? "", said, 1));
  await speaker.next();
  await speaker.settled();
  await victim.settled();
  equal(postbacks, ["delete-account", "delete-account"]);
  // should: equal(postbacks.includes("delete-account"), false);
});
