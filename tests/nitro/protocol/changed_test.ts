import { event as on } from "../../../nitro/event.ts";
import { panel, span } from "../../../nitro/mod.ts";
import { textbox } from "../../../nitro/elements/input/input.ts";
import * as nitro from "../../../nitro/nitro.ts";
import { q } from "../../../nitro/q.ts";
import { wire } from "../../../nitro/wire/wire.ts";
import { equal } from "../../_support/assert.ts";
import { tokenOf } from "../../_support/server/wire.ts";
import { tuple } from "../../../n2o/mod.ts";
import { hello, instructions, pickle, scene } from "../../n2o/page.ts";

/** A page that shows a number and a control, says again what it showed, and fails. */
function page() {
  let count = 0;
  const show = () =>
    nitro.update(
      "box",
      panel({
        id: "box",
        body: [
          span({ id: "n", body: count }),
          textbox({ id: "f", value: "5" }),
          " and what stays as it is",
        ],
      }),
    );
  return (event: unknown) => {
    if (event === "init") {
      for (const name of ["more", "same", "fail"]) {
        wire(on({ target: name, postback: name, source: ["f"] }));
      }
    } else if (typeof event !== "string" || event === "terminate") return;
    if (event === "more") count++;
    show();
    if (event === "fail") throw new Error(`failed with ${q("f")}`);
  };
}

async function scenes() {
  const { greeted } = scene(page()), client = await greeted();
  let seq = 0;
  const press = async (name: string, typed?: string) => {
    const sealed = client.pickles[`${name} click`] ?? "";
    client.term(pickle(name, sealed, typed === undefined ? [] : [tuple("f", typed)], ++seq));
    return instructions(await client.next());
  };
  return { client, press };
}

const whole = (n: number) => [[
  "{}",
  ":update",
  "box",
  `<div id="box"><span id="n">${n}</span><input type="text" id="f" value="5"/> and what stays as it is</div>`,
]];

Deno.test("an update sends what changed, and nothing where nothing did", async () => {
  const { press } = await scenes();
  equal(await press("more"), [["{}", ":text", "n", "1"]]);
  equal(await press("same"), []);
});

Deno.test("a value that went along with an event is stated again, whether it was taken or not", async () => {
  const { press } = await scenes();
  equal(await press("same", "7"), [["{}", ":attr", "f", "value", "5"]]);
  equal(await press("same"), []);
});

Deno.test("after another hello, and after an event that failed, the whole goes out", async () => {
  const { client, press } = await scenes();
  client.term(hello(tokenOf(client.hello)));
  const again = JSON.stringify(instructions(await client.next()));
  equal(again.includes(JSON.stringify(whole(0)).slice(1, -1)), true, again);
  await press("fail", "7");
  equal(await press("same"), whole(0));
});
