/**
 * A document made of a schema of zod.
 *
 * @module
 */
import { formPage, schemaDocument } from "../../../form/mod.ts";
import { z } from "../deps.ts";
import { around, look, saying, type Subject } from "../page.ts";

const guest = z.object({
  name: z.string().min(2).max(40),
  email: z.email(),
  nights: z.int().min(1).max(30),
  room: z.enum(["single", "double"]),
  breakfast: z.boolean().optional(),
});

/** A guest, as a schema has them. */
export const schema: Subject = {
  name: "schema",
  path: "schema",
  title: { en: "A schema of zod", uk: "Схема zod" },
  says: {
    en:
      "Fields, constraints and the type of the values follow from a schema that there is already; any library of Standard Schema will do.",
    uk:
      "Поля, обмеження й тип значень випливають зі схеми, яка вже є; підійде будь-яка бібліотека Standard Schema.",
  },
  async page({ lang }) {
    const say = saying(lang);
    const booking = schemaDocument(guest, {
      name: "booking",
      fields: {
        name: { title: say("Name", "Ім'я") },
        email: { title: say("E-mail", "Пошта") },
        nights: { title: say("Nights", "Ночі") },
        room: { title: say("Room", "Кімната") },
        breakfast: { title: say("Breakfast", "Сніданок"), type: "tick" },
      },
      buttons: [{ name: "book", title: say("Book", "Замовити"), class: "sgreen" }],
    });
    return formPage({
      ...look(lang),
      document: booking,
      title: schema.title[lang],
      mode: "create",
      around: await around(schema, lang),
      submit() {},
    });
  },
};
