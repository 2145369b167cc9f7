import { nitro } from "../../../mod.ts";
import { type Entry, entry } from "../entry.ts";

const { button, code, datalist, fieldset, flash, form, input, keygen, label, legend, meter } =
  nitro;
const { number, optgroup, option, output, p, pre, progress, refresh, renderBody, select } = nitro;
const { state, submit, takes, textarea, textbox } = nitro;

export const order: Entry = entry({
  title: "A form",
  says:
    "Enter and the button send it. Its handler takes the values of the controls by their ids, each read as its kind says.",
  on: {
    order: takes({ item: "text", count: "number" }, ({ item, count }) => {
      if (item === "" || count === undefined) return flash("Which, and how many?", "error");
      flash(`Ordered: ${count} ${item}`, "success");
    }),
  },
  body: ({ on }) =>
    form({
      id: "order-form",
      ...on.order(),
      body: [
        label({ for: "item", body: "Item" }),
        textbox({ id: "item", autocomplete: "off" }),
        label({ for: "count", body: "How many" }),
        number({ id: "count", min: 1, max: 99, step: 1 }),
        submit({ body: "Order" }),
      ],
    }),
});

export const checked: Entry = entry({
  title: "Checked before it is sent",
  says:
    "validation waits until the sources are good by their own attributes: the browser says which is not, and why. Look again on the server.",
  on: {
    save: takes({ plate: "text" }, ({ plate }) => flash(`Saved ${plate}`, "success")),
  },
  body: ({ on }) => [
    label({ for: "plate", body: "Number plate, as AA 1234" }),
    textbox({ id: "plate", required: true, pattern: "[A-Z]{2} [0-9]{4}", autocomplete: "off" }),
    button({ id: "save", body: "Save", validation: true, ...on.save() }),
  ],
});

export const computed: Entry = entry({
  title: "A result as one types",
  says:
    "event wires what an element has no property for. A debounce waits until the person pauses; what changed is all that is sent.",
  on: {
    sum: takes({ left: "number", right: "number" }, async ({ left = 0, right = 0 }) => {
      state("sum", left + right);
      await refresh();
    }),
  },
  body: ({ on }) => [
    ["left", "right"].map((id) => [
      label({ for: id, body: id === "left" ? "One number" : "Another" }),
      number({
        id,
        actions: [nitro.event({ target: id, type: "input", debounce: 150, ...on.sum() })],
      }),
    ]),
    p({
      body: ["Sum: ", output({ id: "sum", for: "left right", body: String(state("sum") ?? 0) })],
    }),
  ],
});

export const groups: Entry = entry({
  title: "A group of controls",
  says:
    "What the group is called is a property, or an element of its own. A disabled group disables all of it.",
  body: () => [
    fieldset({
      legend: "Address",
      body: [label({ for: "street", body: "Street" }), textbox({ id: "street", name: "street" })],
    }),
    fieldset({
      disabled: true,
      body: [
        legend({ body: "Closed" }),
        label({ for: "closed", body: "Not today" }),
        textbox({ id: "closed" }),
      ],
    }),
  ],
});

export const choices: Entry = entry({
  title: "Choices",
  says:
    "One or several; what was chosen stays over updates as long as it is offered. See dropdown for one that is made of data.",
  on: {
    several: takes(
      { cakes: "list" },
      ({ cakes }) => flash(`Chosen: ${cakes.join(", ") || "none"}`),
    ),
  },
  body: ({ on }) => [
    label({ for: "drink", body: "Drink" }),
    select({
      id: "drink",
      body: [
        optgroup({ label: "Hot", body: [option({ body: "Tea" }), option({ body: "Cocoa" })] }),
        optgroup({ label: "Cold", body: option({ value: "water", body: "Water" }) }),
      ],
    }),
    label({ for: "cakes", body: "Cakes" }),
    select({
      id: "cakes",
      multiple: true,
      size: 3,
      body: ["Apple", "Plum", "Nut"].map((body) => option({ body })),
      ...on.several(),
    }),
  ],
});

export const texts: Entry = entry({
  title: "Several lines",
  says: "The text is its value or its body. Ctrl+Enter sends it: a key is an option of an event.",
  on: {
    note: takes({ note: "text" }, ({ note }) => flash(`${note.length} characters`)),
  },
  body: ({ on }) => [
    label({ for: "note", body: "Note" }),
    textarea({
      id: "note",
      rows: 3,
      maxlength: 1_000,
      value: "Two\nlines",
      actions: [
        nitro.event({ target: "note", type: "keydown", key: "Ctrl+Enter", ...on.note() }),
      ],
    }),
  ],
});

export const proposals: Entry = entry({
  title: "Proposals",
  says: "The browser proposes what the list has; anything else may be typed.",
  body: () => [
    label({ for: "town", body: "Town" }),
    input({ id: "town", list: "towns" }),
    datalist({ id: "towns", body: ["Kyiv", "Lviv", "Odesa"].map((value) => option({ value })) }),
  ],
});

export const measures: Entry = entry({
  title: "How far, and how much",
  says: "Progress of something that ends, and a measure within a range.",
  body: () => [
    label({ for: "done", body: "Copied" }),
    progress({ id: "done", value: 3, max: 5 }),
    label({ for: "disk", body: "Disk" }),
    meter({
      id: "disk",
      value: 80,
      min: 0,
      max: 100,
      low: 60,
      high: 90,
      optimum: 20,
      body: "80 %",
    }),
  ],
});

export const keys: Entry = entry({
  title: "A pair of keys",
  says: "Browsers do not make it any more: use WebAuthn. Here is its markup.",
  body: () => pre({ body: code({ body: renderBody(keygen({ name: "key" })).html }) }),
});
