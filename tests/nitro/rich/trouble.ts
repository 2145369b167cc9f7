import { nitro } from "../../../mod.ts";
import {
  comboLookup,
  comboLookupEdit,
  comboLookupGroup,
  comboLookupItem,
  comboLookupModify,
  offer,
} from "../../../nitro/rich.ts";
import { axe } from "../../_support/server/axe.ts";
import { assert, equal } from "../../_support/assert.ts";
import { long } from "../../_support/long.ts";
import { controls, PEOPLE, searched, type Stage } from "./stage.ts";

const { button, div, main, span } = nitro;

/** Controls whose page is slow, fails, changes, goes away or loses its line. */
export async function inTrouble(s: Stage, t: Deno.TestContext): Promise<void> {
  const { page } = s, { keyboard } = page, client = page.locator("#client-text");
  // Not each time: they take seconds.
  const later = async (name: string, step: () => Promise<void>) => {
    if (long) await t.step(name, step);
  };
  const says = (word: RegExp) =>
    page.waitForFunction(
      (word) => new RegExp(word).test(document.querySelector("#client > output")!.textContent!),
      word.source,
    );
  const options = () => page.locator("#client-list li").allTextContents();
  const busy = () => page.locator("#client[aria-busy=true]").count();
  const fresh = async () => {
    s.heard.splice(0);
    s.asked.splice(0);
    s.answer = searched;
    await s.load();
    await client.focus();
  };

  await t.step("one question is under way, and the last text wins over a slow one", async () => {
    await fresh();
    const { promise, resolve } = Promise.withResolvers<void>();
    s.answer = async (asked) => {
      if (s.asked.length === 1) await promise;
      await searched(asked);
    };
    await client.fill("ad");
    await says(/Searching/);
    await page.waitForFunction(() => document.querySelector("#client[aria-busy=true]"));
    for (const text of ["ala", "a", "smi", "person 4"]) {
      await client.fill(text);
      // A timer that is set later, for no less, ends later: the field has seen its own.
      await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 150)));
    }
    equal([await busy(), s.asked.length], [1, 1]);
    resolve();
    await says(/found/);
    equal([s.asked.map(({ text }) => text), (await options())[0]], [
      ["ad", "person 4"],
      "Person 4",
    ]);
    equal([await busy(), await s.complaints()], [0, []]);
  });

  await t.step("an option that is chosen before the list is there is chosen with it", async () => {
    for (const [key, chosen] of [["ArrowDown", "3"], ["ArrowUp", "4"]] as const) {
      await fresh();
      s.heard.splice(0);
      const { promise, resolve } = Promise.withResolvers<void>();
      s.answer = async (asked) => {
        await promise;
        await searched(asked);
      };
      await client.fill("smi");
      await keyboard.press(key);
      await keyboard.press("Enter");
      resolve();
      equal(await s.hears(1), ["client", chosen]);
      equal(await s.complaints(), []);
    }
  });

  await t.step("a thousand keystrokes in a second are a few questions", async () => {
    await fresh();
    await page.evaluate(async () => {
      const field = document.getElementById("client-text") as HTMLInputElement;
      for (let n = 0; n < 1_000; n++) {
        field.value = `person ${n % 50}`;
        field.dispatchEvent(new InputEvent("input", { bubbles: true }));
        if (n % 100 === 0) await new Promise((resolve) => setTimeout(resolve));
      }
      field.value = "person 33";
      field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    });
    await says(/^1 found/);
    assert(s.asked.length < 8, `${s.asked.length} questions`);
    equal([await options(), s.log()], [["Person 33"], []]);
  });

  await t.step("a search that fails, or is not answered, says so and is tried again", async () => {
    await fresh();
    for (
      const fail of [() => {
        throw new Error("no such table");
      }, () => {}]
    ) {
      s.answer = fail;
      await client.fill(`smith${s.asked.length}`);
      await says(/failed/);
      equal([await busy(), await client.getAttribute("aria-activedescendant")], [0, null]);
      s.log();
      s.answer = searched;
      await client.fill("smith");
      await says(/2 found/);
    }
    s.answer = () => Promise.reject(new Error("away"));
    await client.fill("alan");
    await says(/failed/);
    s.answer = searched;
    await keyboard.press("Enter");
    await says(/1 found/);
    await keyboard.press("ArrowDown");
    await keyboard.press("Enter");
    equal(await s.hears(1), ["client", "2"]);
    s.log();
  });

  await later(
    "an answer that comes late, from another message, is shown; one that is old is not",
    async () => {
      await fresh();
      s.answer = () => {};
      await client.fill("smith");
      await says(/failed/);
      const [first] = s.asked;
      await client.fill("alan");
      await page.waitForFunction(() =>
        (document.getElementById("client-ask") as HTMLInputElement).value.startsWith("2 ")
      );
      await says(/failed/);
      await s.act(() => offer(first!, PEOPLE.slice(2, 4)));
      equal(
        await page.locator("#client > output").textContent(),
        "The search failed. Press Enter to try again.",
      );
      await s.act(() => offer(s.asked[1]!, PEOPLE.slice(1, 2)));
      await says(/1 found/);
      equal(await options(), ["Alan Turing"]);
      s.log();
    },
  );

  await t.step("what a person does goes on while the page is updated at every key", async () => {
    await fresh();
    for (const key of "smith") {
      await keyboard.press(key);
      if (key === "s") await client.fill("s");
      await s.act(() => nitro.update("main", controls()));
    }
    await says(/2 found/);
    await keyboard.press("ArrowDown");
    await keyboard.press("ArrowDown");
    await s.act(() => nitro.update("main", controls()));
    await page.waitForFunction(() => {
      const field = document.getElementById("client-text")!;
      const at = document.getElementById(field.getAttribute("aria-activedescendant") ?? "");
      return field.getAttribute("aria-expanded") === "true" && at?.ariaSelected === "true";
    });
    await keyboard.press("Enter");
    equal(await s.hears(1), ["client", "4"]);
    await s.act(() => nitro.update("main", controls()));
    await page.getByRole("button", { name: "Save" }).click();
    equal((await s.hears(2) as unknown[])[1], ["4", { year: 2026, month: 11, day: 4 }, null]);
    // The page chooses another one of the same text: its own words are the last.
    await s.act(() =>
      nitro.update(
        "client",
        comboLookup({ id: "client", body: "Client", value: { id: "3", text: "Smith" } }),
      )
    );
    await page.getByRole("button", { name: "Save" }).click();
    equal(((await s.hears(3) as unknown[])[1] as unknown[])[0], "3");
    await page.getByRole("button", { name: "Move Rest", exact: true }).focus();
    await keyboard.press("Space");
    await keyboard.press("ArrowUp");
    await s.act(() => nitro.insertBottom("form", span({ body: "more" })));
    await keyboard.press("ArrowUp");
    await keyboard.press("Space");
    equal(await s.hears(4), ["tasks", ["t2", "t0", "t1", "t3"]]);
    equal(await s.complaints(), []);
  });

  await later("a control that is taken away while it is open leaves nothing behind", async () => {
    await fresh();
    await keyboard.press("ArrowDown");
    await says(/found/);
    await s.act(() => nitro.remove("client"));
    await page.getByRole("button", { name: "Move Write", exact: true }).focus();
    await keyboard.press("Space");
    await s.act(() => nitro.remove("tasks"));
    await keyboard.press("ArrowDown");
    await page.locator("#day [data-n2o-open]").click();
    await page.locator("#day dialog[open] td").first().waitFor();
    await s.act(() => nitro.remove("day"));
    await s.act(() => nitro.insertBottom("form", comboLookup({ id: "client", body: "Client" })));
    await client.focus();
    await keyboard.type("ada");
    await says(/1 found/);
    // That a source of "save" is gone is told, where there was time to look.
    const complaints = await s.complaints();
    equal(complaints.filter((each) => !/of "save" names nothing/.test(each)), []);
  });

  await t.step("a line that is lost while a list is open is waited for", async () => {
    await fresh();
    let isCut = false;
    s.answer = async (asked) => {
      if (!isCut) {
        isCut = true;
        s.relay.cut();
      }
      await searched(asked);
    };
    await client.fill("hopper");
    await says(/1 found/);
    equal([await options(), await busy()], [["Grace Hopper"], 0]);
    await keyboard.press("ArrowDown");
    await keyboard.press("Enter");
    equal([await page.locator("#client .n2o-popup:visible").count(), s.heard.length], [1, 0]); // it is disabled
    await client.fill("alan");
    await says(/1 found/);
    await keyboard.press("ArrowDown");
    s.relay.cut();
    await keyboard.press("Enter");
    equal(await s.hears(1), ["client", "2"]);
    s.log();
  });

  await later("a language that there is none of is the browser's", async () => {
    await s.load({ lang: "xx y" });
    await page.locator("#day [data-n2o-open]").click();
    await page.locator("#day dialog[open] td").first().waitFor();
    equal(await page.locator("#day-month").textContent(), "November 2026");
    await s.load({ lang: "uk-UA" });
    await page.locator("#day [data-n2o-open]").click();
    await page.locator("#day dialog[open] td").first().waitFor();
    const days = await page.locator("#day th").evaluateAll((all) =>
      all.map((cell) => cell.getAttribute("abbr"))
    );
    equal([days[0], days[6]], ["понеділок", "неділя"]);
    equal(await s.complaints(), []);
  });

  await later("two controls of one id: the second says that it has no answer", async () => {
    await fresh();
    await s.act(() =>
      nitro.insertBottom(
        "form",
        div({ id: "twice", body: comboLookup({ id: "client", body: "Again" }) }),
      )
    );
    await s.act(() =>
      nitro.update(
        "twice",
        div({
          id: "twice",
          body: [button({ body: "-" }), comboLookup({ id: "client", body: "Again" })],
        }),
      )
    );
    await client.first().fill("alan");
    await says(/1 found/);
    equal(await s.complaints(), []);
  });

  await later("lists with a form, with comboboxes of their own, and in groups", async () => {
    await fresh();
    const ada = { id: "1", text: "Ada Lovelace" }, alan = { id: "2", text: "Alan Turing" };
    const more = button({ id: "more", body: "New", postback: "more" });
    await s.act(() =>
      nitro.update(
        "main",
        main({
          id: "main",
          body: [
            comboLookupEdit({
              id: "edit",
              input: { body: "Edit" },
              values: [ada],
              summary: "Another",
              form: more,
              postback: "edit",
            }),
            comboLookupModify({
              id: "modify",
              input: { body: "Modify" },
              values: [alan],
              modify: ({ id }) => ({ id: `part-${id}`, body: "Part", postback: "part" }),
              postback: "modify",
            }),
            comboLookupGroup({
              id: "groups",
              input: { body: "Group" },
              groups: [{ key: "a", name: "A", values: [ada, alan] }, {
                key: "b",
                name: "B",
                values: [],
              }],
              subtitle: "Next",
              confirm: "confirm",
              postback: "groups",
            }),
          ],
        }),
      )
    );
    const pick = async (id: string, text: string) => {
      await page.locator(`#${id}-text`).fill(text);
      await page.locator(`#${id} > output`).getByText("1 found").waitFor();
      await keyboard.press("ArrowDown");
      await keyboard.press("Enter");
    };
    await page.getByText("Another").click();
    await page.getByRole("button", { name: "New", exact: true }).click();
    await s.hears(1);
    await s.act(() =>
      nitro.insertBottom(
        "edit-list",
        comboLookupItem({ id: "edit", choice: { id: "9", text: "New" } }),
      )
    );
    await pick("edit-input", "turing");
    equal(await s.hears(2), ["edit", ["1", "9", "2"]]);
    await pick("part-2", "ada");
    equal(await s.hears(3), ["part", "1"]);
    await page.getByRole("button", { name: "Remove Alan Turing" }).nth(1).click();
    equal(await s.hears(4), ["modify", []]);
    await pick("groups-draft-input", "person 44");
    await page.getByRole("button", { name: "Add the group" }).click();
    equal(await s.hears(5), ["confirm", ["Person 44"]]);
    await page.getByRole("button", { name: "Move A", exact: true }).focus();
    await keyboard.press("Space");
    await keyboard.press("ArrowDown");
    await keyboard.press("Space");
    equal(await s.hears(6), ["groups", ["b", "a"]]);
    equal([await axe(page), await s.complaints()], [[], []]);
  });
}
