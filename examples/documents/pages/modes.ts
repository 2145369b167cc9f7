/**
 * One document in all modes.
 *
 * @module
 */
import { compiled, document, headView, live, locale, sheet, view } from "../../../form/mod.ts";
import { nitro } from "../../../mod.ts";
import { around, look, saying, type Subject } from "../page.ts";

const { flash, h2, page, panel, table, tbody, thead } = nitro;
/** Modes in which something is entered, and those that show text. */
const ENTERED = ["create", "edit", "search"] as const, SHOWN = ["view", "compact"] as const;

/** A book, in each mode. */
export const modes: Subject = {
  name: "modes",
  path: "modes",
  title: { en: "Modes", uk: "Режими" },
  says: {
    en:
      "The same declaration makes and changes a record, looks for one, and shows it whole, in short and in a row.",
    uk:
      "Те саме оголошення створює й змінює запис, шукає його й показує повністю, коротко та в рядку.",
  },
  async page({ lang }) {
    const say = saying(lang), { locale: words, ...rest } = look(lang);
    /** Forms of one page have names of their own. */
    const book = (name: string) =>
      document({
        name,
        fields: [
          { id: "title", title: say("Title", "Назва"), required: true },
          { id: "year", type: "integer", title: say("Year", "Рік"), min: 1450, default: 2026 },
          { id: "price", type: "money", curr: "UAH", title: say("Price", "Ціна") },
        ],
        buttons: [{ name: "go", title: say("Go on", "Далі"), class: "sgreen" }],
      });
    const record = { title: "Кобзар", year: 1840, price: { minor: 120_00n, currency: "UAH" } };
    const entered = ENTERED.map((mode) => ({
      mode,
      form: live(book(`book_${mode}`), {
        mode,
        locale: words,
        ...mode === "edit" && { load: () => record },
        submit: () => flash(`${mode}: ${say("all is right", "усе правильно")}`),
        done: () => {},
      }),
    }));
    const shownAs = (mode: "view" | "compact" | "row", held = record) =>
      sheet(compiled(book(`book_${mode}`)), { record: held, mode, locale: locale(lang) });
    const rows = [record, { ...record, title: "Лісова пісня", year: 1911 }]
      .map((held) => shownAs("row", held));
    const frame = await around(modes, lang);
    return page({
      ...rest,
      title: modes.title[lang],
      async event(event) {
        for (const { form } of entered) if (await form.event(event)) return;
      },
      async body() {
        const forms: nitro.Body[] = [];
        for (const { mode, form } of entered) {
          forms.push(h2({ id: mode, body: mode }), await form.body());
        }
        const [first = shownAs("row")] = rows;
        return frame([
          forms,
          SHOWN.map((mode) => [h2({ id: mode, body: mode }), view(shownAs(mode))]),
          h2({ id: "row", body: "row" }),
          panel({
            class: "wide",
            body: table({
              body: [
                thead({ body: headView(first) }),
                tbody({ body: rows.map((each, at) => view(each, { key: String(at) })) }),
              ],
            }),
          }),
        ]);
      },
    });
  },
};
