/**
 * Rules: what follows from what.
 *
 * @module
 */
import { document, formPage, rule } from "../../../form/mod.ts";
import { around, look, saying, type Subject } from "../page.ts";

/** A parcel. */
export const rules: Subject = {
  name: "rules",
  path: "rules",
  title: { en: "Rules", uk: "Правила" },
  says: {
    en:
      "What is there, required, disabled, offered, computed, at least and at most, and what a field is called: expressions over the other fields, asked again when one of those changes.",
    uk:
      "Що є, обов'язкове, вимкнене, запропоноване, обчислене, найменше й найбільше, як поле зветься: вирази над іншими полями, які питають знову, щойно ті змінюються.",
  },
  async page({ lang }) {
    const say = saying(lang);
    const parcel = document({
      name: "parcel",
      fields: [
        {
          id: "kind",
          type: "select",
          title: say("Kind", "Вид"),
          default: "letter",
          options: [
            { name: "letter", title: say("Letter", "Лист") },
            { name: "parcel", title: say("Parcel", "Посилка") },
          ],
        },
        {
          id: "carrier",
          type: "radio",
          title: say("Carrier", "Перевізник"),
          required: true,
          offered: rule('if kind = "letter" then ["post"] else ["post", "courier", "truck"]'),
          options: [
            { name: "post", title: say("Post", "Пошта") },
            { name: "courier", title: say("Courier", "Кур'єр") },
            { name: "truck", title: say("Truck", "Вантажівка") },
          ],
        },
        {
          id: "grams",
          type: "integer",
          title: say("Weight, g", "Вага, г"),
          default: 20,
          min: 1,
          max: rule('if kind = "letter" then 500 else 30000'),
          desc: say("A letter has at most 500 g.", "Лист має щонайбільше 500 г."),
        },
        {
          id: "count",
          type: "integer",
          title: say("How many", "Скільки"),
          default: 1,
          min: 1,
          max: 99,
        },
        {
          id: "insured",
          type: "tick",
          title: say("Insured", "Застраховано"),
          disabled: rule('kind = "letter"'),
        },
        {
          id: "worth",
          type: "money",
          curr: "UAH",
          title: say("Worth", "Вартість"),
          visible: rule("insured = true"),
          required: rule("insured = true"),
        },
        {
          id: "note",
          type: "textarea",
          title: rule(
            say(
              'if kind = "letter" then "To the postman" else "To the driver"',
              'if kind = "letter" then "Листоноші" else "Водієві"',
            ),
          ),
        },
        {
          id: "total",
          type: "integer",
          title: say("In all, g", "Разом, г"),
          computed: rule("grams * count"),
        },
      ],
      buttons: [{ name: "send", title: say("Send", "Надіслати"), class: "sgreen" }],
    });
    return formPage({
      ...look(lang),
      document: parcel,
      title: rules.title[lang],
      mode: "create",
      around: await around(rules, lang),
      submit() {},
    });
  },
};
