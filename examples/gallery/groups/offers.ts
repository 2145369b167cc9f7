import { nitro } from "../../../mod.ts";
import * as rich from "../../../nitro/rich.ts";
import { type Entry, entry } from "../entry.ts";

const { div, flash, p, takes, textbox } = nitro;
const { calendar, combo, comboLookup, comboLookupVec, kinds, lookup, multipleInput, offer } = rich;
const { sortableList } = rich;

const FRUITS = ["Apple", "Apricot", "Banana"].map((text) => ({ id: text, text }));

export const slow: Entry = entry({
  title: "A lookup that takes its time",
  says: "While the page is asked the list says so, to the eye and by a status; typing goes on.",
  async event(event) {
    const asked = lookup(event);
    if (asked?.id !== "slow-fruit") return;
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    offer(asked, FRUITS);
  },
  body: () => comboLookup({ id: "slow-fruit", body: "Fruit, slowly" }),
});

export const none: Entry = entry({
  title: "Nothing found",
  says: "An answer without items is said as such.",
  event(event) {
    const asked = lookup(event);
    if (asked?.id === "no-fruit") offer(asked, []);
  },
  body: () => comboLookup({ id: "no-fruit", body: "Fruit that nobody has" }),
});

export const failing: Entry = entry({
  title: "A lookup that fails",
  says: "The list says that it failed, and Enter asks once more; the page goes on.",
  event(event) {
    const asked = lookup(event);
    if (asked?.id !== "ill-fruit") return;
    if (nitro.state("asked") === true) return offer(asked, FRUITS);
    nitro.state("asked", true);
    throw new Error("the gallery shows what a lookup that fails looks like");
  },
  body: () => comboLookup({ id: "ill-fruit", body: "Fruit, at the second try" }),
});

export const wrong: Entry = entry({
  title: "What is none of the list, and days that are closed",
  says:
    "The control says what is wrong as the person leaves it, and is aria-invalid until it is right. What is sent all the same is refused by the reader.",
  on: {
    fruit: takes({ "strict-fruit": kinds.choice }, ({ "strict-fruit": fruit }) => {
      flash(`Chosen: ${fruit?.text ?? "none"}`);
    }),
  },
  body: ({ on }) => [
    combo({
      id: "strict-fruit",
      body: "One of the list",
      required: true,
      options: FRUITS,
      ...on.fruit(),
    }),
    calendar({
      id: "strict-day",
      body: "A day of November",
      format: "DD.MM.YYYY",
      min: { year: 2026, month: 11, day: 1 },
      max: { year: 2026, month: 11, day: 30 },
    }),
  ],
});

export const closed: Entry = entry({
  title: "Disabled",
  says: "What it holds is shown, and nothing of it can be changed.",
  body: () => [
    combo({
      id: "shut-fruit",
      body: "Fruit",
      disabled: true,
      value: { id: "Apple", text: "Apple" },
      options: FRUITS,
    }),
    calendar({
      id: "shut-day",
      body: "Day",
      format: "DD.MM.YYYY",
      disabled: true,
      value: { year: 2026, month: 11, day: 28 },
    }),
    sortableList({
      id: "shut-tasks",
      body: p({ body: "Tasks" }),
      disabled: true,
      closeable: true,
      items: ["Write", "Read"].map((body) => ({ key: body, body })),
    }),
  ],
});

export const empty: Entry = entry({
  title: "Empty, and full",
  says:
    "A list without rows takes no room. One that has as many as it may says so where another is asked for.",
  body: () => [
    comboLookupVec({ id: "no-towns", input: { body: "Towns, none yet" } }),
    multipleInput({
      id: "full-phones",
      name: "Telephone",
      body: p({ body: "Two telephones at most" }),
      rows: ["+380 44 1234567", "+380 44 7654321"],
      input: ([value = ""]) => textbox({ value, aria: { label: "Telephone" } }),
      most: 2,
    }),
  ],
});

export const words: Entry = entry({
  title: "In another language, from right to left",
  says: "words says everything that a control says; any of them, the others stay English.",
  body: () =>
    div({
      lang: "ar",
      dir: "rtl",
      body: [
        combo({
          id: "rtl-fruit",
          body: "فاكهة",
          options: ["تفاح", "موز"].map((text) => ({ id: text, text })),
          words: { open: "اعرض القائمة", found: "وجد {n}", none: "لا شيء" },
        }),
        sortableList({
          id: "rtl-tasks",
          body: p({ body: "مهام" }),
          closeable: true,
          items: ["اكتب", "اقرأ"].map((body) => ({ key: body, body })),
          words: { move: "انقل {name}", remove: "احذف {name}" },
        }),
      ],
    }),
});
