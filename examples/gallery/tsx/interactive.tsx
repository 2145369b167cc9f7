/** @jsxImportSource @n2o/n2o/nitro */
// Written by `deno task guide` from the file of the same name in `groups/`: change it there.
import { nitro } from "../../../mod.ts";
import { type Entry, entry } from "../entry.ts";

const { call, renderBody, update } = nitro;

export const opening: Entry = entry({
  title: "What opens and closes",
  says:
    "The browser's own. What a person opened stays open over updates; those of one name are open one at a time.",
  body: () =>
    ["Tea", "Cake"].map((each, at) => (
      <details id={`more-${at}`} name="more">
        <summary>{each}</summary>
        <p>{`All about ${each.toLowerCase()}.`}</p>
      </details>
    )),
});

export const asking: Entry = entry({
  title: "A dialog",
  says:
    "Opened by the method showModal it keeps the page back, the keyboard within it and the focus for later; Escape closes it.",
  on: {
    open: () => call("sure", "showModal"),
    yes() {
      call("sure", "close");
      update("answer", <p id="answer" role="status">Gone.</p>);
    },
    no: () => call("sure", "close"),
  },
  body: ({ on }) => (
    <>
      <button id="ask" aria={{ haspopup: "dialog" }} {...on.open()}>Throw away</button>
      <p id="answer" role="status" />
      <dialog id="sure" aria={{ labelledby: "sure-title" }} closedby="any">
        <h3 id="sure-title">Really?</h3>
        <button id="sure-yes" {...on.yes()}>Yes</button>
        <button id="sure-no" autofocus {...on.no()}>No</button>
      </dialog>
    </>
  ),
});

export const popover: Entry = entry({
  title: "What shows above everything",
  says: "Any element with popover; the browser opens it by its button alone, without the server.",
  body: () => (
    <>
      <button id="hint-button" popovertarget="hint">Hint</button>
      <p id="hint" popover="auto">Above everything. Escape closes it.</p>
    </>
  ),
});

export const commands: Entry = entry({
  title: "A list of commands",
  says: "A menu holds buttons. The element command is none that browsers know: here is its markup.",
  body: () => (
    <>
      <menu>
        {["Cut", "Copy"].map((each) => (
          <li>
            <button>{each}</button>
          </li>
        ))}
      </menu>
      <pre><code>{renderBody(<nitro.command label="Cut" type="command" />).html}</code></pre>
    </>
  ),
});
