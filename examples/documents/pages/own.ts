/**
 * A type of field of one's own.
 *
 * @module
 */
import { FIELDS, type FieldType, formPage, forms } from "../../../form/mod.ts";
import { nitro } from "../../../mod.ts";
import { around, look, saying, type Subject } from "../page.ts";

/** How good something is: from one star to five. */
const stars: FieldType<number, "most"> = {
  name: "stars",
  attributes: ["most"],
  control: ({ id, value, isDisabled, isRequired, isInvalid, describedBy }, wired) =>
    nitro.number({
      id,
      value,
      min: 1,
      max: 5,
      disabled: isDisabled,
      required: isRequired,
      aria: { invalid: isInvalid || undefined, describedby: describedBy },
      ...wired.wire(id),
    }),
  show: (value) => "★".repeat(value) + "☆".repeat(5 - value),
  read(given) {
    if (given === "" || given === null || given === undefined) return { value: undefined };
    const value = Number(given);
    return stars.is(value, { id: "" }) ? { value } : { wrong: "number" };
  },
  is: (value): value is number =>
    Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 5,
  schema: () => ({ type: "integer", minimum: 1, maximum: 5 }),
};

const { document } = forms({ ...FIELDS, stars });

/** A review with stars. */
export const own: Subject = {
  name: "own",
  path: "own",
  title: { en: "A type of one's own", uk: "Власний тип" },
  says: {
    en: "One object says how a value is entered, read, shown and checked; one line makes it known.",
    uk:
      "Один об'єкт каже, як значення вводять, читають, показують і перевіряють; один рядок робить його відомим.",
  },
  async page({ lang }) {
    const say = saying(lang);
    const review = document({
      name: "review",
      fields: [
        { id: "what", title: say("What", "Що"), required: true },
        { id: "good", type: "stars", title: say("Stars", "Зірки"), required: true, most: 5 },
      ],
      buttons: [{ name: "send", title: say("Send", "Надіслати"), class: "sgreen" }],
    });
    return formPage({
      ...look(lang),
      document: review,
      title: own.title[lang],
      mode: "create",
      around: await around(own, lang),
      submit: ({ what, good }) => nitro.flash(`${what}: ${stars.show(good, undefined as never)}`), // as: it reads no place
      done: () => {},
    });
  },
};
