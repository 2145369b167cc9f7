/**
 * Forms for tests in a browser: `PORT` and `KV_PATH`, the file of the store, come from the environment.
 *
 * @module
 */
import { document, formPage, rule } from "../../../../form/mod.ts";
import { main } from "../../../../host/deno/mod.ts";
import { drafts, records } from "../../../../host/form/mod.ts";
import { application, kvs, n2o, nitro } from "../../../../mod.ts";

const KINDS = [
  "string",
  "email",
  "integer",
  "number",
  "textarea",
  "date",
  "bool",
  "select",
] as const;

/** Fifty fields of all kinds that keys reach. */
const big = document({
  name: "big",
  title: "Fifty fields",
  fields: Array.from({ length: 50 }, (_, at) => ({
    id: `f${at}`,
    title: `Field ${at}`,
    type: KINDS[at % KINDS.length] ?? "string",
    ...at % 8 < 4 && { required: true },
    ...at % 8 === 7 &&
      { options: [{ name: "red", title: "Red" }, { name: "blue", title: "Blue" }] },
  })),
  buttons: [{ name: "send", title: "Send", class: "sgreen" }],
});

/** Each field is called by what stands in the one before it, and all of them are counted. */
const late = document({
  name: "late",
  title: "Late answers",
  fields: Array.from({ length: 11 }, (_, at) => ({
    id: `f${at}`,
    title: rule<string>(at === 0 ? '"Field 0"' : `"Field ${at} " + f${at - 1}`),
    type: "string" as const, // as: one of the types
    ...at < 10
      ? { required: rule<boolean>(`f${(at + 3) % 10} = "need"`), max: 40 }
      : { computed: rule("string(string length(f0) + string length(f1))") },
  })),
  buttons: [{ name: "send", title: "Send", class: "sgreen" }],
});

const trip = document({
  name: "trip",
  title: "Trip",
  steps: true,
  sections: [{ id: "who", name: "Who" }, { id: "when", name: "When" }],
  fields: [
    { id: "name", title: "Name", sec: "who", required: true },
    { id: "days", title: "Days", type: "integer", sec: "when", required: true },
    { id: "note", title: "Note", sec: "when" },
  ],
  buttons: [{ name: "book", title: "Book", class: "sgreen" }],
});

const client = document({
  name: "client",
  title: "Client",
  fields: [
    { id: "name", title: "Name", required: true },
    { id: "city", title: "City" },
  ],
  buttons: [{ name: "save", title: "Save", class: "sgreen" }],
});

/** What the browser checks and what only the server can. */
const pay = document({
  name: "pay",
  title: "Pay",
  fields: [
    { id: "name", title: "Name", required: true, min: 2 },
    { id: "card", title: "Card", required: true, validation: "card" },
  ],
  validations: [{ for: "card", holds: ({ name, card }) => name !== card || "Not your name." }],
  buttons: [{ name: "send", title: "Send", class: "sgreen" }],
});
let payments = 0;

await main(async () => {
  const kv = await kvs.openKv(Deno.env.get("KV_PATH") ?? ":memory:");
  const clients = records(kv, kvs.table<{ id: string }>("client"));
  await clients.save("7", { name: "Acme", city: "Kyiv" }, null);
  const said = (values: unknown) => nitro.hook("sent-form", JSON.stringify(values));
  const { start } = await application({
    kv,
    routes: {
      "/big": formPage({ document: big, mode: "create", submit: said }),
      "/late": formPage({ document: late, mode: "create", submit: said }),
      "/trip": formPage({ document: trip, mode: "create", drafts: drafts(kv), submit: said }),
      "/pay": formPage({
        document: pay,
        mode: "create",
        submit: (values) => said({ ...values, count: ++payments }),
      }),
      "/clients/*": formPage({ document: client, records: clients }),
      "/login": {
        event: (event) => void (event === "init" && n2o.user(nitro.qc("user") ?? "ann")),
      },
    },
    port: Number(Deno.env.get("PORT") ?? 0),
    secret: "sixteen or more random characters",
  });
  const { finished } = await start();
  await finished;
});
