import * as n2o from "../../../n2o/mod.ts";
import { nitro } from "../../../nitro/mod.ts";
import { assert, equal } from "../../_support/assert.ts";
import { tokenOf } from "../../_support/server/wire.ts";
import { hello, scene } from "../../n2o/page.ts";

/** A protocol that seals what a client says, whether it has a session or not. */
const signer: n2o.Protocol = {
  info: (message) =>
    message.type === "term" && n2o.isRecord(message.term, "sign", 2)
      ? n2o.reply({ bert: n2o.pickle(message.term.elements[1] ?? []) })
      : n2o.unknown,
};

Deno.test("pickle_before_hello_is_a_token: a term that a client has sealed before its hello is no token", async () => {
  const { server, open, greeted } = scene(() => {}, { protocols: [n2o.heart, signer, nitro] });
  await greeted();
  const sessions = () => [...server.tables.get("cookies")?.rows() ?? []].map(({ key }) => key);
  const [victim] = sessions();
  const thief = open(),
    token = n2o.tuple(n2o.tuple(String(victim), n2o.atom("auth")), n2o.tuple(1, []));
  thief.term(n2o.tuple(n2o.atom("sign"), token));
  const answer = await thief.next();
  assert(answer !== "empty" && "term" in answer);
  const guest = open();
  guest.term(hello(n2o.text(answer.term), "client-9"));
  tokenOf(await guest.next());
  equal(sessions().length, 2, "the forged token must begin a session of its own");
});
