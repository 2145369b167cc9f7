/** @jsxImportSource @n2o/n2o/nitro */
// Written by `deno task guide` from the file of the same name in `groups/`: change it there.
import { nitro } from "../../../mod.ts";
import * as rich from "../../../nitro/rich.ts";
import { type Entry, entry } from "../entry.ts";

const { flash, insertBottom, q, refresh, state } = nitro;
const { chosenAll, lookup, offer, ordered } = rich;

const TOWNS = ["Kyiv", "Lviv", "Odesa", "Kharkiv"];

function answer(event: unknown, id: string): void {
  const asked = lookup(event);
  if (asked?.id !== id) return;
  const fits = (name: string) => name.toLowerCase().includes(asked.text.toLowerCase());
  offer(asked, TOWNS.filter(fits).map((text) => ({ id: text, text })));
}

function texts(choices: readonly rich.Choice[] | undefined): string {
  return choices?.map(({ text }) => text).join(", ") ?? "none";
}

export const sorting: Entry = entry({
  title: "A list to sort",
  says:
    "Dragged by a pointer; by the keyboard Space grabs, the arrows move, Space drops, Escape puts back, and all is said.",
  event(event) {
    if (event === "sorted") flash(`Order: ${ordered("tasks")?.join(", ")}`);
    if (event === "task") {
      insertBottom("tasks-list", <rich.sortableItem key="t9">Sing</rich.sortableItem>);
    }
  },
  body: () => (
    <>
      <rich.sortableList
        id="tasks"
        closeable
        postback="sorted"
        items={["Write", "Read", "Rest"].map((body) => ({ key: body, body }))}
      >
        <p>Tasks</p>
      </rich.sortableList>
      <button id="sing" postback="task">A row by itself</button>
    </>
  ),
});

export const several: Entry = entry({
  title: "Several choices",
  says: "A combobox that adds to a list, which is sorted and shortened. chosenAll reads it.",
  event(event) {
    answer(event, "towns-input");
    if (event === "towns") flash(`Chosen: ${texts(chosenAll("towns"))}`);
  },
  body: () => (
    <rich.comboLookupVec
      id="towns"
      input={{ body: "Towns" }}
      postback="towns"
      values={[{ id: "Kyiv", text: "Kyiv" }]}
    />
  ),
});

export const making: Entry = entry({
  title: "Several choices, and new ones",
  says: "With a form for what is not there yet: the page adds an item.",
  event(event) {
    answer(event, "places-input");
    if (event === "places") flash(`Chosen: ${texts(chosenAll("places"))}`);
    if (event === "new-place" && q("place") !== "") {
      const choice = { id: q("place"), text: q("place") };
      insertBottom("places-list", <rich.comboLookupItem id="places" choice={choice} />);
    }
  },
  body: () => (
    <rich.comboLookupEdit
      id="places"
      input={{ body: "Places" }}
      postback="places"
      summary="Another place"
      form={
        <>
          <label for="place">Name</label>
          <nitro.textbox id="place" autocomplete="off" />
          <button id="add-place" postback="new-place" source={["place"]}>Add</button>
        </>
      }
    />
  ),
});

export const changing: Entry = entry({
  title: "Choices with a part that changes",
  says: "Each has a combobox of its own, a source of its own.",
  event(event) {
    answer(event, "goods-input");
    answer(event, "to-tea");
  },
  body: () => (
    <rich.comboLookupModify
      id="goods"
      input={{ body: "Goods" }}
      values={[{ id: "tea", text: "Tea" }]}
      modify={({ id, text }) => ({ id: `to-${id}`, body: `${text} goes to` })}
    />
  ),
});

export const grouping: Entry = entry({
  title: "Groups of choices",
  says: "Groups that are there are sorted and taken away; a new one is put together and confirmed.",
  async event(event) {
    answer(event, "tours-draft-input");
    if (event === "tour") {
      const values = (chosenAll("tours-draft") ?? []).map(({ text }) => text);
      if (values.length > 0) state("tours", [...tours(), values.join(" ")]);
      await refresh();
    }
  },
  body: () => (
    <rich.comboLookupGroup
      id="tours"
      input={{ body: "Stop" }}
      confirm="tour"
      confirmBody="Add the tour"
      subtitle={<p>A new tour</p>}
      groups={tours().map((name, at) => ({
        key: `tour-${at}`,
        name: `Tour ${at + 1}`,
        values: [{ id: name, text: name }],
      }))}
    />
  ),
});

function tours(): readonly string[] {
  const kept = state("tours");
  return Array.isArray(kept) ? kept.map(String) : ["Kyiv Lviv"];
}
