/**
 * What people do with the sample in a browser, and what they must see, on any host.
 *
 * @module
 */
import type { Browser } from "../../_support/server/browser.ts";
import { assert, equal } from "../../_support/assert.ts";
import { all, content, type Person, person, type Settings } from "../../_support/server/person.ts";
import { complaints, type Server } from "../../_support/server/server.ts";

const HARD = "<img src=x onerror=alert(1)>${1+1}";
const ODD = [
  HARD,
  "`${alert(1)}` \"double\" 'single' \\n \\u0041 &amp; &lt;b&gt; %3C",
  "</p></message></script><script>alert(1)</script><!-- {{ x }}",
  "Привіт, світе! Ґанок, їжак, є й 'апостроф’",
  "👩‍👩‍👧‍👦 🇺🇦 🧑🏽‍🚀 e\u0301 𝔘𝔫𝔦",
  "שלום עולם, مرحبا \u202Eabc\u202C 123",
  "\nfirst\n\n  third, indented\n\ttab\n",
];

/** Where the sample runs, and everything that it wrote. */
type Sample = Pick<Server, "origin" | "lines">;

/** The step's people: each is given a fresh browser context when it is asked for. */
type Act = (open: (settings?: Settings) => Promise<Person>) => Promise<void>;

/** Registers steps on one sample; nobody's page, nor the sample, may complain in any. */
function stage(
  browser: Browser,
  t: Deno.TestContext,
  served: Sample,
  most: number,
): (name: string, act: Act) => Promise<boolean> {
  let left = most;
  return async (name, act) =>
    left-- > 0 && await t.step(name, async () => {
      await using people = new AsyncDisposableStack();
      const present: Person[] = [];
      await act(async (settings) => {
        const each = people.use(await person(browser, served, settings));
        present.push(each);
        return each;
      });
      await content(...present);
      equal(complaints(served), []);
    });
}

/** Goes through the steps, or as many of them. */
export async function walkThrough(
  browser: Browser,
  t: Deno.TestContext,
  served: Sample,
  most: number = Infinity,
): Promise<void> {
  const step = stage(browser, t, served, most);

  await step(
    "two browsers in a room see each other's messages live, with names and times",
    async (open) => {
      const olena = await open({ timezoneId: "Asia/Tokyo", locale: "en-GB" });
      const taras = await open({ timezoneId: "America/New_York", locale: "en-GB" });
      await olena.visit();
      equal(new URL(olena.page.url()).pathname, "/app/login.htm");
      await olena.enter("Olena", "live");
      await taras.visit();
      await taras.page.getByRole("textbox", { name: "Your name" }).pressSequentially("Taras");
      await taras.page.keyboard.press("Tab");
      await taras.page.keyboard.type("live");
      await taras.page.keyboard.press("Enter");
      await taras.page.waitForURL("**/app/index.htm?room=live");
      await taras.state("online");
      equal(await taras.page.getByRole("heading", { level: 2 }).textContent(), "live");

      await olena.say("Hello, Taras");
      await taras.sees("Hello, Taras");
      const message = taras.page.getByRole("textbox", { name: "Message" });
      await message.fill("Hello, Olena");
      await message.press("Enter");
      await olena.sees("Hello, Olena");
      const said = [{ user: "Olena", text: "Hello, Taras" }, {
        user: "Taras",
        text: "Hello, Olena",
      }];
      await all([olena, taras], said);

      for (const [who, timeZone] of [[olena, "Asia/Tokyo"], [taras, "America/New_York"]] as const) {
        const clock = new Intl.DateTimeFormat("en-GB", {
          hour: "2-digit",
          minute: "2-digit",
          timeZone,
        });
        for (const time of await who.page.locator("message time").all()) {
          const moment = new Date(await time.getAttribute("datetime") ?? "");
          equal(await time.textContent(), clock.format(moment));
        }
      }
    },
  );

  await step("two rooms stay apart, and one may come back to a room", async (open) => {
    const [olena, taras, ivan] = [await open(), await open(), await open()];
    for (const [who, name, room] of [[olena, "Olena", "a"], [taras, "Taras", "a/b"]] as const) {
      await who.visit();
      await who.enter(name, room);
    }
    await ivan.visit();
    await ivan.enter("Ivan", "a");
    await taras.say("to a/b");
    await olena.say("to a");
    await ivan.sees("to a");
    await all([olena, ivan], [{ user: "Olena", text: "to a" }]);
    await all([taras], [{ user: "Taras", text: "to a/b" }]);

    await ivan.page.getByRole("button", { name: "Logout Ivan" }).click();
    await ivan.page.waitForURL("**/app/login.htm");
    await ivan.state("online");
    await ivan.enter("Ivan II", "a/b");
    await olena.say("still to a");
    await taras.say("still to a/b");
    await ivan.sees("still to a/b");
    const there = [{ user: "Taras", text: "to a/b" }, { user: "Taras", text: "still to a/b" }];
    await all([taras, ivan], there);
    await olena.page.reload();
    await olena.state("online");
    await all([olena], ["to a", "still to a"].map((text) => ({ user: "Olena", text })));
  });

  await step("who is not logged in, or logged out, is led to the login page", async (open) => {
    const olena = await open();
    await olena.page.goto(`${served.origin}/app/index.htm?room=closed`);
    await olena.page.waitForURL("**/app/login.htm");
    await olena.state("online");
    await olena.enter("Olena", "closed");
    await olena.page.getByRole("button", { name: "Logout Olena" }).click();
    await olena.page.waitForURL("**/app/login.htm");
    await olena.state("online");
    await olena.page.goBack();
    await olena.page.waitForURL("**/app/login.htm");
    await olena.state("online");
    await olena.page.goto(`${served.origin}/app/index.htm?room=closed`);
    await olena.page.waitForURL("**/app/login.htm");
  });

  await step("the login page says what is missing", async (open) => {
    const olena = await open();
    await olena.visit();
    const [name, room] = ["Your name", "Room"].map((name) =>
      olena.page.getByRole("textbox", { name })
    );
    assert(name && room);
    await name.press("Enter");
    await olena.page.getByRole("alert").getByText("Please give a name.").waitFor();
    await name.fill("  Olena  ");
    await room.fill("   ");
    await room.press("Enter");
    await olena.page.getByRole("alert").getByText("Please name a room.").waitFor();
    await room.fill("  trimmed ");
    await room.press("Enter");
    await olena.page.getByRole("button", { name: "Logout Olena", exact: true }).waitFor();
    equal(await olena.page.getByRole("heading", { level: 2 }).textContent(), "trimmed");
  });

  await step("a reload brings the whole history, in order", async (open) => {
    const [olena, taras] = [await open(), await open()];
    await olena.visit();
    await olena.enter("Olena", "history");
    await taras.visit();
    await taras.enter("Taras", "history");
    const said = [];
    for (let i = 1; i <= 9; i++) {
      const [who, user] = i % 3 === 0 ? [taras, "Taras"] as const : [olena, "Olena"] as const;
      await who.say(`number ${i} of ${user}`);
      said.push({ user, text: `number ${i} of ${user}` });
    }
    await taras.count(9);
    await all([olena, taras], said);
    await olena.page.reload();
    await olena.state("online");
    await all([olena], said);
  });

  await step("a long history comes in parts, without a gap", async (open) => {
    const olena = await open();
    await olena.visit();
    await olena.enter("Olena", "long");
    const said = Array.from(
      { length: 210 },
      (_, i) => ({ user: "Olena", text: `number ${i + 1}` }),
    );
    await olena.burst(said.map(({ text }) => text));
    await olena.count(210);
    await all([olena], said);
    await olena.page.reload();
    await olena.state("online");
    await all([olena], said.slice(110));
    const earlier = olena.page.getByRole("button", { name: "Earlier messages" });
    await earlier.click();
    await olena.count(200);
    await all([olena], said.slice(10));
    await olena.say("meanwhile");
    await earlier.focus();
    await olena.page.keyboard.press("Enter");
    await olena.count(211);
    await all([olena], [...said, { user: "Olena", text: "meanwhile" }]);
    equal(await earlier.count(), 0);
  });

  await step("text, names and rooms of any kind show exactly as typed", async (open) => {
    const [olena, taras] = [await open(), await open()];
    const room = HARD + " кімната/👩‍👩‍👧 #?&%2F`\"'";
    for (
      const [who, name] of [[olena, HARD + " `Олена` 👋"], [taras, "</b>\"'&amp; שלום"]] as const
    ) {
      await who.visit();
      await who.enter(name, room);
      equal(await who.page.getByRole("heading", { level: 2 }).textContent(), room);
      equal(await who.page.locator("#logout").textContent(), `Logout ${name}`);
    }
    const said = ODD.map((text) => ({ user: HARD + " `Олена` 👋", text }));
    for (const [i, { text }] of said.entries()) {
      await olena.send(text);
      await taras.count(i + 1);
      await olena.page.locator("#message:placeholder-shown").waitFor();
    }
    await taras.say("bye");
    await olena.sees("bye");
    said.push({ user: "</b>\"'&amp; שלום", text: "bye" });
    await all([olena, taras], said);
    await taras.page.reload();
    await taras.state("online");
    await all([taras], said);
    equal(await taras.page.locator("history img, history script, h2 *, #logout *").count(), 0);
  });

  await step(
    "focus, typed text and caret stay where they are while messages come in",
    async (open) => {
      const [olena, taras] = [await open(), await open()];
      await olena.visit();
      await olena.enter("Olena", "focus");
      await taras.visit();
      await taras.enter("Taras", "focus");
      const before = { focused: true, value: "half a thought", caret: 4 };
      await olena.page.getByRole("textbox", { name: "Message" }).focus();
      await olena.page.keyboard.type(before.value);
      for (let i = before.value.length; i > before.caret; i--) {
        await olena.page.keyboard.press("ArrowLeft");
      }
      for (const text of ["one", "two", "three"]) await taras.say(text);
      await olena.sees("three");
      equal(await olena.composer(), before);
      await olena.page.keyboard.type("!");
      equal(await olena.composer(), { focused: true, value: "half! a thought", caret: 5 });
    },
  );

  await step("the whole way can be gone with the keyboard alone", async (open) => {
    const { page, state, sees, composer, history, visit } = await open();
    const focused = () => page.locator(":focus");
    await visit();
    await page.getByRole("textbox", { name: "Your name" }).and(focused()).waitFor();
    await page.keyboard.type("Olena");
    await page.keyboard.press("Tab");
    await page.getByRole("textbox", { name: "Room" }).and(focused()).waitFor();
    await page.keyboard.type("keys");
    await page.keyboard.press("Tab");
    await page.getByRole("button", { name: "Login" }).and(focused()).waitFor();
    await page.keyboard.press("Enter");
    await page.waitForURL("**/app/index.htm?room=keys");
    await state("online");
    await page.getByRole("textbox", { name: "Message" }).and(focused()).waitFor();
    await page.keyboard.type("by Enter");
    await page.keyboard.press("Enter");
    await sees("by Enter");
    await page.locator("#message:placeholder-shown").waitFor();
    await page.keyboard.type("by the button");
    await page.keyboard.press("Tab");
    await page.getByRole("button", { name: "Chat", exact: true }).and(focused()).waitFor();
    await page.keyboard.press("Space");
    await sees("by the button");
    await page.getByRole("textbox", { name: "Message" }).and(focused()).waitFor();
    equal(await composer(), { focused: true, value: "", caret: 0 });
    equal((await history()).map(({ text }) => text), ["by Enter", "by the button"]);
    await page.keyboard.press("Shift+Tab");
    await page.getByRole("log", { name: "Messages" }).and(focused()).waitFor();
    await page.keyboard.press("Shift+Tab");
    await page.getByRole("button", { name: "Logout Olena" }).and(focused()).waitFor();
    await page.keyboard.press("Space");
    await page.waitForURL("**/app/login.htm");
  });
}
