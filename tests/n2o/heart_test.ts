import { atom } from "../../n2o/term/atom.ts";
import { Sent } from "../../n2o/bus/news.ts";
import { cx } from "../../n2o/cx.ts";
import { heart, type Message, unknown } from "../../n2o/proto.ts";
import { equal } from "../_support/assert.ts";

const req = { path: "/p", query: "", headers: {} };
const ask = async (message: Message) => {
  const answer = await heart.info(message, req, cx("/p"));
  return answer === unknown ? "unknown" : answer.payload;
};

Deno.test("PING is answered with PONG and an empty text with an empty text; all else is left to others", async () => {
  equal(await ask({ type: "text", text: "PING" }), { text: "PONG" });
  equal(await ask({ type: "text", text: "" }), { text: "" });
  for (const text of ["ping", "PING ", "PONG", "N2O,"]) {
    equal(await ask({ type: "text", text }), "unknown");
  }
  equal(await ask({ type: "term", term: atom("PING") }), "unknown");
  equal(
    await ask({ type: "bus", topic: "t", data: "PING", news: new Sent("t", "PING") }),
    "unknown",
  );
  equal(await ask({ type: "exit", reason: "PING" }), "unknown");
});
