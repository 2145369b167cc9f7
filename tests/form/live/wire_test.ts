import { document, formPage, rule } from "../../../form/mod.ts";
import { atom, heart, server, silentLog, tuple } from "../../../n2o/mod.ts";
import { nitro } from "../../../nitro/mod.ts";
import { assert, equal } from "../../_support/assert.ts";
import { Client, pickleOf } from "./client.ts";

const sheet = document({
  name: "sheet",
  fields: Array.from({ length: 50 }, (_, at) => ({
    id: `f${at}`,
    title: `Field ${at}`,
    type: "number" as const, // as: one of the types
    ...at >= 40 ? { computed: rule(`f0 + f${at - 40}`) } : { default: at },
  })),
  buttons: [{ name: "send", title: "Send" }],
});

Deno.test("a keystroke in a field that ten others follow is answered by less than 600 bytes, from the first on", async () => {
  const page = formPage({ document: sheet, mode: "create", submit: () => {} });
  const made = server({
    secret: "sixteen or more random characters",
    routes: { "/": page },
    protocols: [heart, nitro],
    log: silentLog,
  });
  const client = new Client(made, false), id = "f0_sheet_create";
  const first = await client.say(tuple(atom("hello"), 1, "", "a-page-of-a-test"));
  const pickle = pickleOf(first, id, "input");
  assert(pickle !== "", "what others follow is heard while it is typed");
  equal(pickleOf(first, "f30_sheet_create", "input"), "");
  for (const typed of ["1", "12", "12.", "12.5", "", "-7", "x", "99999"]) {
    await client.event(id, pickle, [tuple(id, typed)]);
    const [answer = new Uint8Array()] = client.frames;
    assert(answer.length < 600, `${JSON.stringify(typed)} is answered by ${answer.length} bytes`);
  }
});
