/**
 * A wizard whose draft is kept.
 *
 * @module
 */
import { document, formPage, rule } from "../../../form/mod.ts";
import { drafts } from "../../../host/form/mod.ts";
import { around, look, saying, type Subject } from "../page.ts";

/** A journey, step by step. */
export const wizard: Subject = {
  name: "wizard",
  path: "wizard",
  title: { en: "A wizard with a draft", uk: "Майстер із чернеткою" },
  says: {
    en:
      "A section is a step, checked on the way on and kept on the way back; one that is not there is skipped. Load the page anew: what was entered is there.",
    uk:
      "Розділ — це крок: вперед із перевіркою, назад без утрат; кроку, якого немає, не буде. Перезавантажте сторінку: введене лишилося.",
  },
  async page({ lang, kv }) {
    const say = saying(lang);
    const trip = document({
      name: "trip",
      steps: true,
      sections: [
        { id: "who", name: say("Who", "Хто") },
        { id: "visa", name: say("Visa", "Віза"), visible: rule('where = "abroad"') },
        { id: "when", name: say("When", "Коли") },
      ],
      fields: [
        { id: "name", sec: "who", title: say("Name", "Ім'я"), required: true },
        {
          id: "where",
          sec: "who",
          type: "radio",
          title: say("Where to", "Куди"),
          required: true,
          options: [
            { name: "home", title: say("At home", "По країні") },
            { name: "abroad", title: say("Abroad", "За кордон") },
          ],
        },
        { id: "passport", sec: "visa", title: say("Passport", "Паспорт"), required: true },
        { id: "from", sec: "when", type: "date", title: say("From", "Від"), required: true },
        { id: "days", sec: "when", type: "integer", title: say("Days", "Днів"), min: 1, max: 30 },
      ],
      buttons: [{ name: "book", title: say("Book", "Замовити"), class: "sgreen" }],
    });
    return formPage({
      ...look(lang),
      document: trip,
      title: wizard.title[lang],
      mode: "create",
      drafts: drafts(kv),
      around: await around(wizard, lang),
      submit() {},
    });
  },
};
