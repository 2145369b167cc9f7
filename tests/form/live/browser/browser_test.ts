import { assert, equal } from "../../../_support/assert.ts";
import { long } from "../../../_support/long.ts";
import { type Browser, browserTest, type Page } from "../../../_support/server/browser.ts";
import { serve, type Server } from "../../../_support/server/server.ts";

function forms(): Promise<Server> {
  return serve({
    main: new URL("./main.ts", import.meta.url),
    prepare: (folder) => ({ KV_PATH: `${folder}/forms.sqlite3` }),
  });
}

/** Opens a page; `late` is how long each frame of the server takes, in milliseconds, and `came` is called with each. */
async function visit(
  browser: Browser,
  address: string,
  late: number = 0,
  came: () => void = () => {},
): Promise<Page> {
  const context = await browser.newContext(), page = await context.newPage();
  page.setDefaultTimeout(20_000);
  if (late > 0) {
    await page.routeWebSocket(/\/ws\//, (socket) => {
      const server = socket.connectToServer();
      socket.onMessage((frame) => server.send(frame));
      server.onMessage((frame) =>
        void setTimeout(() => {
          came();
          socket.send(frame);
        }, late)
      );
    });
  }
  await page.addInitScript(() => {
    document.addEventListener("n2o:sent-form", (event) => {
      document.documentElement.dataset.sent = Reflect.get(event, "detail");
    });
  });
  await page.goto(address);
  await online(page);
  return page;
}

const online = (page: Page) => page.locator("html[data-n2o=online]").waitFor({ state: "attached" });
const settled = (page: Page) => page.waitForFunction(() => !document.querySelector("[aria-busy]"));

async function sent(page: Page): Promise<Record<string, unknown>> {
  await page.locator("html[data-sent]").waitFor({ state: "attached" });
  return JSON.parse(await page.locator("html").getAttribute("data-sent") ?? "null");
}

browserTest(
  "text that is typed while 20 answers come 300 ms late is kept in every control",
  async (browser) => {
    await using server = await forms();
    let answers = 0;
    const page = await visit(browser, `${server.origin}/late`, 300, () => answers++);
    const typed = new Map<string, string>();
    const type = async (at: number, text: string) => {
      const id = `f${at}_late_create`;
      await page.locator(`[id="${id}"]`).focus();
      await page.keyboard.press("End");
      await page.keyboard.type(text, { delay: 5 });
      typed.set(id, (typed.get(id) ?? "") + text);
    };
    for (let at = 0; at < 10; at++) {
      await type(at, `text ${at}`);
      // Back to the one before while its answer is under way.
      if (at > 0) await type(at - 1, "!");
    }
    for (let at = 0; at < 10; at += 3) await type(at, "?");
    for (const [id, text] of typed) {
      equal([id, await page.locator(`[id="${id}"]`).inputValue()], [id, text]);
    }
    await settled(page);
    for (const [id, text] of typed) {
      equal([id, await page.locator(`[id="${id}"]`).inputValue()], [id, text]);
    }
    assert(answers >= 20, `only ${answers} answers came`);
    await page.locator("#send_late_create").click();
    const values = await sent(page);
    for (const [id, text] of typed) equal([id, values[id.split("_")[0] ?? ""]], [id, text]);
    await page.context().close();
  },
);

browserTest(
  "a document of 50 fields is filled in, refused, put right and sent by the keyboard alone",
  async (browser) => {
    await using server = await forms();
    const page = await visit(browser, `${server.origin}/big`);
    const press = (key: string) => page.keyboard.press(key);
    const focused = () => page.evaluate(() => document.activeElement?.id ?? "");
    const TEXTS = ["text", "ann@example.com", "7", "1.5", "lines", "", "", ""];
    /** Goes through all fields, and fills in those that hold nothing. */
    const fill = async (skipped: number) => {
      for (let at = 0; at < 50; at++) {
        const id = `f${at}_big_create`;
        for (let tabs = 0; await focused() !== id; tabs++) {
          assert(tabs < 8, `${id} is not reached by Tab, but ${await focused()}`);
          await press("Tab");
        }
        if (at === skipped) continue;
        const kind = at % 8;
        if (kind === 5) await page.keyboard.type("02282026");
        else if (kind === 6) await page.keyboard.type("y");
        else if (kind === 7) await press("ArrowDown");
        else await page.keyboard.type(TEXTS[kind] ?? "");
      }
    };
    await page.evaluate(() => document.body.focus());
    await fill(16);
    for (let tabs = 0; await focused() !== "send_big_create"; tabs++) {
      assert(tabs < 8, "the button is not reached");
      await press("Tab");
    }
    await press("Enter");
    await page.waitForFunction(() => document.activeElement?.id === "f16_big_create");
    await page.locator("#wrap_f16_big_create .n2o-error").waitFor();
    await page.keyboard.type("put right");
    await press("Enter");
    const values = await sent(page);
    equal(
      Array.from({ length: 50 }, (_, at) => `f${at}`).filter((id) => values[id] === undefined),
      [],
    );
    equal([values.f0, values.f16, values.f2, values.f3], ["text", "put right", 7, 1.5]);
    equal([values.f5, values.f6, values.f7], ["2026-02-28", true, "red"]);
    await page.context().close();
  },
  !long,
);

browserTest(
  "a wizard and its draft survive a reload, a lost socket and a restart of the server",
  async (browser) => {
    await using server = await forms();
    const page = await visit(browser, `${server.origin}/trip`);
    const held = (id: string) => page.locator(`#${id}_trip_create`).inputValue();
    await page.locator("#name_trip_create").fill("Ann");
    await page.getByRole("button", { name: "Next" }).click();
    await page.waitForURL(/step=2/);
    await page.locator("#days_trip_create").fill("5");
    await page.locator("#note_trip_create").fill("by sea");
    await page.locator("#days_trip_create").focus();
    await settled(page);
    await page.reload();
    await online(page);
    equal([await held("days"), await held("note")], ["5", "by sea"]);
    await page.context().setOffline(true);
    await page.locator("#note_trip_create").fill("by sea and land");
    await page.context().setOffline(false);
    await page.locator("#days_trip_create").focus();
    await settled(page);
    await server.end("SIGTERM");
    await page.locator("html[data-n2o=offline],html[data-n2o=connecting]").waitFor({
      state: "attached",
    });
    await server.start();
    await online(page);
    equal([await held("days"), await held("note")], ["5", "by sea and land"]);
    await page.reload();
    await online(page);
    equal([await held("days"), await held("note")], ["5", "by sea and land"]);
    await page.goBack();
    await page.locator("#name_trip_create").waitFor();
    equal(await held("name"), "Ann");
    await page.getByRole("button", { name: "Next" }).click();
    await page.getByRole("button", { name: "Next" }).click();
    await page.getByRole("button", { name: "Book" }).click();
    equal(await sent(page), { name: "Ann", days: 5, note: "by sea and land" });
    await page.context().close();
  },
  !long,
);

browserTest(
  "two people edit one record, and the second is asked by three columns that keys choose in",
  async (browser) => {
    await using server = await forms();
    const ann = await visit(browser, `${server.origin}/clients/7`);
    const bob = await visit(browser, `${server.origin}/clients/7`);
    await bob.locator("#name_client_edit").fill("Bobco");
    await bob.locator("#city_client_edit").fill("Lviv");
    await bob.getByRole("button", { name: "Save" }).click();
    await bob.locator("#n2o-flash p", { hasText: "Saved" }).waitFor();
    await ann.locator("#name_client_edit").fill("Annco");
    await ann.getByRole("button", { name: "Save" }).click();
    await ann.waitForFunction(() => document.activeElement?.id === "form_client-clash");
    await ann.keyboard.press("Tab");
    await ann.keyboard.press("ArrowUp");
    await ann.locator("#form_client-clash-0-theirs:checked").waitFor();
    await ann.keyboard.press("Tab");
    await ann.keyboard.press("Enter");
    await ann.locator("#n2o-flash p", { hasText: "Saved" }).waitFor();
    equal(await ann.locator("#name_client_edit").inputValue(), "Bobco");
    equal(await ann.locator("#city_client_edit").inputValue(), "Lviv");
    await ann.context().close();
    await bob.context().close();
  },
  !long,
);

browserTest(
  "what the browser finds and what the server finds stand in one place, and two clicks send once",
  async (browser) => {
    await using server = await forms();
    const page = await visit(browser, `${server.origin}/pay`);
    const said = (id: string) =>
      page.evaluate((id) => {
        const place = document.getElementById(`${id}_pay_create-error`);
        const control = document.getElementById(`${id}_pay_create`);
        const text = place?.hidden ? "" : place?.textContent ?? "";
        return [text, control?.getAttribute("aria-invalid") === "true"];
      }, id);
    const until = (id: string, text: string) =>
      page.waitForFunction(([id, text]) => {
        const place = document.getElementById(`${id}_pay_create-error`);
        return (place?.hidden ? "" : place?.textContent ?? "") === text;
      }, [id, text]);
    const name = page.locator("#name_pay_create"), card = page.locator("#card_pay_create");
    const send = page.locator("#send_pay_create");
    await page.waitForFunction(() =>
      performance.getEntriesByName(`${location.origin}/n2o/form.js`).length > 0
    );
    await send.click();
    await until("name", "Fill this in.");
    equal([await said("card"), await page.evaluate(() => document.activeElement?.id)], [
      ["Fill this in.", true],
      "name_pay_create",
    ]);
    await card.fill("4111 1111 1111 1112");
    equal(await said("card"), ["", false]);
    await name.focus();
    await until("card", "Enter the number of a card.");
    equal(await said("card"), ["Enter the number of a card.", true]);
    await name.fill("x");
    equal((await said("name"))[0], "This is too short: at least 2 characters.");
    await name.fill("Olena");
    equal(await said("name"), ["", false]);
    await send.click();
    await settled(page);
    equal(await said("card"), ["Enter the number of a card.", true]);
    await card.fill("4111 1111 1111 1111");
    await name.focus();
    await until("card", "");
    await settled(page);
    equal(await said("card"), ["", false]);
    await send.dblclick();
    await name.press("Enter");
    const { count, ...values } = await sent(page);
    await settled(page);
    equal(values, { name: "Olena", card: "4111 1111 1111 1111" });
    equal([count, (await sent(page)).count], [1, 1]);
  },
);
