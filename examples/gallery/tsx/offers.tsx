/** @jsxImportSource @n2o/n2o/nitro */
// Written by `deno task guide` from the file of the same name in `groups/`: change it there.
import { nitro } from "../../../mod.ts";
import * as rich from "../../../nitro/rich.ts";
import { type Entry, entry } from "../entry.ts";

const { flash, takes } = nitro;
const { kinds, lookup, offer } = rich;

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
  body: () => <rich.comboLookup id="slow-fruit">Fruit, slowly</rich.comboLookup>,
});

export const none: Entry = entry({
  title: "Nothing found",
  says: "An answer without items is said as such.",
  event(event) {
    const asked = lookup(event);
    if (asked?.id === "no-fruit") offer(asked, []);
  },
  body: () => <rich.comboLookup id="no-fruit">Fruit that nobody has</rich.comboLookup>,
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
  body: () => <rich.comboLookup id="ill-fruit">Fruit, at the second try</rich.comboLookup>,
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
  body: ({ on }) => (
    <>
      <rich.combo id="strict-fruit" required options={FRUITS} {...on.fruit()}>
        One of the list
      </rich.combo>
      <rich.calendar
        id="strict-day"
        format="DD.MM.YYYY"
        min={{ year: 2026, month: 11, day: 1 }}
        max={{ year: 2026, month: 11, day: 30 }}
      >
        A day of November
      </rich.calendar>
    </>
  ),
});

export const closed: Entry = entry({
  title: "Disabled",
  says: "What it holds is shown, and nothing of it can be changed.",
  body: () => (
    <>
      <rich.combo id="shut-fruit" disabled value={{ id: "Apple", text: "Apple" }} options={FRUITS}>
        Fruit
      </rich.combo>
      <rich.calendar
        id="shut-day"
        format="DD.MM.YYYY"
        disabled
        value={{ year: 2026, month: 11, day: 28 }}
      >
        Day
      </rich.calendar>
      <rich.sortableList
        id="shut-tasks"
        disabled
        closeable
        items={["Write", "Read"].map((body) => ({ key: body, body }))}
      >
        <p>Tasks</p>
      </rich.sortableList>
    </>
  ),
});

export const empty: Entry = entry({
  title: "Empty, and full",
  says:
    "A list without rows takes no room. One that has as many as it may says so where another is asked for.",
  body: () => (
    <>
      <rich.comboLookupVec id="no-towns" input={{ body: "Towns, none yet" }} />
      <rich.multipleInput
        id="full-phones"
        name="Telephone"
        rows={["+380 44 1234567", "+380 44 7654321"]}
        input={([value = ""]) => <nitro.textbox value={value} aria={{ label: "Telephone" }} />}
        most={2}
      >
        <p>Two telephones at most</p>
      </rich.multipleInput>
    </>
  ),
});

export const words: Entry = entry({
  title: "In another language, from right to left",
  says: "words says everything that a control says; any of them, the others stay English.",
  body: () => (
    <div lang="ar" dir="rtl">
      <rich.combo
        id="rtl-fruit"
        options={["تفاح", "موز"].map((text) => ({ id: text, text }))}
        words={{ open: "اعرض القائمة", found: "وجد {n}", none: "لا شيء" }}
      >
        فاكهة
      </rich.combo>
      <rich.sortableList
        id="rtl-tasks"
        closeable
        items={["اكتب", "اقرأ"].map((body) => ({ key: body, body }))}
        words={{ move: "انقل {name}", remove: "احذف {name}" }}
      >
        <p>مهام</p>
      </rich.sortableList>
    </div>
  ),
});
