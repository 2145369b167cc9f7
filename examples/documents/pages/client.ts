/**
 * A record that two people edit.
 *
 * @module
 */
import { document, formPage } from "../../../form/mod.ts";
import { records, unique } from "../../../host/form/mod.ts";
import { kvs } from "../../../mod.ts";
import { around, look, saying, type Subject } from "../page.ts";

interface Client {
  readonly id: string;
  readonly name?: string;
  readonly city?: string;
  readonly email?: string;
}
const clients = kvs.table<Client>("client", {
  fields: ["id", "name", "city", "email"],
  unique: ["email"],
});

/** A client of the store. */
export const client: Subject = {
  name: "client",
  path: "client/*",
  href: "client/7",
  title: { en: "A record of two editors", uk: "Запис двох редакторів" },
  says: {
    en:
      "Open this page twice and save in both. What only one has changed goes together by itself; of the rest three columns are shown: was, theirs, yours.",
    uk:
      "Відкрийте цю сторінку двічі й збережіть в обох. Що змінив лише один, зійдеться само; решту покажуть три стовпці: було, чуже, ваше.",
  },
  async page({ lang, kv }) {
    const say = saying(lang), store = records<Client>(kv, clients);
    if (await store.load("7") === undefined) {
      await store.save("7", { name: "Acme", city: "Kyiv", email: "acme@example.com" }, null);
      await store.save("8", { name: "Globex", city: "Lviv", email: "globex@example.com" }, null);
    }
    const card = document({
      name: "client",
      fields: [
        { id: "name", title: say("Name", "Назва"), required: true },
        { id: "city", title: say("City", "Місто") },
        {
          id: "email",
          type: "email",
          title: say("E-mail", "Пошта"),
          unique: true,
          desc: say("Nobody else has it.", "Більше ні в кого такої немає."),
        },
      ],
      buttons: [{ name: "save", title: say("Save", "Зберегти"), class: "sgreen" }],
    });
    return formPage({
      ...look(lang),
      document: card,
      title: client.title[lang],
      records: store,
      unique: unique<Client>(kv, clients, { email: "email" }),
      around: await around(client, lang),
    });
  },
};
