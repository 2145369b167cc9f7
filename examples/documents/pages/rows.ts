/**
 * Groups and rows.
 *
 * @module
 */
import { document, formPage, rule } from "../../../form/mod.ts";
import { around, look, saying, type Subject } from "../page.ts";

/** An invoice with its lines. */
export const rows: Subject = {
  name: "rows",
  path: "rows",
  title: { en: "Groups and rows", uk: "Групи й рядки" },
  says: {
    en:
      "A group, a table and a list of groups. Rows are added, copied, moved by pointer or keyboard and removed; what is typed stays with its row.",
    uk:
      "Група, таблиця й список груп. Рядки додають, копіюють, пересувають мишею чи клавішами й прибирають; введене лишається при своєму рядку.",
  },
  async page({ lang }) {
    const say = saying(lang);
    const invoice = document({
      name: "invoice",
      fields: [
        {
          id: "buyer",
          type: "group",
          title: say("Buyer", "Покупець"),
          fields: [
            { id: "name", title: say("Name", "Назва"), required: true },
            { id: "city", title: say("City", "Місто") },
          ],
        },
        {
          id: "lines",
          type: "table",
          title: say("Lines", "Рядки"),
          min: 1,
          max: 10,
          fields: [
            { id: "item", title: say("Item", "Товар"), required: true, distinct: true },
            { id: "qty", type: "integer", title: say("Quantity", "Кількість"), default: 1, min: 1 },
            { id: "price", type: "number", title: say("Price", "Ціна"), min: 0 },
            { id: "sum", type: "number", title: say("Sum", "Сума"), computed: rule("qty * price") },
          ],
        },
        {
          id: "total",
          type: "number",
          title: say("Total", "Разом"),
          computed: rule("sum(lines.sum)"),
        },
        {
          id: "people",
          type: "group",
          vector: true,
          title: say("Whom to ask", "Кого питати"),
          max: 3,
          fields: [
            { id: "name", title: say("Name", "Ім'я"), required: true },
            { id: "phone", type: "phone", title: say("Telephone", "Телефон") },
          ],
        },
      ],
      buttons: [{ name: "send", title: say("Send", "Надіслати"), class: "sgreen" }],
    });
    return formPage({
      ...look(lang),
      document: invoice,
      title: rows.title[lang],
      load: () => ({
        buyer: { name: "Acme" },
        lines: [{ item: say("Tea", "Чай"), qty: 2, price: 70.5 }, {
          item: say("Milk", "Молоко"),
          qty: 1,
          price: 41,
        }],
        people: [{ name: "Ada" }],
      }),
      around: await around(rows, lang),
      submit() {},
    });
  },
};
