import { atom, tuple } from "../../../../n2o/term/term.ts";
import { equal } from "../../../_support/assert.ts";
import { browserTest } from "../../../_support/server/browser.ts";
import { type Scene, stage } from "../server.ts";

const a = atom;

/** A field in its panel, as the view of a form draws it. */
const field = (id: string, control: string, say: string, error = "") =>
  `<div class="box" id="wrap_${id}" data-n2o-say="${say}"><label for="${id}">${id}</label>${control}${
    error && `<p class="n2o-error" id="${id}-error">${error}</p>`
  }</div>`;
const form = (body: string) =>
  `<form id="f" novalidate data-n2o-form="Errors: {n}.">${body}<button id="save" type="submit" data-n2o-check>save</button><button id="other" type="button">other</button></form>`;

const NAME = field(
  "name",
  '<input id="name" required maxlength="5">',
  "vFill this in.\nlToo long.",
);
const CODE = field("code", '<input id="code" pattern="[A-Z]+">', "pCapital letters.");

/** What is said at a field, and whether its control is told as wrong. */
const said = (s: Scene, id: string) =>
  s.page.evaluate((id) => {
    const places = [...document.querySelectorAll<HTMLElement>(`[id="${id}-error"]`)];
    const shown = places.filter((each) => !each.hidden).map((each) => each.textContent);
    const control = document.getElementById(id);
    const isTold = control?.getAttribute("aria-describedby")?.split(" ").includes(`${id}-error`);
    return [shown.join("|"), control?.getAttribute("aria-invalid") === "true" && isTold === true];
  }, id);

const begin = async (s: Scene) => {
  await s.run(
    tuple(a("part"), "./form.js", "f"),
    tuple(a("bind"), "save", "click", "save", ["name", "code"], new Map()),
    tuple(a("bind"), "other", "click", "other", [], new Map()),
  );
  await s.page.evaluate("import('/n2o/form.js')");
};

browserTest("a form says in its own words what the browser finds wrong", async (browser, t) => {
  const step = stage(browser, t);

  await step(
    "nothing is said before a field is left, and it goes as soon as it is right",
    form(NAME + CODE),
    async (s) => {
      await begin(s);
      await s.page.focus("#code");
      await s.page.keyboard.type("a");
      equal(await said(s, "code"), ["", false]);
      await s.page.focus("#name");
      equal(await said(s, "code"), ["Capital letters.", true]);
      await s.page.focus("#other");
      equal(await said(s, "name"), ["Fill this in.", true]);
      await s.page.focus("#name");
      await s.page.keyboard.type("x");
      equal(await said(s, "name"), ["", false]);
      await s.page.keyboard.press("Backspace");
      equal(await said(s, "name"), ["Fill this in.", true]);
      await s.page.fill("#code", "A");
      equal(await said(s, "code"), ["", false]);
    },
  );

  await step(
    "what is wrong is not sent: the first has the focus, and how many there are is said once",
    form(NAME + CODE),
    async (s) => {
      await begin(s);
      await s.page.fill("#code", "a");
      await s.page.click("#save");
      equal([await said(s, "name"), await said(s, "code")], [["Fill this in.", true], [
        "Capital letters.",
        true,
      ]]);
      equal(await s.page.evaluate(() => document.activeElement?.id), "name");
      await s.page.waitForFunction(() =>
        document.querySelector("[role=status]")?.textContent === "Errors: 2."
      );
      equal(await s.page.locator("[role=status]").count(), 1);
      await s.page.click("#other");
      const other = await s.event();
      equal(other.pickle, "other");
      await s.page.fill("#code", "A");
      await s.page.fill("#name", "tea");
      await s.page.click("#save");
      const sent = await s.event();
      equal([sent.pickle, sent.args["name"], s.unread], ["save", "tea", 0]);
    },
  );

  await step(
    "Enter in a line sends once, and a second time only when the first was answered",
    form(NAME),
    async (s) => {
      await begin(s);
      await s.page.press("#name", "Enter");
      equal(await said(s, "name"), ["Fill this in.", true]);
      await s.page.fill("#name", "tea");
      await s.page.press("#name", "Enter");
      await s.page.press("#name", "Enter");
      await s.page.click("#save");
      const sent = await s.event();
      await s.ping();
      equal([sent.pickle, s.unread], ["save", 0]);
      s.ack(sent.seq);
      await s.run();
      await s.page.press("#name", "Enter");
      equal((await s.event()).pickle, "save");
    },
  );

  await step("the place of a click does not move from under the pointer", form(NAME), async (s) => {
    await begin(s);
    await s.page.focus("#name");
    const { x, y, width, height } = (await s.page.locator("#other").boundingBox())!;
    await s.page.mouse.move(x + width / 2, y + height / 2);
    await s.page.mouse.down();
    equal(await said(s, "name"), ["", false]);
    await s.page.mouse.up();
    equal((await s.event()).pickle, "other");
    await s.page.waitForFunction(() => document.getElementById("name-error")?.textContent);
    equal(await said(s, "name"), ["Fill this in.", true]);
  });

  await step(
    "hostile words stay text",
    form(field("name", '<input id="name" required>', "v&lt;img src=x onerror=alert(1)&gt;")),
    async (s) => {
      await begin(s);
      await s.page.click("#save");
      equal(await said(s, "name"), ["<img src=x onerror=alert(1)>", true]);
      equal(await s.page.locator("img").count(), 0);
    },
  );
});

browserTest(
  "the browser and the server write one error, and neither loses the other's",
  async (browser, t) => {
    const step = stage(browser, t);
    const named = (error: string, by = "", attributes = "") =>
      field(
        "name",
        `<input id="name" maxlength="5" required ${attributes}>`,
        "vFill this in.\nlToo long.",
        error,
      )
        .replace('class="n2o-error"', `class="n2o-error"${by && ` data-n2o-by="${by}"`}`);
    const update = (html: string) => tuple(a("update"), "wrap_name", html);

    await step(
      "an older word of the server does not take away what is wrong now",
      form(NAME),
      async (s) => {
        await begin(s);
        await s.page.click("#save");
        for (const html of [named(""), named("Taken."), NAME]) {
          await s.run(update(html));
          equal(await said(s, "name"), ["Fill this in.", true]);
        }
        // What the server said last stands again once the browser has nothing to say.
        await s.run(update(named("Taken.")));
        await s.page.fill("#name", "tea");
        equal(await said(s, "name"), ["Taken.", true]);
        await s.run(update(named("")));
        equal(await said(s, "name"), ["", false]);
      },
    );

    await step(
      "a word of the server about what the browser cannot judge stays until the server takes it back",
      form(NAME),
      async (s) => {
        await begin(s);
        await s.page.fill("#name", "tea");
        await s.run(update(named("Taken.")));
        equal((await said(s, "name"))[0], "Taken.");
        await s.page.fill("#name", "milk");
        equal((await said(s, "name"))[0], "Taken.");
        await s.run(tuple(a("text"), "name-error", "Gone."));
        equal((await said(s, "name"))[0], "Gone.");
        await s.run(tuple(a("remove"), "name-error"));
        equal((await said(s, "name"))[0], "");
      },
    );

    await step(
      "what the person puts right goes at once, and comes back where the server insists",
      form(NAME),
      async (s) => {
        await begin(s);
        await s.run(
          update(named("Fill this in.", "v", 'aria-invalid="true"')),
          tuple(a("bind"), "name", "change", "name", ["name"], new Map()),
        );
        await s.page.focus("#name");
        await s.page.keyboard.type(" x");
        equal(await said(s, "name"), ["", false]);
        await s.page.focus("#other");
        const sent = await s.event();
        equal(await said(s, "name"), ["", false]);
        // The server sends nothing: it said so before.
        s.ack(sent.seq);
        await s.run();
        equal(await said(s, "name"), ["Fill this in.", true]);
        await s.run(update(named("")));
        equal(await said(s, "name"), ["", false]);
      },
    );

    await step(
      "a value that the server puts is judged as one that was typed",
      form(NAME),
      async (s) => {
        await begin(s);
        await s.page.click("#save");
        equal((await said(s, "name"))[0], "Fill this in.");
        await s.run(tuple(a("attr"), "name", "value", "tea"));
        equal(await said(s, "name"), ["", false]);
        await s.run(tuple(a("attr"), "name", "pattern", "[0-9]*"));
        equal((await said(s, "name"))[1], true);
      },
    );
  },
);
