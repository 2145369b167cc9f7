import { n2o, nitro } from "../../../mod.ts";
import { type Entry, entry } from "../entry.ts";

const { button, checkbox, div, dropdown, fieldset, flash, input, label, legend, li, p, panel } =
  nitro;
const { progress, radio, refresh, select, state, strong, submit, table, takes, td, textarea } =
  nitro;
const { textbox, th, tr, ul, upload } = nitro;

export const closed: Entry = entry({
  title: "Disabled",
  says:
    "Neither the keyboard nor a pointer gets to it, and its value is no source. A disabled group disables what is in it.",
  body: () => [
    label({ for: "closed-text", body: "Name" }),
    textbox({ id: "closed-text", value: "Ada", disabled: true }),
    label({ for: "closed-choice", body: "Town" }),
    select({ id: "closed-choice", disabled: true, body: nitro.option({ body: "Kyiv" }) }),
    fieldset({
      disabled: true,
      body: [
        legend({ body: "Closed as a group" }),
        checkbox({ id: "closed-tick", body: "By post", checked: true }),
        label({ body: [radio({ name: "closed-radio", value: "1" }), "By air"] }),
        button({ id: "closed-button", body: "Send" }),
      ],
    }),
  ],
});

export const fixed: Entry = entry({
  title: "Read only",
  says: "It is reached, read and copied, and goes along as a source; nobody types into it.",
  body: () => [
    label({ for: "fixed-text", body: "Number" }),
    textbox({ id: "fixed-text", value: "2026-0042", readonly: true }),
    label({ for: "fixed-note", body: "Note" }),
    textarea({ id: "fixed-note", value: "As agreed by telephone.", readonly: true }),
  ],
});

export const needed: Entry = entry({
  title: "Required, with a hint",
  says:
    "required has the browser ask for it before anything is sent; the word is for who reads the label, the hint is told by aria-describedby.",
  on: { say: takes({ "passport-name": "text" }, (q) => flash(`Hello, ${q["passport-name"]}`)) },
  body: ({ on }) =>
    nitro.form({
      id: "needed-form",
      ...on.say(),
      body: [
        label({ for: "passport-name", body: ["Name ", strong({ body: "(required)" })] }),
        textbox({
          id: "passport-name",
          required: true,
          autocomplete: "off",
          aria: { describedby: "needed-hint" },
        }),
        p({ id: "needed-hint", body: "As it stands in the passport." }),
        submit({ body: "Say it" }),
      ],
    }),
});

export const refused: Entry = entry({
  title: "A value that the server refuses",
  says:
    "What only the server knows is said at the control: aria-invalid marks it, aria-errormessage names what is wrong, and the text that was typed stays.",
  on: {
    name: takes({ nick: "text" }, async ({ nick }) => {
      state("taken", nick.toLowerCase() === "ada" ? nick : null);
      await refresh();
      if (state("taken") === null) flash(`${nick} is yours`, "success");
    }),
  },
  body({ on }) {
    const taken = state("taken") ?? null;
    return [
      label({ for: "nick", body: "Nickname; ada is taken" }),
      textbox({
        id: "nick",
        autocomplete: "off",
        aria: taken === null ? {} : { invalid: true, errormessage: "nick-wrong" },
      }),
      p({
        id: "nick-wrong",
        class: "wrong",
        role: "alert",
        body: taken === null ? undefined : `${taken} is taken. Please choose another.`,
      }),
      button({ id: "nick-take", body: "Take it", ...on.name() }),
    ];
  },
});

export const empty: Entry = entry({
  title: "Nothing there yet",
  says:
    "An empty list says so, and what to do. A table keeps its head, and says it in one cell over all columns.",
  on: {
    async add() {
      state("orders", Number(state("orders") ?? 0) + 1);
      await refresh();
    },
    async clear() {
      state("orders", 0);
      await refresh();
    },
  },
  body({ on }) {
    const orders = Number(state("orders") ?? 0);
    return [
      orders === 0 ? p({ id: "no-orders", body: "No orders yet. Add the first one." }) : ul({
        id: "orders",
        body: Array.from({ length: orders }, (_, at) => li({ id: `order-${at}`, body: at + 1 })),
      }),
      table({
        caption: "Payments",
        header: tr({ cells: ["Day", "Sum"].map((body) => th({ scope: "col", body })) }),
        body: tr({ body: td({ colspan: 2, body: "Nothing was paid yet." }) }),
      }),
      button({ id: "add-order", body: "Add", ...on.add() }),
      button({ id: "clear-orders", body: "Clear", ...on.clear() }),
    ];
  },
});

export const loading: Entry = entry({
  title: "A part that is still read",
  says:
    "aria-busy on the part, and a progress without a value: nobody knows how long. What comes takes its place by an update.",
  on: {
    async read() {
      await new Promise((resolve) => setTimeout(resolve, 800));
      nitro.update("report", panel({ id: "report", body: p({ body: "7 orders, 42 €" }) }));
    },
  },
  body: ({ on }) => [
    panel({
      id: "report",
      aria: { busy: true },
      body: [label({ for: "reading", body: "Reading the report" }), progress({ id: "reading" })],
    }),
    button({ id: "report-read", body: "Read it", ...on.read() }),
  ],
});

export const busy: Entry = entry({
  title: "While it is sent",
  says:
    "The button is aria-busy, and may be disabled by the page until the answer is there: state it, and refresh twice.",
  on: {
    async pay() {
      state("paying", true);
      await refresh();
      await n2o.flush();
      await new Promise((resolve) => setTimeout(resolve, 800));
      state("paying", null);
      await refresh();
      flash("Paid", "success");
    },
  },
  body: ({ on }) =>
    button({
      id: "pay",
      body: state("paying") ? "Paying" : "Pay",
      disabled: state("paying") === true,
      ...on.pay(),
    }),
});

export const long: Entry = entry({
  title: "Long words, and the other direction",
  says:
    "Words that are wider than a phone break; a part that is written from right to left turns with all its controls.",
  body: () => [
    p({ body: "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" }),
    div({
      dir: "rtl",
      lang: "ar",
      body: [
        label({ for: "rtl-name", body: "الاسم" }),
        input({ id: "rtl-name", value: "آدا لوفلايس" }),
        label({ for: "rtl-town", body: "المدينة" }),
        dropdown({ id: "rtl-town", options: [{ value: "k", label: "كييف" }] }),
        checkbox({ id: "rtl-post", body: "بالبريد" }),
        button({ id: "rtl-send", body: "أرسل" }),
      ],
    }),
  ],
});

export const sending: Entry = entry({
  title: "An upload that is closed",
  says: "disabled says that no file is taken now.",
  body: () => upload({ id: "closed-upload", body: "Files, not now", disabled: true }),
});
