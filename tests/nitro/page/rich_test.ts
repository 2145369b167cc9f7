/**
 * Rich controls of a declared page: what its handlers take of them, and who answers what they ask.
 *
 * @module
 */
import { application } from "../../../mod.ts";
import { button, output, page, takes, update } from "../../../nitro/mod.ts";
import {
  calendar,
  type Choice,
  comboLookup,
  comboLookupVec,
  kinds,
  lookups,
  multipleInput,
  type Row,
  sortableList,
} from "../../../nitro/rich.ts";
import { stage } from "../../../nitro/testing.ts";
import { equal } from "../../_support/assert.ts";

/** Whether two types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends (<T>() => T extends B ? 1 : 2) ? true
  : false;

function is<_ extends true>(): void {}

const CLIENTS = ["Acme", "Axiom", "Globex"].map((text, at) => ({ id: `c${at}`, text }));

const order = page({
  title: "Order",
  lookups: lookups({
    client: ({ text }) => CLIENTS.filter((each) => each.text.startsWith(text)),
    "other-7": ({ text }) =>
      Promise.resolve({
        items: CLIENTS.filter((each) => each.text.endsWith(text)),
        next: undefined,
      }),
  }),
  on: {
    save: takes(
      {
        client: kinds.choice,
        tags: kinds.choices,
        steps: kinds.order,
        lines: kinds.rows,
        due: kinds.day({ min: { year: 2026, month: 1, day: 1 } }),
      },
      (q) => {
        is<Same<typeof q.client, Choice | undefined>>();
        is<Same<typeof q.tags, readonly Choice[] | undefined>>();
        is<Same<typeof q.steps, readonly string[] | undefined>>();
        is<Same<typeof q.lines, readonly Row[] | undefined>>();
        is<Same<NonNullable<typeof q.due>["day"], number>>();
        // @ts-expect-error -- a choice is no text
        q.client?.length;
        update("said", output({ id: "said", body: JSON.stringify(q) }));
      },
    ),
  },
  body: ({ on }) => [
    comboLookup({ id: "client", body: "Client" }),
    comboLookup({ id: "other-7", body: "Other" }),
    comboLookupVec({ id: "tags", input: { body: "Tag" }, values: [{ id: "t", text: "Tea" }] }),
    sortableList({
      id: "steps",
      body: "Steps",
      items: [{ key: "a", body: "A", name: "A" }, { key: "b", body: "B", name: "B" }],
    }),
    multipleInput({ id: "lines", body: "Lines", rows: ["one"] }),
    calendar({ id: "due", body: "Due", value: { year: 2026, month: 11, day: 8 } }),
    button({ id: "save", body: "Save", ...on.save() }),
    button({ id: "other", body: "Other", ...on.save().from({ client: "other-7" }) }),
    output({ id: "said", body: "" }),
  ],
});

Deno.test("a declared page answers its comboboxes, and its handlers take what rich controls hold", async () => {
  const made = await application({
    routes: { "/order": order },
    secret: "a secret of more than sixteen letters",
    port: 0,
    log: () => {},
  });
  await using theatre = stage(made);
  const client = await theatre.visit({ path: "/order" });
  const said = () => JSON.parse(client.get("#said").textContent);
  const due = { year: 2026, month: 11, day: 8 };
  const lines = [{ key: "0", values: ["one"] }];
  const none = { tags: [{ id: "t", text: "Tea" }], steps: ["a", "b"], lines, due };
  await client.click(client.get("#save"));
  equal(said(), none);
  const ask = async (id: string, text: string) => {
    await client.fill(client.get(id), text);
    await client.clock.advance(1_000);
    await client.settled();
  };
  await ask("#client-text", "Ax");
  await client.click(client.get("#client-list [role=option]"));
  await client.click(client.get("#save"));
  equal(said(), { client: { id: "c1", text: "Axiom" }, ...none });
  await ask("#other-7-text", "ex");
  await client.click(client.get("#other-7-list [role=option]"));
  await client.click(client.get("#other"));
  equal(said(), { client: { id: "c2", text: "Globex" }, ...none });
});
