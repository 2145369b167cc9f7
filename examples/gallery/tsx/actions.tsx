/** @jsxImportSource @n2o/n2o/nitro */
// Written by `deno task guide` from the file of the same name in `groups/`: change it there.
import { nitro } from "../../../mod.ts";
import { type Entry, entry } from "../entry.ts";

const {
  actions,
  alert,
  clear,
  confirm,
  cookie,
  cookies,
  display,
  flash,
  focus,
  hide,
  hook,
  insert,
  insertAfter,
  insertBefore,
  insertBottom,
  insertTop,
  jq,
  multi,
  redirect,
  remove,
  render,
  replace,
  reset,
  set,
  setAttr,
  show,
  state,
  style,
  takes,
  transfer,
  update,
  wire,
} = nitro;

export const updating: Entry = entry({
  title: "update, replace",
  says:
    "An element becomes what it is said to be: what is the same stays, with focus and typed text. replace is another name of it.",
  on: {
    say: (word: string) => update("said", <p id="said">{word}</p>),
    replace: () => replace("said", <p id="said" class="box">another look</p>),
  },
  body: ({ on }) => (
    <>
      <p id="said">nothing yet</p>
      <button id="update" {...on.say("said")}>update</button>
      <button id="replace" {...on.replace()}>replace</button>
    </>
  ),
});

export const inserting: Entry = entry({
  title: "insert and its four places",
  says:
    "Within an element before and behind everything, and before and behind it. An element whose id is there already is updated where it stands.",
  on: {
    top: () => insertTop("pile", <li>top</li>),
    bottom: () => insertBottom("pile", <li>bottom</li>),
    before: () => insertBefore("middle", <li>before</li>),
    after: () => insertAfter("middle", <li>after</li>),
    insert: () => insert("pile", "beforeend", <li id="same">{`at ${Date.now()}`}</li>),
  },
  body: ({ on }) => (
    <>
      <ol id="pile">
        <li id="middle">middle</li>
      </ol>
      <button id="top" {...on.top()}>insertTop</button>
      <button id="bottom" {...on.bottom()}>insertBottom</button>
      <button id="before" {...on.before()}>insertBefore</button>
      <button id="after" {...on.after()}>insertAfter</button>
      <button id="insert" {...on.insert()}>insert</button>
    </>
  ),
});

export const removing: Entry = entry({
  title: "clear, remove",
  says: "What is in an element goes, or the element itself.",
  on: { clear: () => clear("full"), remove: () => remove("second") },
  body: ({ on }) => (
    <>
      <ul id="full">
        <li>something</li>
      </ul>
      <p id="second">and more</p>
      <button id="clear" {...on.clear()}>clear</button>
      <button id="remove" {...on.remove()}>remove</button>
    </>
  ),
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
  body: ({ on }) => (
    <>
      <p id="subject" class="box">the subject</p>
      <button id="set" {...on.set()}>set</button>
      <button id="attr" {...on.attr()}>setAttr</button>
      <button id="style" {...on.style()}>style</button>
      <button id="display" {...on.display()}>display</button>
      <button id="hide" {...on.hide()}>hide</button>
      <button id="show" {...on.show()}>show</button>
    </>
  ),
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
  body: ({ on }) => (
    <>
      <label for="line">A line</label>
      <nitro.textbox id="line" value="some text" autocomplete="off" />
      <button id="focus" {...on.focus()}>focus</button>
      <button id="reset" {...on.reset()}>reset</button>
      <button id="call" {...on.call()}>call</button>
      <button id="jq" {...on.jq()}>jq</button>
    </>
  ),
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
    if (event === "asking-yes") update("really", <p id="really" role="status">Yes.</p>);
  },
  body: ({ on }) => (
    <>
      <p id="really" role="status" />
      <button id="alert" {...on.alert()}>alert</button>
      <button id="confirm" {...on.ask()}>confirm</button>
    </>
  ),
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
      update("step", <span id="step">{String(state("step"))}</span>);
    }
  },
  body: ({ on }) => (
    <>
      <p>
        Step <span id="step">{String(state("step") ?? 0)}</span>
      </p>
      <button id="transfer" {...on.step()}>transfer</button>
    </>
  ),
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
  body: ({ on }) => (
    <>
      <p id="greeting" role="status" />
      <button id="hook" {...on.hook()}>hook</button>
      <p>
        <code>
          {JSON.stringify(nitro.bind({ target: "hook", type: "click", code: "log(event)" }))}
        </code>
      </p>
    </>
  ),
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
  body: ({ on }) => (
    <>
      <p>{`theme=${cookie("theme") ?? "none"}, cookies of this page: ${cookies().size}`}</p>
      <button id="redirect" {...on.go()}>redirect</button>
      <button id="cookie" {...on.keep()}>cookie</button>
    </>
  ),
});

export const rendering: Entry = entry({
  title: "render, renderBody, actions",
  says:
    "Markup of a body: render wires what goes with it, renderBody gives it back, actions are those of the running message so far.",
  on: {
    render() {
      const html = render(<span>a &lt; b</span>);
      update("markup", <code id="markup">{`${html}, ${actions().length} actions so far`}</code>);
    },
  },
  body: ({ on }) => (
    <>
      <p>
        <code id="markup">{nitro.renderBody(<span>a &lt; b</span>).html}</code>
      </p>
      <button id="render" {...on.render()}>render</button>
    </>
  ),
});
