import { nitro } from "../../../mod.ts";
import { type Entry, entry } from "../entry.ts";

const { caption, col, colgroup, table, tbody, td, tfoot, th, thead, tr } = nitro;

export const simple: Entry = entry({
  title: "A table by its properties",
  says: "Caption, columns, head and foot go into the elements that they need; rows get a tbody.",
  body: () =>
    table({
      caption: "Prices",
      header: tr({ cells: [th({ scope: "col", body: "Item" }), th({ scope: "col", body: "€" })] }),
      footer: tr({ cells: [th({ scope: "row", body: "Sum" }), td({ body: 7 })] }),
      body: [["Tea", 3], ["Cake", 4]].map(([name, price]) =>
        tr({ cells: [th({ scope: "row", body: name }), td({ body: price })] })
      ),
    }),
});

export const whole: Entry = entry({
  title: "A table element by element",
  says: "The same written out, with a column of its own look and a cell over two.",
  body: () =>
    table({
      body: [
        caption({ body: "Hours" }),
        colgroup({ body: [col({}), col({ class: "accent", span: 2 })] }),
        thead({
          body: tr({
            body: [td({}), th({ scope: "col", body: "From" }), th({ scope: "col", body: "To" })],
          }),
        }),
        tbody({
          body: tr({
            body: [th({ scope: "row", body: "Monday" }), td({ body: 9 }), td({ body: 17 })],
          }),
        }),
        tfoot({
          body: tr({
            body: [th({ scope: "row", body: "Sunday" }), td({ colspan: 2, body: "closed" })],
          }),
        }),
      ],
    }),
});
