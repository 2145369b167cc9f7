import { check } from "../../../nitro/check/check.ts";
import * as nitro from "../../../nitro/mod.ts";
import { equal } from "../../_support/assert.ts";
import type { Answer } from "../../_support/server/wire.ts";
import { instructions, pickle, scene } from "../../n2o/page.ts";

/** What the log says of a page whose first message does this twice, and what it sends. */
async function looked(act: () => void, isLooked = true) {
  const { server, greeted, book } = scene((event) => {
    if (event === "init") act();
  });
  if (isLooked) check(server);
  const { hello } = await greeted();
  await greeted();
  const said = book.entries.filter(({ level }) => level === "warning")
    .map(({ message, details }) => [message, details?.["element"]]);
  const sent: unknown = instructions(hello);
  return { said, sent: Array.isArray(sent) ? sent : [] };
}

const { div, input, label, panel, textbox } = nitro;

Deno.test("an update that loses its id is told once, with the element", async () => {
  const { said } = await looked(() => {
    nitro.update("box", panel({ id: "other" }));
    nitro.update("out", panel({ body: panel({ id: "out" }) }));
    nitro.update({ qs: ".all" }, "text");
  });
  equal(said, [[
    'the page updates "box" by what does not have that id: the next update would find nothing',
    '<div id="other">',
  ]]);
});

Deno.test("an id that is shown twice is told, where it is in one markup", async () => {
  const { said } = await looked(() => {
    nitro.update(
      "box",
      div({ id: "box", body: [div({ id: "a" }), div({ id: "a", title: "second" })] }),
    );
    nitro.insertBottom("box", div({ id: "a", body: "updated where it stands" }));
  });
  equal(said, [[
    'the page shows the id "a" twice: only the first is found',
    '<div id="a" title="second">',
  ]]);
});

Deno.test("a control that nothing can name is told, and none that a label can find", async () => {
  const { said } = await looked(() =>
    nitro.insertBottom("box", [
      input({ name: "bare" }),
      input({}),
      textbox({ postback: "made up" }),
      textbox({ id: "elsewhere" }),
      label({ body: ["in", textbox({})] }),
      textbox({ aria: { label: "said" } }),
      nitro.hidden({}),
      nitro.submit({ body: "Go" }),
      nitro.checkbox({ body: "Yes" }),
      panel({ title: 'a "quoted" > < title', body: "<input>" }),
    ])
  );
  const told =
    "the page shows a control that nothing can name: give it an id and a label, or aria: { label }";
  equal(said.map(([message]) => message), [told, told, told]);
  equal(said[0]?.[1], '<input name="bare"/>');
});

Deno.test("what goes to the client is what was wired, and what looks on there; nothing where nobody looks", async () => {
  const act = () => nitro.update("go", nitro.button({ id: "go", postback: 1, source: ["a", "b"] }));
  const { sent } = await looked(act), plain = await looked(act, false);
  const shown = JSON.stringify(sent), part = ["{}", ":part", "./check.js"];
  equal(sent.length, plain.sent.length + 2);
  equal([sent.at(0), sent.at(-1)], [[...part, ""], [...part, "go", "a", "b"]]);
  equal(shown.includes("check"), true);
  equal(JSON.stringify(plain).includes("check"), false);
});

Deno.test("what the browser was told to look at it is not told again, whatever else it is", async () => {
  const { server, greeted } = scene((event) => {
    const source = event === "other" ? ["a", "c"] : ["a", "b"];
    for (const id of ["same", "other"]) {
      nitro.update(id, nitro.button({ id, body: `${source}`, postback: id, source }));
    }
  });
  check(server);
  const looks = async (answer: Promise<Answer> | Answer) =>
    JSON.stringify(instructions(await answer)).match(/"\.\/check\.js",[^\]]*/g);
  const guest = await greeted(), { pickles } = guest;
  const all = ['"./check.js","same","a","b"', '"./check.js","other","a","b"'];
  equal(await looks(guest.hello), ['"./check.js",""', ...all]);
  const ask = (id: string, seq: number) => {
    guest.term(pickle(id, pickles[`${id} click`] ?? "", [], seq));
    return looks(guest.next());
  };
  equal(await ask("same", 1), null);
  equal(await ask("other", 2), ['"./check.js","same","a","c"', '"./check.js","other","a","c"']);
  equal(await ask("other", 3), null);
  // Another page is told all.
  equal(await looks((await greeted("", "client-2")).hello), ['"./check.js",""', ...all]);
});
