import { nitro } from "../../../mod.ts";
import { type Entry, entry } from "../entry.ts";

const { actions, alert, button, clear, code, confirm, cookie, cookies, display, flash, focus } =
  nitro;
const { hide, hook, insert, insertAfter, insertBefore, insertBottom, insertTop, jq, label } = nitro;
const { li, multi, ol, p, redirect, remove, render, replace, reset, set, setAttr, show } = nitro;
const { span, state, style, takes, textbox, transfer, ul, update, wire } = nitro;

export const updating: Entry = entry({
  title: "update, replace",
  says:
    "An element becomes what it is said to be: what is the same stays, with focus and typed text. replace is another name of it.",
  on: {
    say: (word: string) => update("said", p({ id: "said", body: word })),
    replace: () => replace("said", p({ id: "said", class: "box", body: "another look" })),
  },
  body: ({ on }) => [
    p({ id: "said", body: "nothing yet" }),
    button({ id: "update", body: "update", ...on.say("said") }),
    button({ id: "replace", body: "replace", ...on.replace() }),
  ],
});

export const inserting: Entry = entry({
  title: "insert and its four places",
  says:
    "Within an element before and behind everything, and before and behind it. An element whose id is there already is updated where it stands.",
  on: {
    top: () => insertTop("pile", li({ body: "top" })),
    bottom: () => insertBottom("pile", li({ body: "bottom" })),
    before: () => insertBefore("middle", li({ body: "before" })),
    after: () => insertAfter("middle", li({ body: "after" })),
    insert: () => insert("pile", "beforeend", li({ id: "same", body: `at ${Date.now()}` })),
  },
  body: ({ on }) => [
    ol({ id: "pile", body: li({ id: "middle", body: "middle" }) }),
    button({ id: "top", body: "insertTop", ...on.top() }),
    button({ id: "bottom", body: "insertBottom", ...on.bottom() }),
    button({ id: "before", body: "insertBefore", ...on.before() }),
    button({ id: "after", body: "insertAfter", ...on.after() }),
    button({ id: "insert", body: "insert", ...on.insert() }),
  ],
});

export const removing: Entry = entry({
  title: "clear, remove",
  says: "What is in an element goes, or the element itself.",
  on: { clear: () => clear("full"), remove: () => remove("second") },
  body: ({ on }) => [
    ul({ id: "full", body: li({ body: "something" }) }),
    p({ id: "second", body: "and more" }),
    button({ id: "clear", body: "clear", ...on.clear() }),
    button({ id: "remove", body: "remove", ...on.remove() }),
  ],
});

export const looks: Entry = entry({
  title: "set, setAttr, style, display, show, hide",
  says:
    "Properties, attributes and inline style. What would run code is refused, as elements refuse it; style works under a strict policy.",
  on: {
    set: () => set("subject", "dataset.seen", "yes"),
    attr: () => setAttr("subject", "title", "by setAttr"),
    style: () => style("subject", "font-weight", "bold"),
    display: () => display("subject", "inline-block"),
    hide: () => hide("subject"),
    show: () => show("subject"),
  },
  body: ({ on }) => [
    p({ id: "subject", class: "box", body: "the subject" }),
    button({ id: "set", body: "set", ...on.set() }),
    button({ id: "attr", body: "setAttr", ...on.attr() }),
    button({ id: "style", body: "style", ...on.style() }),
    button({ id: "display", body: "display", ...on.display() }),
    button({ id: "hide", body: "hide", ...on.hide() }),
    button({ id: "show", body: "show", ...on.show() }),
  ],
});

export const controls: Entry = entry({
  title: "focus, reset, call, jq",
  says:
    "Methods of elements. reset empties a control that still holds what was sent, so that what was typed since stays.",
  on: {
    focus: () => focus("line"),
    reset: takes({ line: "text" }, ({ line }) => reset("line", line)),
    call: () => nitro.call("line", "scrollIntoView"),
    jq: () => wire(jq({ target: "line", method: ["focus", "select"] })),
  },
  body: ({ on }) => [
    label({ for: "line", body: "A line" }),
    textbox({ id: "line", value: "some text", autocomplete: "off" }),
    button({ id: "focus", body: "focus", ...on.focus() }),
    button({ id: "reset", body: "reset", ...on.reset() }),
    button({ id: "call", body: "call", ...on.call() }),
    button({ id: "jq", body: "jq", ...on.jq() }),
  ],
});

export const asking: Entry = entry({
  title: "alert, confirm, multi",
  says:
    "The browser's own questions, as actions: wire has them carried out with the answer, multi makes one list of several. A question before an event is an option of the event.",
  on: {
    alert: () => wire(alert("Good day")),
    ask: () => wire(multi(confirm({ text: "Really?", postback: "asking-yes" }))),
  },
  event(event) {
    if (event === "asking-yes") update("really", p({ id: "really", role: "status", body: "Yes." }));
  },
  body: ({ on }) => [
    p({ id: "really", role: "status" }),
    button({ id: "alert", body: "alert", ...on.alert() }),
    button({ id: "confirm", body: "confirm", ...on.ask() }),
  ],
});

export const keeping: Entry = entry({
  title: "state, transfer",
  says:
    "What the connection keeps between messages, and messages that a page sends itself once it has answered.",
  on: {
    step: () => transfer({ state: { step: Number(state("step") ?? 0) + 1 }, events: ["stepped"] }),
  },
  event(event) {
    if (typeof event === "object" && event !== null && "topic" in event) {
      update("step", span({ id: "step", body: String(state("step")) }));
    }
  },
  body: ({ on }) => [
    p({ body: ["Step ", span({ id: "step", body: String(state("step") ?? 0) })] }),
    button({ id: "transfer", body: "transfer", ...on.step() }),
  ],
});

export const scripts: Entry = entry({
  title: "api, hook, bind",
  says:
    "The page's own scripts: api gives them a function that tells the page, hook tells them. bind runs a text as a script, on the original's wire alone, where the settings allow it.",
  on: { hook: () => hook("greet", "from the server") },
  event(event) {
    if (event === "init") wire(nitro.api({ name: "greet" }));
    if (event === "greet") flash(`A script said ${JSON.stringify(nitro.apiData("greet"))}`);
  },
  body: ({ on }) => [
    p({ id: "greeting", role: "status" }),
    button({ id: "hook", body: "hook", ...on.hook() }),
    p({
      body: code({
        body: JSON.stringify(nitro.bind({ target: "hook", type: "click", code: "log(event)" })),
      }),
    }),
  ],
});

export const leaving: Entry = entry({
  title: "redirect, cookie",
  says:
    "To another page; of another site only where that is said. A cookie of the page's own is set from within the browser, and read by the next request.",
  on: {
    go: () => redirect("/actions?theme=dark#leaving"),
    keep() {
      cookie("theme", "dark", { seconds: 60 });
      flash(`The browser keeps it until ${nitro.cookieExpire(60)}`);
    },
  },
  body: ({ on }) => [
    p({ body: `theme=${cookie("theme") ?? "none"}, cookies of this page: ${cookies().size}` }),
    button({ id: "redirect", body: "redirect", ...on.go() }),
    button({ id: "cookie", body: "cookie", ...on.keep() }),
  ],
});

export const rendering: Entry = entry({
  title: "render, renderBody, actions",
  says:
    "Markup of a body: render wires what goes with it, renderBody gives it back, actions are those of the running message so far.",
  on: {
    render() {
      const html = render(span({ body: "a < b" }));
      update("markup", code({ id: "markup", body: `${html}, ${actions().length} actions so far` }));
    },
  },
  body: ({ on }) => [
    p({ body: code({ id: "markup", body: nitro.renderBody(span({ body: "a < b" })).html }) }),
    button({ id: "render", body: "render", ...on.render() }),
  ],
});
