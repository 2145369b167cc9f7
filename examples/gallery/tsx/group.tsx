/** @jsxImportSource @n2o/n2o/nitro */
// Written by `deno task guide` from the file of the same name in `groups/`: change it there.
import { nitro } from "../../../mod.ts";
import { type Entry, entry } from "../entry.ts";

export const paragraphs: Entry = entry({
  title: "Paragraphs",
  says: "Paragraphs, a change of subject, a quotation, and a text whose blanks and lines stay.",
  body: () => (
    <>
      <p>One.</p>
      <hr />
      <blockquote cite="https://example.com/">
        <p>Said elsewhere.</p>
      </blockquote>
      <pre>{"a\n  b"}</pre>
    </>
  ),
});

export const lists: Entry = entry({
  title: "Lists",
  says:
    "With numbers and without; list is either, by a property. An item that has an id is one instruction when it comes, moves or goes.",
  body: () => (
    <>
      <ul>{["Tea", "Cake"].map((body) => <li>{body}</li>)}</ul>
      <ol start={3} reversed>{["Three", "Two"].map((body) => <li>{body}</li>)}</ol>
      <nitro.list numbered>
        <li>First</li>
        <li value={7}>Seventh</li>
      </nitro.list>
    </>
  ),
});

export const meanings: Entry = entry({
  title: "Names with what they mean",
  says: "A list of pairs.",
  body: () => (
    <dl>
      <dt>N2O</dt>
      <dd>a protocol</dd>
      <dt>KVS</dt>
      <dd>a store</dd>
    </dl>
  ),
});

export const figures: Entry = entry({
  title: "Figures",
  says: "A picture, a listing or a table that the text refers to, and what it is called.",
  body: () => (
    <figure>
      <img src="/static/picture.svg" alt="Three dots in a row" width={120} height={60} />
      <figcaption>A molecule</figcaption>
    </figure>
  ),
});

export const divisions: Entry = entry({
  title: "Divisions",
  says: "div and panel are the same tag. A message is the original's element for a conversation.",
  body: () => (
    <>
      <div class={["box", false]}>a division</div>
      <nitro.panel class="box">a panel</nitro.panel>
      <nitro.message class="box">
        <p>Good day</p>
      </nitro.message>
      <nitro.panel showIf={false}>never rendered</nitro.panel>
    </>
  ),
});
