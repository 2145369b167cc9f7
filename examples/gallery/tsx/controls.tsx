/** @jsxImportSource @n2o/n2o/nitro */
// Written by `deno task guide` from the file of the same name in `groups/`: change it there.
import { n2o, nitro } from "../../../mod.ts";
import { type Entry, entry } from "../entry.ts";

const { flash, refresh, state, takes } = nitro;

export const closed: Entry = entry({
  title: "Disabled",
  says:
    "Neither the keyboard nor a pointer gets to it, and its value is no source. A disabled group disables what is in it.",
  body: () => (
    <>
      <label for="closed-text">Name</label>
      <nitro.textbox id="closed-text" value="Ada" disabled />
      <label for="closed-choice">Town</label>
      <select id="closed-choice" disabled>
        <option>Kyiv</option>
      </select>
      <fieldset disabled>
        <legend>Closed as a group</legend>
        <nitro.checkbox id="closed-tick" checked>By post</nitro.checkbox>
        <label>
          <nitro.radio name="closed-radio" value="1" />By air
        </label>
        <button id="closed-button">Send</button>
      </fieldset>
    </>
  ),
});

export const fixed: Entry = entry({
  title: "Read only",
  says: "It is reached, read and copied, and goes along as a source; nobody types into it.",
  body: () => (
    <>
      <label for="fixed-text">Number</label>
      <nitro.textbox id="fixed-text" value="2026-0042" readonly />
      <label for="fixed-note">Note</label>
      <textarea id="fixed-note" value="As agreed by telephone." readonly />
    </>
  ),
});

export const needed: Entry = entry({
  title: "Required, with a hint",
  says:
    "required has the browser ask for it before anything is sent; the word is for who reads the label, the hint is told by aria-describedby.",
  on: { say: takes({ "passport-name": "text" }, (q) => flash(`Hello, ${q["passport-name"]}`)) },
  body: ({ on }) => (
    <form id="needed-form" {...on.say()}>
      <label for="passport-name">
        Name <strong>(required)</strong>
      </label>
      <nitro.textbox
        id="passport-name"
        required
        autocomplete="off"
        aria={{ describedby: "needed-hint" }}
      />
      <p id="needed-hint">As it stands in the passport.</p>
      <nitro.submit>Say it</nitro.submit>
    </form>
  ),
});

export const refused: Entry = entry({
  title: "A value that the server refuses",
  says:
    "What only the server knows is said at the control: aria-invalid marks it, aria-errormessage names what is wrong, and the text that was typed stays.",
  on: {
    name: takes({ nick: "text" }, async ({ nick }) => {
      state("taken", nick.toLowerCase() === "ada" ? nick : null);
      await refresh();
      if (state("taken") === null) flash(`${nick} is yours`, "success");
    }),
  },
  body({ on }) {
    const taken = state("taken") ?? null;
    return (
      <>
        <label for="nick">Nickname; ada is taken</label>
        <nitro.textbox
          id="nick"
          autocomplete="off"
          aria={taken === null ? {} : { invalid: true, errormessage: "nick-wrong" }}
        />
        <p id="nick-wrong" class="wrong" role="alert">
          {taken === null ? undefined : `${taken} is taken. Please choose another.`}
        </p>
        <button id="nick-take" {...on.name()}>Take it</button>
      </>
    );
  },
});

export const empty: Entry = entry({
  title: "Nothing there yet",
  says:
    "An empty list says so, and what to do. A table keeps its head, and says it in one cell over all columns.",
  on: {
    async add() {
      state("orders", Number(state("orders") ?? 0) + 1);
      await refresh();
    },
    async clear() {
      state("orders", 0);
      await refresh();
    },
  },
  body({ on }) {
    const orders = Number(state("orders") ?? 0);
    return (
      <>
        {orders === 0 ? <p id="no-orders">No orders yet. Add the first one.</p> : (
          <ul id="orders">
            {Array.from({ length: orders }, (_, at) => <li id={`order-${at}`}>{at + 1}</li>)}
          </ul>
        )}
        <table
          caption="Payments"
          header={<tr>{["Day", "Sum"].map((body) => <th scope="col">{body}</th>)}</tr>}
        >
          <tr>
            <td colspan={2}>Nothing was paid yet.</td>
          </tr>
        </table>
        <button id="add-order" {...on.add()}>Add</button>
        <button id="clear-orders" {...on.clear()}>Clear</button>
      </>
    );
  },
});

export const loading: Entry = entry({
  title: "A part that is still read",
  says:
    "aria-busy on the part, and a progress without a value: nobody knows how long. What comes takes its place by an update.",
  on: {
    async read() {
      await new Promise((resolve) => setTimeout(resolve, 800));
      nitro.update(
        "report",
        <nitro.panel id="report">
          <p>7 orders, 42 €</p>
        </nitro.panel>,
      );
    },
  },
  body: ({ on }) => (
    <>
      <nitro.panel id="report" aria={{ busy: true }}>
        <label for="reading">Reading the report</label>
        <progress id="reading" />
      </nitro.panel>
      <button id="report-read" {...on.read()}>Read it</button>
    </>
  ),
});

export const busy: Entry = entry({
  title: "While it is sent",
  says:
    "The button is aria-busy, and may be disabled by the page until the answer is there: state it, and refresh twice.",
  on: {
    async pay() {
      state("paying", true);
      await refresh();
      await n2o.flush();
      await new Promise((resolve) => setTimeout(resolve, 800));
      state("paying", null);
      await refresh();
      flash("Paid", "success");
    },
  },
  body: ({ on }) => (
    <button id="pay" disabled={state("paying") === true} {...on.pay()}>
      {state("paying") ? "Paying" : "Pay"}
    </button>
  ),
});

export const long: Entry = entry({
  title: "Long words, and the other direction",
  says:
    "Words that are wider than a phone break; a part that is written from right to left turns with all its controls.",
  body: () => (
    <>
      <p>Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft</p>
      <div dir="rtl" lang="ar">
        <label for="rtl-name">الاسم</label>
        <input id="rtl-name" value="آدا لوفلايس" />
        <label for="rtl-town">المدينة</label>
        <nitro.dropdown id="rtl-town" options={[{ value: "k", label: "كييف" }]} />
        <nitro.checkbox id="rtl-post">بالبريد</nitro.checkbox>
        <button id="rtl-send">أرسل</button>
      </div>
    </>
  ),
});

export const sending: Entry = entry({
  title: "An upload that is closed",
  says: "disabled says that no file is taken now.",
  body: () => <nitro.upload id="closed-upload" disabled>Files, not now</nitro.upload>,
});
