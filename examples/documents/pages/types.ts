/**
 * Every type of field.
 *
 * @module
 */
import { document, formPage } from "../../../form/mod.ts";
import { files } from "../../../host/form/mod.ts";
import { around, look, saying, type Subject } from "../page.ts";

const PEOPLE = ["Ada Lovelace", "Alan Turing", "Edsger Dijkstra", "Grace Hopper", "Joe Armstrong"];

/** All types that there are. */
export const types: Subject = {
  name: "types",
  path: "types",
  title: { en: "Types of fields", uk: "Типи полів" },
  says: {
    en:
      "A control for each kind of value. Numbers, money and dates are read and shown as the language has them.",
    uk:
      "Елемент для кожного виду значень. Числа, гроші й дати читаються та показуються, як заведено в мові.",
  },
  async page({ lang, sink }) {
    const say = saying(lang);
    const options = [
      { name: "air", title: say("By air", "Літаком") },
      { name: "sea", title: say("By sea", "Морем") },
      { name: "rail", title: say("By rail", "Залізницею") },
    ];
    const bind = "/people";
    const all = document({
      name: "all",
      sections: [
        { id: "text", name: say("Text", "Текст") },
        { id: "number", name: say("Numbers", "Числа") },
        { id: "time", name: say("Time", "Час") },
        { id: "choice", name: say("Choices", "Вибір") },
        { id: "lookup", name: say("Lookups", "Пошук") },
        { id: "list", name: say("Lists and files", "Списки й файли") },
        { id: "shown", name: say("What only shows", "Що лише показують") },
      ],
      fields: [
        {
          id: "string",
          sec: "text",
          type: "string",
          title: say("A line", "Рядок"),
          placeholder: "…",
        },
        {
          id: "textarea",
          sec: "text",
          type: "textarea",
          title: say("Several lines", "Кілька рядків"),
        },
        {
          id: "rich",
          sec: "text",
          type: "rich",
          title: say("Rich text", "Розмітка"),
          desc: "**Markdown**",
        },
        { id: "email", sec: "text", type: "email", title: say("E-mail", "Пошта") },
        { id: "phone", sec: "text", type: "phone", title: say("Telephone", "Телефон") },
        { id: "url", sec: "text", type: "url", title: say("Address of a page", "Адреса сторінки") },
        {
          id: "password",
          sec: "text",
          type: "password",
          title: say("New password", "Новий пароль"),
        },
        { id: "auth", sec: "text", type: "auth", title: say("Password", "Пароль") },
        { id: "otp", sec: "text", type: "otp", title: say("Code", "Код"), length: 6 },
        { id: "number", sec: "number", type: "number", title: say("A number", "Число") },
        {
          id: "integer",
          sec: "number",
          type: "integer",
          title: say("A whole number", "Ціле число"),
        },
        {
          id: "range",
          sec: "number",
          type: "range",
          title: say("A range", "Повзунок"),
          min: 0,
          max: 10,
          step: 1,
          default: 3,
        },
        { id: "money", sec: "number", type: "money", title: say("Money", "Гроші"), curr: "UAH" },
        {
          id: "pay",
          sec: "number",
          type: "pay",
          title: say("To be paid", "До сплати"),
          curr: "EUR",
        },
        { id: "calendar", sec: "time", type: "calendar", title: say("A calendar", "Календар") },
        { id: "date", sec: "time", type: "date", title: say("A date", "Дата") },
        { id: "time", sec: "time", type: "time", title: say("A time", "Година") },
        {
          id: "datetime",
          sec: "time",
          type: "datetime",
          title: say("A moment", "Мить"),
          zone: "Europe/Kyiv",
        },
        { id: "duration", sec: "time", type: "duration", title: say("A duration", "Тривалість") },
        { id: "tick", sec: "choice", type: "tick", title: say("A tick", "Прапорець") },
        { id: "bool", sec: "choice", type: "bool", title: say("Yes or no", "Так чи ні") },
        { id: "select", sec: "choice", type: "select", title: say("A list", "Список"), options },
        {
          id: "many",
          sec: "choice",
          type: "select",
          multiple: true,
          title: say("Several of a list", "Кілька зі списку"),
          options,
        },
        { id: "combo", sec: "choice", type: "combo", title: say("Buttons", "Кнопки"), options },
        {
          id: "radio",
          sec: "choice",
          type: "radio",
          title: say("Buttons of HTML", "Кнопки HTML"),
          options,
        },
        { id: "check", sec: "choice", type: "check", title: say("Ticks", "Прапорці"), options },
        {
          id: "card",
          sec: "choice",
          type: "card",
          title: say("A payment card", "Картка"),
          options: [{ name: "1", title: "•• 4242" }],
        },
        {
          id: "comboLookup",
          sec: "lookup",
          type: "comboLookup",
          title: say("One person", "Одна особа"),
          bind,
        },
        {
          id: "comboLookupVec",
          sec: "lookup",
          type: "comboLookupVec",
          title: say("Several", "Кілька"),
          bind,
        },
        {
          id: "comboLookupEdit",
          sec: "lookup",
          type: "comboLookupEdit",
          title: say("Several, or new", "Кілька, або нові"),
          bind,
        },
        {
          id: "comboLookupModify",
          sec: "lookup",
          type: "comboLookupModify",
          title: say("Each with another", "Кожен з іншим"),
          bind,
          modifyFeed: bind,
        },
        {
          id: "comboLookupGroup",
          sec: "lookup",
          type: "comboLookupGroup",
          title: say("In groups", "Групами"),
          bind,
          subtitle: say("Group", "Група"),
        },
        {
          id: "multipleInput",
          sec: "list",
          type: "multipleInput",
          title: say("As many as wanted", "Скільки треба"),
        },
        {
          id: "group",
          sec: "list",
          type: "group",
          title: say("A group", "Група"),
          fields: [{ id: "x", title: "X" }, { id: "y", title: "Y" }],
        },
        {
          id: "table",
          sec: "list",
          type: "table",
          title: say("A table", "Таблиця"),
          fields: [{ id: "x", title: "X" }, { id: "y", title: "Y", type: "number" }],
        },
        { id: "file", sec: "list", type: "file", title: say("Files", "Файли"), multiple: true },
        {
          id: "text",
          sec: "shown",
          type: "text",
          title: say("Words", "Слова"),
          desc: say("A text that stands there.", "Текст, що тут стоїть."),
        },
        {
          id: "comment",
          sec: "shown",
          type: "comment",
          title: say("A remark", "Примітка"),
          desc: say("It holds nothing.", "Вона нічого не містить."),
        },
        { id: "empty", sec: "shown", type: "empty" },
        {
          id: "dynamic",
          sec: "shown",
          type: "dynamic",
          title: say("An element", "Елемент"),
          raw: say("Whatever the application makes.", "Що створить застосунок."),
        },
      ],
      buttons: [{ name: "send", title: say("Send", "Надіслати"), class: "sgreen" }],
    });
    return formPage({
      ...look(lang),
      document: all,
      title: types.title[lang],
      mode: "create",
      around: await around(types, lang),
      files: files(sink),
      options: {
        find: ({ text }) => ({
          items: PEOPLE.filter((name) => name.toLowerCase().includes(text.toLowerCase()))
            .map((name) => ({ id: name, text: name })),
        }),
      },
      submit() {},
    });
  },
};
