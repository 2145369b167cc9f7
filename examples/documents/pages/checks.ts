/**
 * Validation: what is refused, where, and with which words.
 *
 * @module
 */
import { document, formPage, rule } from "../../../form/mod.ts";
import { around, look, saying, type Subject } from "../page.ts";

/** An account that is opened. */
export const checks: Subject = {
  name: "checks",
  path: "checks",
  title: { en: "Validation", uk: "Перевірка" },
  says: {
    en:
      "What HTML knows is checked in the browser, all of it once more by the server; between fields, by functions and by the store only there. An error shows when a field was left, and goes when it is right.",
    uk:
      "Що знає HTML, перевіряє браузер, і все це ще раз сервер; між полями, функціями та сховищем — лише він. Помилка з'являється, коли поле лишили, і зникає, щойно воно правильне.",
  },
  async page({ lang }) {
    const say = saying(lang);
    const account = document({
      name: "account",
      fields: [
        {
          id: "login",
          title: say("Login", "Логін"),
          required: true,
          pattern: "[a-z][a-z0-9]*",
          min: 3,
          length: 12,
          unique: true,
          desc: say(
            "Small letters and digits; admin is taken.",
            "Малі латинські літери й цифри; admin зайнятий.",
          ),
          messages: {
            pattern: say("Small letters and digits only.", "Лише малі латинські літери й цифри."),
          },
        },
        { id: "email", type: "email", title: say("E-mail", "Пошта"), required: true },
        { id: "phone", type: "phone", title: say("Telephone", "Телефон") },
        { id: "iban", title: "IBAN", validation: "iban" },
        { id: "card", title: say("Number of a card", "Номер картки"), validation: "card" },
        {
          id: "from",
          type: "date",
          title: say("From", "Від"),
          min: "2026-01-01",
          max: "2027-12-31",
        },
        { id: "until", type: "date", title: say("Until", "До") },
        {
          id: "secret",
          type: "password",
          title: say("Password", "Пароль"),
          min: 8,
          required: true,
        },
      ],
      validations: [
        {
          for: "until",
          holds: rule("until >= from"),
          msg: say("This is before the first day.", "Це раніше за перший день."),
        },
        {
          for: "secret",
          holds: ({ login = "", secret = "" }) => !secret.includes(login) || login === "",
          msg: say("The login must not stand in it.", "Логіна в ньому бути не може."),
        },
      ],
      buttons: [{ name: "open", title: say("Open", "Відкрити"), class: "sgreen" }],
    });
    return formPage({
      ...look(lang),
      document: account,
      title: checks.title[lang],
      mode: "create",
      around: await around(checks, lang),
      unique: (_, value) => value !== "admin",
      submit() {},
    });
  },
};
