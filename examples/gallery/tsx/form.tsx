/** @jsxImportSource @n2o/n2o/nitro */
// Written by `deno task guide` from the file of the same name in `groups/`: change it there.
import { nitro } from "../../../mod.ts";
import { type Entry, entry } from "../entry.ts";

const { flash, refresh, renderBody, state, takes } = nitro;

export const order: Entry = entry({
  title: "A form",
  says:
    "Enter and the button send it. Its handler takes the values of the controls by their ids, each read as its kind says.",
  on: {
    order: takes({ item: "text", count: "number" }, ({ item, count }) => {
      if (item === "" || count === undefined) return flash("Which, and how many?", "error");
      flash(`Ordered: ${count} ${item}`, "success");
    }),
  },
  body: ({ on }) => (
    <form id="order-form" {...on.order()}>
      <label for="item">Item</label>
      <nitro.textbox id="item" autocomplete="off" />
      <label for="count">How many</label>
      <nitro.number id="count" min={1} max={99} step={1} />
      <nitro.submit>Order</nitro.submit>
    </form>
  ),
});

export const checked: Entry = entry({
  title: "Checked before it is sent",
  says:
    "validation waits until the sources are good by their own attributes: the browser says which is not, and why. Look again on the server.",
  on: {
    save: takes({ plate: "text" }, ({ plate }) => flash(`Saved ${plate}`, "success")),
  },
  body: ({ on }) => (
    <>
      <label for="plate">Number plate, as AA 1234</label>
      <nitro.textbox id="plate" required pattern="[A-Z]{2} [0-9]{4}" autocomplete="off" />
      <button id="save" validation {...on.save()}>Save</button>
    </>
  ),
});

export const computed: Entry = entry({
  title: "A result as one types",
  says:
    "event wires what an element has no property for. A debounce waits until the person pauses; what changed is all that is sent.",
  on: {
    sum: takes({ left: "number", right: "number" }, async ({ left = 0, right = 0 }) => {
      state("sum", left + right);
      await refresh();
    }),
  },
  body: ({ on }) => (
    <>
      {["left", "right"].map((id) => (
        <>
          <label for={id}>{id === "left" ? "One number" : "Another"}</label>
          <nitro.number
            id={id}
            actions={[nitro.event({ target: id, type: "input", debounce: 150, ...on.sum() })]}
          />
        </>
      ))}
      <p>
        Sum: <output id="sum" for="left right">{String(state("sum") ?? 0)}</output>
      </p>
    </>
  ),
});

export const groups: Entry = entry({
  title: "A group of controls",
  says:
    "What the group is called is a property, or an element of its own. A disabled group disables all of it.",
  body: () => (
    <>
      <fieldset legend="Address">
        <label for="street">Street</label>
        <nitro.textbox id="street" name="street" />
      </fieldset>
      <fieldset disabled>
        <legend>Closed</legend>
        <label for="closed">Not today</label>
        <nitro.textbox id="closed" />
      </fieldset>
    </>
  ),
});

export const choices: Entry = entry({
  title: "Choices",
  says:
    "One or several; what was chosen stays over updates as long as it is offered. See dropdown for one that is made of data.",
  on: {
    several: takes(
      { cakes: "list" },
      ({ cakes }) => flash(`Chosen: ${cakes.join(", ") || "none"}`),
    ),
  },
  body: ({ on }) => (
    <>
      <label for="drink">Drink</label>
      <select id="drink">
        <optgroup label="Hot">
          <option>Tea</option>
          <option>Cocoa</option>
        </optgroup>
        <optgroup label="Cold">
          <option value="water">Water</option>
        </optgroup>
      </select>
      <label for="cakes">Cakes</label>
      <select id="cakes" multiple size={3} {...on.several()}>
        {["Apple", "Plum", "Nut"].map((body) => <option>{body}</option>)}
      </select>
    </>
  ),
});

export const texts: Entry = entry({
  title: "Several lines",
  says: "The text is its value or its body. Ctrl+Enter sends it: a key is an option of an event.",
  on: {
    note: takes({ note: "text" }, ({ note }) => flash(`${note.length} characters`)),
  },
  body: ({ on }) => (
    <>
      <label for="note">Note</label>
      <textarea
        id="note"
        rows={3}
        maxlength={1_000}
        value={"Two\nlines"}
        actions={[
          nitro.event({ target: "note", type: "keydown", key: "Ctrl+Enter", ...on.note() }),
        ]}
      />
    </>
  ),
});

export const proposals: Entry = entry({
  title: "Proposals",
  says: "The browser proposes what the list has; anything else may be typed.",
  body: () => (
    <>
      <label for="town">Town</label>
      <input id="town" list="towns" />
      <datalist id="towns">
        {["Kyiv", "Lviv", "Odesa"].map((value) => <option value={value} />)}
      </datalist>
    </>
  ),
});

export const measures: Entry = entry({
  title: "How far, and how much",
  says: "Progress of something that ends, and a measure within a range.",
  body: () => (
    <>
      <label for="done">Copied</label>
      <progress id="done" value={3} max={5} />
      <label for="disk">Disk</label>
      <meter id="disk" value={80} min={0} max={100} low={60} high={90} optimum={20}>80 %</meter>
    </>
  ),
});

export const keys: Entry = entry({
  title: "A pair of keys",
  says: "Browsers do not make it any more: use WebAuthn. Here is its markup.",
  body: () => <pre><code>{renderBody(<nitro.keygen name="key" />).html}</code></pre>,
});
