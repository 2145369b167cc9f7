/** @jsxImportSource @n2o/n2o/nitro */
// Written by `deno task guide` from the file of the same name in `groups/`: change it there.
import { nitro } from "../../../mod.ts";
import { type Entry, entry } from "../entry.ts";

const { event, flash, q, qc, refresh, state, takes, update } = nitro;

function counted(id: string, name: string): nitro.Element {
  return <span id={id}>{String(state(name) ?? 0)}</span>;
}

async function count(name: string): Promise<void> {
  state(name, Number(state(name) ?? 0) + 1);
  await refresh();
}

export const pressing: Entry = entry({
  title: "Every press counts",
  says:
    "Five presses are five events. single holds back those that come while one waits for its answer, as against a double click.",
  on: {
    many: () => count("presses"),
    async once() {
      await new Promise((resolve) => setTimeout(resolve, 300));
      await count("singles");
    },
  },
  body: ({ on }) => (
    <>
      <button id="many" {...on.many()}>+1: {counted("presses", "presses")}</button>
      <button id="single" actions={[event({ target: "single", single: true, ...on.once() })]}>
        single: {counted("singles", "singles")}
      </button>
    </>
  ),
});

export const pausing: Entry = entry({
  title: "debounce, throttle",
  says: "debounce: when the person pauses. throttle: at most so often, and the last one always.",
  on: {
    typed: takes(
      { slowly: "text" },
      ({ slowly }) => update("typed", <span id="typed">{slowly}</span>),
    ),
    slid: takes(
      { slider: "text" },
      ({ slider }) => update("slid", <span id="slid">{slider}</span>),
    ),
  },
  body: ({ on }) => (
    <>
      <label for="slowly">Type</label>
      <nitro.textbox
        id="slowly"
        autocomplete="off"
        actions={[event({ target: "slowly", type: "input", debounce: 250, ...on.typed() })]}
      />
      <p>
        Heard: <span id="typed" />
      </p>
      <label for="slider">Slide</label>
      <input
        id="slider"
        type="range"
        actions={[event({ target: "slider", type: "input", throttle: 100, ...on.slid() })]}
      />
      <p>
        At: <span id="slid">50</span>
      </p>
    </>
  ),
});

export const keys: Entry = entry({
  title: "key, empty",
  says:
    "Only this key, with its modifiers and no others. empty takes the text out as it is sent; an event that is refused gives it back.",
  on: {
    say: takes({ saying: "text" }, ({ saying }) => {
      if (saying !== "") nitro.insertTop("sayings", <li>{saying}</li>);
    }),
  },
  body: ({ on }) => (
    <>
      <label for="saying">Say, by Enter</label>
      <nitro.textbox
        id="saying"
        autocomplete="off"
        actions={[
          event({ target: "saying", type: "keydown", key: "Enter", empty: true, ...on.say() }),
        ]}
      />
      <ul id="sayings" />
    </>
  ),
});

export const confirming: Entry = entry({
  title: "confirm, prevent, valid",
  says:
    "A question first; whether the browser's own action is kept back; whether the sources have to be good.",
  on: {
    sure: () => flash("It is gone"),
    tick: takes({ kept: "tick" }, ({ kept }) => flash(`Ticked: ${kept}`)),
    mail: takes({ mail: "text" }, ({ mail }) => flash(`Mail to ${mail}`)),
  },
  body: ({ on }) => (
    <>
      <button id="sure" actions={[event({ target: "sure", confirm: "Remove it?", ...on.sure() })]}>
        Remove
      </button>
      <nitro.checkbox id="kept" actions={[event({ target: "kept", prevent: true, ...on.tick() })]}>
        The server hears of it, the box stays
      </nitro.checkbox>
      <label for="mail">Mail</label>
      <input id="mail" type="email" required autocomplete="off" />
      <button id="send" actions={[event({ target: "send", valid: true, ...on.mail() })]}>
        Send
      </button>
    </>
  ),
});

export const sources: Entry = entry({
  title: "Postbacks and sources by hand",
  says:
    "As in the manual: event is called with the postback, and q reads the sources that were named. takes does the same with types.",
  event(event) {
    if (event === "greet-plainly") flash(`Good day, ${q("whom", "whoever you are")}`);
  },
  body: () => (
    <>
      <label for="whom">Name</label>
      <nitro.textbox id="whom" autocomplete="off" />
      <button id="greet" postback="greet-plainly" source={["whom"]}>Greet</button>
    </>
  ),
});

export const kinds: Entry = entry({
  title: "Kinds of values",
  says:
    "text, number, tick, date, list, or a function that refuses what it does not know by throwing: the event fails, and the page stays.",
  on: {
    read: takes(
      { amount: "number", fast: "tick", colour: (value) => known(value) },
      ({ amount, fast, colour }) => flash(`${amount} ${fast ? "fast" : "slow"} ${colour}`),
    ),
  },
  body: ({ on }) => (
    <form id="kinds-form" {...on.read()}>
      <label for="amount">Amount</label>
      <nitro.number id="amount" value={2} />
      <nitro.checkbox id="fast">Fast</nitro.checkbox>
      <label for="colour">red or blue</label>
      <nitro.textbox id="colour" value="red" />
      <nitro.submit>Read</nitro.submit>
    </form>
  ),
});

function known(value: nitro.SourceValue | undefined): "red" | "blue" {
  if (value === "red" || value === "blue") return value;
  throw new TypeError("neither red nor blue");
}

export const rows: Entry = entry({
  title: "Rows with controls of their own",
  says:
    "from says whose values a row takes along. The payload is sealed: a person can neither read nor change it.",
  on: {
    rename: takes({ name: "text" }, ({ name }, row: number) => flash(`Row ${row} is ${name}`)),
  },
  body: ({ on }) =>
    [1, 2].map((row) => (
      <nitro.panel id={`row-${row}`}>
        <nitro.textbox
          id={`name-${row}`}
          value={`Row ${row}`}
          aria={{ label: `Name of row ${row}` }}
        />
        <button id={`rename-${row}`} {...on.rename(row).from({ name: `name-${row}` })}>
          {`Rename ${row}`}
        </button>
      </nitro.panel>
    )),
});

export const asked: Entry = entry({
  title: "Parameters of the address",
  says: "qc reads what the page was asked for with.",
  body: () => <p>{`colour=${qc("colour") ?? "none given"}`}</p>,
});
