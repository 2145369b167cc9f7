import { nitro } from "../../../mod.ts";
import { type Entry, entry } from "../entry.ts";

const { blockquote, dd, div, dl, dt, figcaption, figure, hr, image, li, list, message } = nitro;
const { ol, p, panel, pre, ul } = nitro;

export const paragraphs: Entry = entry({
  title: "Paragraphs",
  says: "Paragraphs, a change of subject, a quotation, and a text whose blanks and lines stay.",
  body: () => [
    p({ body: "One." }),
    hr({}),
    blockquote({ cite: "https://example.com/", body: p({ body: "Said elsewhere." }) }),
    pre({ body: "a\n  b" }),
  ],
});

export const lists: Entry = entry({
  title: "Lists",
  says:
    "With numbers and without; list is either, by a property. An item that has an id is one instruction when it comes, moves or goes.",
  body: () => [
    ul({ body: ["Tea", "Cake"].map((body) => li({ body })) }),
    ol({ start: 3, reversed: true, body: ["Three", "Two"].map((body) => li({ body })) }),
    list({ numbered: true, body: [li({ body: "First" }), li({ value: 7, body: "Seventh" })] }),
  ],
});

export const meanings: Entry = entry({
  title: "Names with what they mean",
  says: "A list of pairs.",
  body: () =>
    dl({
      body: [
        dt({ body: "N2O" }),
        dd({ body: "a protocol" }),
        dt({ body: "KVS" }),
        dd({ body: "a store" }),
      ],
    }),
});

export const figures: Entry = entry({
  title: "Figures",
  says: "A picture, a listing or a table that the text refers to, and what it is called.",
  body: () =>
    figure({
      body: [
        image({ src: "/static/picture.svg", alt: "Three dots in a row", width: 120, height: 60 }),
        figcaption({ body: "A molecule" }),
      ],
    }),
});

export const divisions: Entry = entry({
  title: "Divisions",
  says: "div and panel are the same tag. A message is the original's element for a conversation.",
  body: () => [
    div({ class: ["box", false], body: "a division" }),
    panel({ class: "box", body: "a panel" }),
    message({ class: "box", body: p({ body: "Good day" }) }),
    panel({ showIf: false, body: "never rendered" }),
  ],
});
