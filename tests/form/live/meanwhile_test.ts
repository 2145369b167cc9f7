import { live, type LiveForm, type Options } from "../../../form/mod.ts";
import { main, page } from "../../../nitro/mod.ts";
import { type TestPage, visit } from "../../../nitro/testing.ts";
import { equal } from "../../_support/assert.ts";

const send = (shown: TestPage) => shown.click(shown.getByRole("button", { name: "Send" }));
const BUTTONS = [{ name: "send", title: "Send" }];

function pageOf(form: LiveForm) {
  return page({
    title: "Form",
    body: async () => main({ body: await form.body() }),
    event: (event) => form.event(event),
  });
}

Deno.test("what was chosen is not sent where nobody told in time that it may be, and what is new is not asked about", async () => {
  const never = new Promise<boolean>(() => {});
  const answers: readonly (readonly [Options["has"], boolean])[] = [
    [() => true, true],
    [() => Promise.resolve(true), true],
    [() => false, false],
    [() => never, false],
    [({ id }) => id === "1" || never, false],
    [() => {
      throw new Error("down");
    }, false],
    [() => Promise.reject(new Error("down")), false],
    [() => "yes" as never, false], // as: an application that answers anything
  ];
  const lookup = { type: "comboLookupEdit", title: "Who" };
  const value = [{ id: "1", text: "Ann" }, { id: "2", text: "Bob" }, { id: "", text: "New" }];
  for (const [at, [has, isSent]] of answers.entries()) {
    const sent: unknown[] = [], asked: string[] = [];
    const form = live({
      name: "d",
      fields: [
        { id: "who", ...lookup },
        { id: "rows", type: "table", fields: [{ id: "who", ...lookup }] },
      ],
      buttons: BUTTONS,
    }, {
      load: () => ({ who: value, rows: [{ who: value }, { who: value }] }),
      options: {
        find: () => ({ items: [] }),
        has(choice, field, path) {
          asked.push(choice.id);
          return has?.(choice, field, path) ?? true;
        },
      },
      submit: (values) => void sent.push(values),
    });
    await using shown = await visit(pageOf(form), { log: () => {} });
    const pressed = send(shown);
    await shown.clock.advance(6_000);
    await pressed;
    equal([at, sent.length, asked.includes("")], [at, isSent ? 1 : 0, false]);
    equal(shown.getAllByRole("group", { name: "Who" }).length > 0, true);
  }
});

Deno.test("what is changed while it is checked is checked as well, before anything is sent", async () => {
  for (const [late, isSent] of [["bad", false], ["good", true]] as const) {
    const sent: unknown[] = [];
    let left = 1;
    const form: LiveForm = live({
      name: "d",
      fields: [{ id: "x", title: "X", pattern: "[a-z]*", length: 4 }, { id: "n", unique: true }],
      buttons: BUTTONS,
    }, {
      load: () => ({ x: "a", n: "1" }),
      async unique() {
        if (left-- > 0) await form.set("x", late === "bad" ? "too long" : "good");
        return true;
      },
      submit: (values) => void sent.push(values),
    });
    await using shown = await visit(pageOf(form), { log: () => {} });
    await send(shown);
    equal(sent, isSent ? [{ x: "good", n: "1" }] : []);
  }
});

Deno.test("a form that never stands still while it is checked is not sent", async () => {
  const sent: unknown[] = [];
  let count = 0;
  const form: LiveForm = live({
    name: "d",
    fields: [{ id: "x", title: "X" }, { id: "n", unique: true }],
    buttons: BUTTONS,
  }, {
    load: () => ({ x: "a", n: "1" }),
    async unique() {
      await form.set("x", String(++count));
      await form.set("n", String(count));
      return true;
    },
    submit: (values) => void sent.push(values),
  });
  await using shown = await visit(pageOf(form), { log: () => {} });
  await send(shown);
  equal([sent, count < 100], [[], true]);
});

Deno.test("what is changed while it is carried out is sent by the next press", async () => {
  const sent: unknown[] = [];
  const form: LiveForm = live({
    name: "d",
    fields: [{ id: "x", title: "X" }],
    buttons: BUTTONS,
  }, {
    load: () => ({ x: "a" }),
    async submit(values) {
      sent.push(values);
      if (sent.length === 1) await form.set("x", "late");
    },
  });
  await using shown = await visit(pageOf(form));
  await send(shown);
  await send(shown);
  await send(shown);
  equal(sent, [{ x: "a" }, { x: "late" }]);
});
