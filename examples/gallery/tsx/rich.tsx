/** @jsxImportSource @n2o/n2o/nitro */
// Written by `deno task guide` from the file of the same name in `groups/`: change it there.
import { nitro } from "../../../mod.ts";
import * as rich from "../../../nitro/rich.ts";
import { type Entry, entry } from "../entry.ts";

const { flash } = nitro;
const { chosen, lookup, lookups, offer, openDay, pagesOf, rows, search } = rich;

const PEOPLE = ["Ada Lovelace", "Alan Turing", "Edsger Dijkstra", "Grace Hopper", "Joe Armstrong"];

const WEEKDAYS: rich.DateRule = {
  min: { year: 2026, month: 1, day: 1 },
  max: { year: 2027, month: 12, day: 31 },
  closed: ({ year, month, day }) => new Date(Date.UTC(year, month - 1, day)).getUTCDay() % 6 === 0,
};

export const fixed: Entry = entry({
  title: "A combobox",
  says:
    "A field with a list that the page has with it. Arrows go through it, Enter chooses, Escape closes; what comes back was offered to this session, or is refused.",
  event(event) {
    if (event === "fruit") flash(`Chosen: ${chosen("fruit")?.text ?? "none"}`);
  },
  body: () => (
    <rich.combo
      id="fruit"
      postback="fruit"
      options={["Apple", "Apricot", "Banana"].map((text) => ({ id: text, text }))}
    >
      Fruit
    </rich.combo>
  ),
});

export const asking: Entry = entry({
  title: "A combobox that asks",
  says:
    "The page answers as the person types, page by page over whatever is read; one question is under way at a time.",
  async event(event) {
    const asked = lookup(event);
    if (asked?.id === "person") {
      // A store has pages of its own: (options) => page(kv, "/people", options).
      const all = pagesOf(() => Promise.resolve({ records: PEOPLE, more: false }));
      const { items, next } = await search(asked, all, {
        item: (name) => ({ id: name, text: name }),
      });
      offer(asked, items, next);
    }
    if (event === "person") flash(`Chosen: ${chosen("person")?.text ?? "none"}`);
  },
  body: () => (
    <rich.comboLookup id="person" lookup="people" postback="person">Person</rich.comboLookup>
  ),
});

export const writing: Entry = entry({
  title: "A combobox that writes",
  says: "What is chosen goes into the text below, at the caret.",
  // A declared page takes this as its `lookups`.
  event: (event) =>
    lookups({
      "letter-lookup": ({ text }) => {
        const fits = (name: string) => name.toLowerCase().includes(text.toLowerCase());
        return PEOPLE.filter(fits).map((name) => ({ id: name, text: name }));
      },
    })(event)?.(),
  body: () => (
    <rich.comboLookupText
      id="letter"
      textarea={
        <>
          <label for="letter-text">Letter</label>
          <textarea id="letter-text">Dear{" "}</textarea>
        </>
      }
    >
      Insert a name
    </rich.comboLookupText>
  ),
});

export const dates: Entry = entry({
  title: "A date",
  says:
    "The browser's own control, or, where a format or closed days are asked for, a field and a dialog with a month. openDay checks what came by the same rule.",
  event(event) {
    if (event !== "due") return;
    const day = openDay("due", WEEKDAYS);
    flash(day ? `Due on ${day.day}.${day.month}.${day.year}` : "No day that is open");
  },
  body: () => (
    <>
      <rich.calendar id="birthday">Birthday</rich.calendar>
      <rich.calendar
        id="due"
        format="DD.MM.YYYY"
        value={{ year: 2026, month: 11, day: 27 }}
        postback="due"
        {...WEEKDAYS}
      >
        Due, on a weekday
      </rich.calendar>
    </>
  ),
});

export const several: Entry = entry({
  title: "As many inputs as wanted",
  says: "Rows with a button that takes each away, and one that adds another. rows reads them.",
  event(event) {
    if (event === "phones") flash(`${rows("phones")?.length ?? 0} telephones`);
  },
  body: () => (
    <rich.multipleInput
      id="phones"
      name="Telephone"
      rows={["+380 44 1234567"]}
      input={([value = ""]) => <nitro.textbox value={value} aria={{ label: "Telephone" }} />}
      most={5}
      sortable
      postback="phones"
    >
      <p>Telephones</p>
    </rich.multipleInput>
  ),
});

export const free: Entry = entry({
  title: "Anything else may be typed",
  says: "free: a text that is none of the list is good as well; it is the source of its own.",
  event(event) {
    if (event === "colour") flash(`Colour: ${chosen("colour")?.text ?? nitro.q("colour-text")}`);
  },
  body: () => (
    <>
      <rich.combo
        id="colour"
        free
        options={["Red", "Green", "Blue"].map((text) => ({ id: text, text }))}
      >
        Colour
      </rich.combo>
      <button id="paint" postback="colour" source={["colour", "colour-text"]}>Paint</button>
    </>
  ),
});
