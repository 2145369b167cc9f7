import { n2o, nitro } from "../../../mod.ts";
import { stage, TestingError, type TestPage, visit } from "../../../nitro/testing.ts";
import { assert, equal } from "../../_support/assert.ts";
const { button, checkbox, dropdown, event, flash, form, h1, h2, input, label, link, main } = nitro;
const { output, p, page, panel, refresh, state, submit, takes, textarea } = nitro;

/** What an act refuses, in its words. */
async function refused(act: () => unknown): Promise<TestingError> {
  try {
    await act();
  } catch (error) {
    if (TestingError.is(error)) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

const sum = () => Number(state("sum") ?? 0);
const counter = page({
  title: () => `Sum ${sum()}`,
  on: {
    async add(n: number) {
      state("sum", sum() + n);
      await refresh();
    },
    fail: () => {
      throw new Error("as it should");
    },
    greet: takes({ name: "text" }, ({ name }) => flash(`Good day, ${name}`)),
    ask: () => flash("yes"),
  },
  body: ({ on }) =>
    main({
      body: [
        h1({ body: "Counter" }),
        output({ id: "sum", body: String(sum()) }),
        button({ id: "plus", body: "+1", ...on.add(1) }),
        button({ id: "fail", body: "Fail", ...on.fail() }),
        button({ id: "off", body: "Off", disabled: true, ...on.add(100) }),
        button({ id: "hid", body: "Hidden", attributes: { hidden: true }, ...on.add(100) }),
        form({
          id: "greeting",
          ...on.greet(),
          body: [
            label({ for: "name", body: "Your name" }),
            input({ id: "name", required: true }),
            submit({ body: "Greet" }),
          ],
        }),
        button({
          id: "sure",
          body: "Sure?",
          actions: [event({ target: "sure", confirm: "Are you sure?", ...on.ask() })],
        }),
      ],
    }),
});

const plus = (shown: TestPage) => shown.getByRole("button", { name: "+1" });

Deno.test("a declared page goes live, and a click is answered when it resolves", async () => {
  await using shown = await visit(counter);
  equal([shown.title, shown.status, shown.path], ["Sum 0", "online", "/"]);
  for (let count = 0; count < 5; count++) await shown.click(plus(shown));
  equal([shown.get("#sum").textContent, shown.title], ["5", "Sum 5"]);
});

Deno.test("clicks that nobody waits for between are five all the same", async () => {
  await using shown = await visit(counter);
  for (let count = 0; count < 5; count++) shown.click(plus(shown));
  await shown.settled();
  equal(shown.get("#sum").textContent, "5");
});

Deno.test("what is disabled, hidden, gone or no text is refused with what it is", async () => {
  await using shown = await visit(counter);
  const { message } = await refused(() => shown.click(shown.getByRole("button", { name: "Off" })));
  equal(message, 'button "Off" is disabled');
  equal((await refused(() => shown.click(shown.get("#hid")))).message, 'button "Hidden" is hidden');
  equal(shown.queryByRole("button", { name: "Hidden" }), undefined);
  const typing = await refused(() => shown.fill(plus(shown), "x"));
  equal([typing.code, typing.message], ["action", 'button "+1" takes no text']);
});

Deno.test("a query that fails says what was expected and what the page shows", async () => {
  await using shown = await visit(counter);
  await shown.fill(shown.getByLabel("Your name"), "Ann");
  const { code, message } = await refused(() => shown.getByRole("button", { name: "Save" }));
  equal(code, "query");
  equal(
    message,
    [
      'expected button "Save", there is none',
      "",
      '/ "Sum 0" (online) shows',
      "  main",
      '    heading "Counter"',
      "    status #sum",
      '      "0"',
      '    button "+1" #plus',
      '    button "Fail" #fail',
      '    button "Off" #off disabled',
      '    "Your name"',
      '    textbox "Your name" #name = "Ann" focused',
      '    button "Greet"',
      '    button "Sure?" #sure',
      "  status #n2o-states",
      "  status #n2o-flash",
    ].join("\n"),
  );
  const { message: many } = await refused(() => shown.getByRole("button"));
  assert(many.startsWith("expected button, there are 5\n"));
  equal(shown.getAllByRole("button", { disabled: false }).length, 4);
});

Deno.test("a form is sent by its button, by Enter and by submit, and kept back where a browser does", async () => {
  await using shown = await visit(counter);
  const name = () => shown.getByLabel("Your name");
  await shown.click(shown.getByRole("button", { name: "Greet" }));
  equal(shown.flashes, []);
  const { message } = await refused(() => shown.submit(name()));
  equal(message, 'textbox "Your name" keeps the form from being sent: a value is required');
  await shown.fill(name(), "Ann");
  await shown.press("Enter");
  await shown.fill(name(), "Bob");
  await shown.click(shown.getByRole("button", { name: "Greet" }));
  await shown.submit(name());
  equal(shown.flashes, ["Good day, Ann", "Good day, Bob", "Good day, Bob"]);
});

Deno.test("a handler that fails is told in words, and as a refusal", async () => {
  await using shown = await visit(counter);
  await shown.click(shown.getByRole("button", { name: "Fail" }));
  equal(shown.refused, [{ seq: 1, reason: "failed" }]);
  equal(shown.flashes, ["That did not work."]);
  shown.getByRole("button", { name: "Try again" });
});

Deno.test("a question of the page is answered, and one that nobody answered is told", async () => {
  await using shown = await visit(counter);
  const sure = shown.getByRole("button", { name: "Sure?" });
  shown.answer(false, true);
  await shown.click(sure);
  equal(shown.flashes, []);
  await shown.click(sure);
  equal(shown.flashes, ["yes"]);
  const { code, message } = await refused(() => shown.click(sure));
  equal(code, "script");
  assert(message.includes('the page asks "Are you sure?"'), message);
});

Deno.test("what is done while the socket is lost goes out when it is back, once", async () => {
  await using shown = await visit(counter);
  await shown.click(plus(shown));
  await shown.lose();
  equal(shown.status, "offline");
  shown.getByText(/^Offline\./);
  await shown.click(plus(shown));
  equal(shown.get("#plus").getAttribute("aria-busy"), "true");
  equal(shown.get("#sum").textContent, "1");
  await shown.regain();
  equal([shown.status, shown.queryByText(/^Offline\./)], ["online", undefined]);
  equal(shown.refused, []);
});

Deno.test("a page that is a module works in the document it is given", async () => {
  const module = {
    event(event: unknown) {
      if (event === "init") {
        nitro.update("go", button({ id: "go", body: "Go", postback: "go", source: ["what"] }));
      }
      if (event === "go") nitro.update("said", p({ id: "said", body: `said ${nitro.q("what")}` }));
    },
  };
  const body = [
    label({ for: "what", body: "What" }),
    input({ id: "what" }),
    panel({ id: "go" }),
    p({ id: "said" }),
  ];
  await using shown = await visit(module, { body });
  await shown.fill(shown.getByLabel("What"), "<b>");
  await shown.click(shown.getByRole("button", { name: "Go" }));
  shown.getByText("said <b>");
});

Deno.test("time is the test's: a debounce waits for it, a throttle ends with the last value", async () => {
  const said: unknown[] = [];
  const source = ["text"];
  const module = {
    event(e: unknown) {
      if (e === "init") {
        nitro.wire(
          event({ target: "text", type: "input", postback: "late", source, debounce: 300 }),
        );
        nitro.wire(
          event({
            target: "fast",
            type: "input",
            postback: "some",
            source: ["fast"],
            throttle: 100,
          }),
        );
      } else if (e === "late") said.push(nitro.q("text"));
      else if (e === "some") said.push(nitro.q("fast"));
    },
  };
  await using shown = await visit(module, { body: [input({ id: "text" }), input({ id: "fast" })] });
  await shown.fill(shown.get("#text"), "a");
  await shown.clock.advance(299);
  await shown.fill(shown.get("#text"), "ab");
  await shown.clock.advance(299);
  equal(said, []);
  await shown.clock.advance(1);
  equal(said.splice(0), ["ab"]);
  for (const text of ["1", "2", "3"]) await shown.fill(shown.get("#fast"), text);
  equal(said, ["1"]);
  await shown.clock.advance(100);
  equal(said, ["1", "3"]);
});

Deno.test("the merge rule holds: typed text, ticks, choices and the focus outlive an update that says nothing of them", async () => {
  let round = 0;
  const form = () =>
    panel({
      id: "form",
      body: [
        p({ body: `round ${round++}` }),
        input({ id: "name", value: "from the server" }),
        textarea({ id: "more", body: "more" }),
        checkbox({ id: "tick", body: "Tick" }),
        dropdown({
          id: "kind",
          options: [{ value: "1", body: "One" }, { value: "2", body: "Two" }],
        }),
        button({ id: "again", body: "Again", postback: "again" }),
        button({ id: "say", body: "Say", postback: "say", source: ["name"] }),
      ],
    });
  const module = {
    event(event: unknown) {
      if (event === "init" || event === "again") nitro.update("form", form());
      if (event === "say") {
        nitro.update(
          "form",
          panel({ id: "form", body: input({ id: "name", value: String(nitro.q("name")).trim() }) }),
        );
      }
    },
  };
  await using shown = await visit(module, { body: panel({ id: "form" }) });
  const name = shown.get("#name");
  await shown.check(shown.getByLabel("Tick"));
  await shown.choose(shown.get("#kind"), "Two");
  await shown.fill(shown.get("#more"), "much more");
  await shown.fill(name, " mine ");
  await shown.press("Tab");
  await shown.focus(name);
  shown.click(shown.get("#again"));
  await shown.focus(name);
  shown.getByText("round 1");
  equal(shown.get("#name"), name);
  equal(["#name", "#more", "#kind"].map((id) => shown.get(id).value), [" mine ", "much more", "2"]);
  equal([shown.get("#tick").checked, shown.focused.id], [true, "name"]);
  // What the server knew and normalised shows as it has it.
  await shown.click(shown.get("#say"));
  equal(shown.get("#name").value, "mine");
});

Deno.test("redirects, links and forms are followed, with the session of the page", async () => {
  const start = page({
    title: "Start",
    on: {
      enter: takes({ user: "text" }, ({ user }) => {
        n2o.user(user);
        flash("Welcome");
        nitro.redirect("/inner?room=7");
      }),
    },
    body: ({ on }) => [
      label({ for: "user", body: "User" }),
      input({ id: "user" }),
      button({ id: "enter", body: "Enter", ...on.enter() }),
    ],
  });
  const inner = page({
    title: "Inner",
    load: () => n2o.user() === "" ? nitro.redirect("/") : { user: n2o.user() },
    body: ({ data }) => [h2({ body: `Good day, ${data.user}` }), link({ href: "/", body: "Out" })],
  });
  await using theatre = stage({ "/": start, "/inner": inner });
  const stranger = await theatre.visit({ path: "/inner" });
  equal([stranger.path, stranger.title], ["/", "Start"]);
  await stranger.fill(stranger.getByLabel("User"), "Ann");
  await stranger.click(stranger.getByRole("button", { name: "Enter" }));
  equal([stranger.path, stranger.status], ["/inner?room=7", "online"]);
  stranger.getByRole("heading", { name: "Good day, Ann" });
  equal(stranger.flashes, ["Welcome"]);
  await stranger.reload();
  stranger.getByRole("heading", { name: "Good day, Ann" });
  const tab = await theatre.tab(stranger);
  tab.getByRole("heading", { name: "Good day, Ann", level: 2 });
  await tab.click(tab.getByRole("link", { name: "Out" }));
  equal(tab.title, "Start");
  const bob = await theatre.visit({ path: "/inner", user: "Bob" });
  bob.getByRole("heading", { name: "Good day, Bob" });
});

Deno.test("findBy waits for what another person brings about, and says what the page shows where it never comes", async () => {
  const wall = page({
    title: "Wall",
    init: () => n2o.reg("wall"),
    on: { say: () => n2o.send("wall", "hello") },
    news: () => nitro.update("last", p({ id: "last", body: `hello of ${n2o.user()}` })),
    body: ({ on }) => [p({ id: "last" }), button({ id: "say", body: "Say", ...on.say() })],
  });
  await using theatre = stage(wall, { timeout: 50 });
  const ann = await theatre.visit({ user: "ann" }), bob = await theatre.visit({ user: "bob" });
  const found = bob.findByText("hello of bob");
  await ann.click(ann.getByRole("button", { name: "Say" }));
  equal((await found).id, "last");
  await ann.until(() => ann.queryByText("hello of ann"));
  const { message } = await refused(() => ann.findByText("hello of carol"));
  assert(
    message.startsWith('expected text "hello of carol", there is none\n\n/ "Wall" (online) shows'),
    message,
  );
});

Deno.test("a handler that waits for time that stands still is told of, and goes on with the clock", async () => {
  const clocked = {
    async event(event: unknown) {
      if (event === "init") {
        nitro.update("main", button({ id: "main", body: "Wait", postback: "wait" }));
      }
      if (event !== "wait") return;
      const { server: { clock } } = n2o.context();
      await new Promise<void>((resolve) => void clock.setTimeout(resolve, 1_000));
      nitro.update("main", p({ id: "main", body: "done" }));
    },
  };
  await using shown = await visit(clocked, { timeout: 20 });
  const { code } = await refused(() => shown.click(shown.getByRole("button")));
  equal(code, "timeout");
  equal(shown.get("#main").getAttribute("aria-busy"), "true");
  await shown.clock.advance(1_000);
  await shown.settled();
  shown.getByText("done");
});
