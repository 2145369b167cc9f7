/** @jsxImportSource @n2o/n2o/nitro */
// Written by `deno task guide` from the file of the same name in `groups/`: change it there.
import { nitro } from "../../../mod.ts";
import { type Entry, entry } from "../entry.ts";

const {
  datetime,
  datetimeLocal,
  elements,
  flash,
  inputTime,
  month,
  search,
  takes,
  tel,
  textbox,
  week,
} = nitro;

function named(id: string, name: string, make: nitro.Make<nitro.InputProps>): nitro.Body {
  return (
    <>
      <label for={id}>{name}</label>
      {make({ id })}
    </>
  );
}

export const words: Entry = entry({
  title: "Words",
  says: "The type says which keyboard a phone shows, and what the browser checks and fills in.",
  body: () => (
    <>
      {named("a-text", "Text", textbox)}
      {named("a-search", "Search", search)}
      {named("a-phone", "Telephone", tel)}
      {named("a-site", "Address", elements.url)}
      <form>
        <label for="a-mail">Mail</label>
        <nitro.email id="a-mail" autocomplete="username" />
        <label for="a-word">Password</label>
        <nitro.password id="a-word" autocomplete="new-password" />
      </form>
      <label for="any">Of any type</label>
      <input id="any" type="text" maxlength={9} />
    </>
  ),
});

export const numbers: Entry = entry({
  title: "Numbers and colours",
  says: "A number that is not exact, on a scale, and a colour; a value that is not seen.",
  on: {
    loud: takes({ volume: "number" }, ({ volume }) => flash(`Volume ${volume}`)),
  },
  body: ({ on }) => (
    <>
      <label for="exact">Number</label>
      <nitro.number id="exact" min={0} step={0.5} value={1.5} />
      <label for="volume">Volume</label>
      <nitro.range id="volume" min={0} max={11} value={5} {...on.loud()} />
      <label for="paint">Colour</label>
      <nitro.color id="paint" value="#0b6a59" />
      <nitro.hidden id="version" value={7} />
    </>
  ),
});

export const days: Entry = entry({
  title: "Days and times",
  says:
    "The browser's own pickers. For a format of your own or closed days there is calendar among the rich controls.",
  on: {
    day: takes({ "a-day": "date" }, ({ "a-day": day }) => flash(day ? `Day ${day.day}` : "No day")),
  },
  body: ({ on }) => (
    <>
      <label for="a-day">Day</label>
      <nitro.date id="a-day" min="2026-01-01" {...on.day()} />
      {named("a-time", "Time", inputTime)}
      {named("a-month", "Month", month)}
      {named("a-week", "Week", week)}
      {named("a-moment", "Day and time", datetimeLocal)}
      {named("a-moment2", "The same by its older name", datetime)}
    </>
  ),
});

export const ticks: Entry = entry({
  title: "To tick",
  says: "A box within its label, which is its body. Its postback is sent when it changes.",
  on: {
    agree: takes({ agree: "tick" }, ({ agree }) => flash(agree ? "Agreed" : "Not agreed")),
  },
  body: ({ on }) => (
    <>
      <nitro.checkbox id="agree" {...on.agree()}>I agree</nitro.checkbox>
      <nitro.checkbox id="alone" label={false} aria={{ label: "Without a word" }} checked />
    </>
  ),
});

export const one: Entry = entry({
  title: "One of several",
  says:
    "Radios are a group by their name; radiogroup makes one of data, dropdown a choice of data.",
  on: {
    size: takes({ size: "text" }, ({ size }) => flash(`Size ${size}`)),
    town: takes({ where: "text" }, ({ where }) => flash(`To ${where}`)),
  },
  body: ({ on }) => (
    <>
      <nitro.radiogroup
        id="size"
        aria={{ label: "Size" }}
        value="m"
        options={[{ value: "s", body: "Small" }, { value: "m", body: "Middle" }]}
        {...on.size()}
      />
      <label>
        <nitro.radio name="alone" value="1" />a radio by itself
      </label>
      <label for="where">Where to</label>
      <nitro.dropdown
        id="where"
        options={[{ value: "kyiv", label: "Kyiv" }, { value: "lviv", label: "Lviv" }]}
        value="lviv"
        {...on.town()}
      />
    </>
  ),
});

export const buttons: Entry = entry({
  title: "Buttons that are inputs",
  says:
    "One that sends its form, one that gives its values back, one that does what its postback says, one that is a picture.",
  on: {
    sent: takes({ thing: "text" }, ({ thing }) => flash(`Sent ${thing}`)),
    pressed: (which: string) => flash(`Pressed: ${which}`),
  },
  body: ({ on }) => (
    <form id="pressing" {...on.sent()}>
      <label for="thing">Thing</label>
      <nitro.textbox id="thing" value="tea" />
      <nitro.submit>Send</nitro.submit>
      <nitro.elements.reset value="As before" />
      <nitro.inputButton id="press" value="Press" {...on.pressed("button")} />
      <nitro.inputImage
        id="press-image"
        src="/static/picture.svg"
        alt="Press the dots"
        width={60}
        height={30}
        {...on.pressed("picture")}
      />
      <button id="plain" {...on.pressed("element")}>A button</button>
    </form>
  ),
});

export const files: Entry = entry({
  title: "A choice of files",
  says:
    "The browser's own; its files go nowhere by themselves. What sends them is upload: see there.",
  body: () => (
    <>
      <label for="a-file">File</label>
      <nitro.file id="a-file" accept="image/*" multiple />
    </>
  ),
});
