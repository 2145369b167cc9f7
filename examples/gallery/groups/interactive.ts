import { nitro } from "../../../mod.ts";
import { type Entry, entry } from "../entry.ts";

const { button, call, code, command, details, dialog, h3, li, menu, p, pre, renderBody } = nitro;
const { summary, update } = nitro;

export const opening: Entry = entry({
  title: "What opens and closes",
  says:
    "The browser's own. What a person opened stays open over updates; those of one name are open one at a time.",
  body: () =>
    ["Tea", "Cake"].map((each, at) =>
      details({
        id: `more-${at}`,
        name: "more",
        body: [summary({ body: each }), p({ body: `All about ${each.toLowerCase()}.` })],
      })
    ),
});

export const asking: Entry = entry({
  title: "A dialog",
  says:
    "Opened by the method showModal it keeps the page back, the keyboard within it and the focus for later; Escape closes it.",
  on: {
    open: () => call("sure", "showModal"),
    yes() {
      call("sure", "close");
      update("answer", p({ id: "answer", role: "status", body: "Gone." }));
    },
    no: () => call("sure", "close"),
  },
  body: ({ on }) => [
    button({ id: "ask", body: "Throw away", aria: { haspopup: "dialog" }, ...on.open() }),
    p({ id: "answer", role: "status" }),
    dialog({
      id: "sure",
      aria: { labelledby: "sure-title" },
      closedby: "any",
      body: [
        h3({ id: "sure-title", body: "Really?" }),
        button({ id: "sure-yes", body: "Yes", ...on.yes() }),
        button({ id: "sure-no", body: "No", attributes: { autofocus: true }, ...on.no() }),
      ],
    }),
  ],
});

export const popover: Entry = entry({
  title: "What shows above everything",
  says: "Any element with popover; the browser opens it by its button alone, without the server.",
  body: () => [
    button({ id: "hint-button", body: "Hint", attributes: { popovertarget: "hint" } }),
    p({ id: "hint", popover: "auto", body: "Above everything. Escape closes it." }),
  ],
});

export const commands: Entry = entry({
  title: "A list of commands",
  says: "A menu holds buttons. The element command is none that browsers know: here is its markup.",
  body: () => [
    menu({
      body: ["Cut", "Copy"].map((each) => li({ body: button({ body: each }) })),
    }),
    pre({ body: code({ body: renderBody(command({ label: "Cut", type: "command" })).html }) }),
  ],
});
