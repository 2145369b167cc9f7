import { equal } from "../../_support/assert.ts";
import type { Stage } from "./stage.ts";

/** Each control by the keyboard alone, as its practice has it, and by a pointer. */
export async function byHand(s: Stage, t: Deno.TestContext): Promise<void> {
  const { page } = s, { keyboard } = page;
  const open = () => page.locator("#client .n2o-popup:visible").count();
  const active = () =>
    page.evaluate(() => {
      const text = document.activeElement!, id = text.getAttribute("aria-activedescendant");
      return id === null ? null : document.getElementById(id)?.textContent;
    });
  const text = (id: string) => page.locator(`#${id}-text`).inputValue();
  const said = (id: string) => page.locator(`#${id} > output`).textContent();
  const answered = (id: string) =>
    page.waitForFunction(
      (id) => /found|Nothing|failed/.test(document.querySelector(`#${id} > output`)!.textContent!),
      id,
    );

  await t.step("a combobox by the keyboard alone", async () => {
    s.heard.splice(0);
    await page.locator("#client-text").focus();
    equal([await text("client"), await open()], ["Ada Lovelace", 0]);
    await keyboard.press("Alt+ArrowDown");
    await answered("client");
    equal([await open(), await active(), await said("client")], [
      1,
      null,
      "10 found, and more below",
    ]);
    await keyboard.press("Alt+ArrowUp");
    equal(await open(), 0);
    await keyboard.press("ArrowDown");
    equal(await active(), "Ada Lovelace");
    await keyboard.press("ArrowDown");
    equal(await active(), "Alan Turing");
    await keyboard.press("ArrowUp");
    await keyboard.press("ArrowUp");
    equal(await active(), "Person 2");
    await keyboard.press("ArrowDown");
    await page.waitForFunction(() =>
      document.querySelectorAll("#client-list li").length === 20 &&
      document.getElementById("client-text")!.getAttribute("aria-activedescendant")
    );
    equal([await active(), s.asked.at(-1)?.cursor], ["Person 3", 10]);
    await keyboard.press("Home");
    equal(await active(), null);
    await keyboard.press("Escape");
    equal([await open(), await text("client")], [0, "Ada Lovelace"]);
    await keyboard.press("Escape");
    equal([await open(), await text("client"), await s.hears(1)], [0, "", ["client", undefined]]);
    await keyboard.type("smith");
    await answered("client");
    equal(await said("client"), "2 found");
    await keyboard.press("ArrowDown");
    await keyboard.press("ArrowDown");
    await keyboard.press("Enter");
    equal([await open(), await text("client"), await s.hears(2)], [0, "Smith", ["client", "4"]]);
    await keyboard.press("Tab");
    equal(await s.focus(), "kind-text");
    equal(await s.complaints(), []);
  });

  await t.step("a combobox whose list is there from the beginning", async () => {
    s.heard.splice(0);
    await page.locator("#kind-text").focus();
    await keyboard.type("ap");
    await answered("kind");
    equal(await said("kind"), "2 found");
    await keyboard.press("ArrowUp");
    equal(await active(), "Apricot");
    await keyboard.press("Enter");
    equal(await s.hears(1), ["kind", "Apricot"]);
    await page.getByRole("button", { name: "Show the list" }).nth(1).click();
    equal(await page.locator("#kind li:visible").count(), 3);
    await page.getByRole("option", { name: "Banana" }).click();
    equal([await s.hears(2), await s.focus()], [["kind", "Banana"], "kind-text"]);
    await keyboard.type("x");
    await keyboard.press("Tab");
    equal(await s.hears(3), ["kind", undefined]);
    equal(await page.locator("#kind-text[aria-invalid=true]").count(), 1);
    equal(await s.complaints(), []);
  });

  await t.step("a date by the keyboard alone", async () => {
    s.heard.splice(0);
    await page.locator("#day-text").focus();
    await keyboard.press("Tab");
    equal(await s.focus(), "Choose a date, Wednesday, November 4, 2026");
    await keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement?.matches("td"));
    const title = () => page.locator("#day-month").textContent();
    equal([await s.focus(), await title()], ["Wednesday, November 4, 2026", "November 2026"]);
    equal(
      await page.locator("#day th").allTextContents(),
      "Sun Mon Tue Wed Thu Fri Sat".split(" "),
    );
    for (
      const [key, day] of [
        ["ArrowRight", "Thursday, November 5, 2026"],
        ["ArrowDown", "Thursday, November 12, 2026"],
        ["Home", "Sunday, November 8, 2026"],
        ["ArrowLeft", "Saturday, November 7, 2026"],
        ["End", "Saturday, November 7, 2026"],
        ["ArrowUp", "Saturday, October 31, 2026"],
        ["PageDown", "Monday, November 30, 2026"],
        ["PageUp", "Friday, October 30, 2026"],
        ["Shift+PageUp", "Monday, January 5, 2026"],
        ["Shift+PageDown", "Tuesday, January 5, 2027"],
        ["Shift+PageDown", "Wednesday, March 31, 2027"],
        ["ArrowDown", "Wednesday, March 31, 2027"],
        ["PageUp", "Sunday, February 28, 2027"],
      ] as const
    ) {
      await keyboard.press(key);
      equal(await s.focus(), day, key);
    }
    await keyboard.press("Enter");
    equal([await page.locator("#day dialog[open]").count(), await title()], [1, "February 2027"]);
    await keyboard.press("Tab");
    equal(await s.focus(), "Cancel");
    await keyboard.press("Tab");
    await keyboard.press("Tab");
    equal(await s.focus(), "Previous year");
    await keyboard.press("Shift+Tab");
    equal(await s.focus(), "OK");
    await keyboard.press("Escape");
    equal([await page.locator("#day dialog[open]").count(), await s.focus()], [
      0,
      "Choose a date, Wednesday, November 4, 2026",
    ]);
    await keyboard.press("Space");
    await keyboard.press("ArrowRight");
    await keyboard.press("Space");
    equal([await s.hears(1), await text("day")], [
      ["day", { year: 2026, month: 11, day: 5 }],
      "05.11.2026",
    ]);
    equal(await s.focus(), "Choose a date, Thursday, November 5, 2026");
    await page.locator("#day-text").fill("7/12/26");
    await keyboard.press("Tab");
    equal(await s.hears(2), ["day", undefined]);
    equal(await page.locator("#day-text[aria-invalid=true]").count(), 1);
    await page.getByRole("button", { name: "Save" }).click(); // it waits until all is valid
    equal([await s.focus(), s.heard.length], ["day-text", 2]);
    await page.locator("#day-text").fill("7-12-2026");
    await keyboard.press("Tab");
    equal([await s.hears(3), await text("day")], [
      ["day", { year: 2026, month: 12, day: 7 }],
      "07.12.2026",
    ]);
    await page.locator("#due-text").fill("2026-12-24");
    equal(await s.hears(4), ["due", { year: 2026, month: 12, day: 24 }]);
    await page.getByRole("button", { name: "Save" }).click();
    equal(await s.hears(5), ["save", [
      "4",
      { year: 2026, month: 12, day: 7 },
      { year: 2026, month: 12, day: 24 },
    ]]);
    equal(await s.complaints(), []);
  });

  await t.step("a list by the keyboard alone", async () => {
    s.heard.splice(0);
    await page.getByRole("button", { name: "Move Write", exact: true }).focus();
    await keyboard.press("Space");
    equal(
      await said("tasks"),
      "Write grabbed, place 1 of 4. Arrow keys move it, Space drops it, Escape puts it back.",
    );
    await keyboard.press("ArrowDown");
    equal(await said("tasks"), "Write, place 2 of 4");
    await keyboard.press("End");
    await keyboard.press("ArrowDown");
    await keyboard.press("ArrowUp");
    equal([await said("tasks"), await s.focus()], ["Write, place 3 of 4", "Move Write"]);
    await keyboard.press("Escape");
    equal([await said("tasks"), s.heard.length], ["Write is back at place 1 of 4", 0]);
    await keyboard.press("Enter");
    await keyboard.press("ArrowRight");
    await keyboard.press("Space");
    equal(await s.hears(1), ["tasks", ["t1", "t0", "t2", "t3"]]);
    equal(await said("tasks"), "Write dropped, place 2 of 4");
    await keyboard.press("Space");
    await keyboard.press("Home");
    await keyboard.press("Tab");
    equal(await s.hears(2), ["tasks", ["t0", "t1", "t2", "t3"]]);
    equal(await s.focus(), "Remove Write");
    await keyboard.press("Enter");
    equal([await s.hears(3), await s.focus(), await said("tasks")], [
      ["tasks", ["t1", "t2", "t3"]],
      "Remove Read",
      "Write removed, 3 left",
    ]);
    equal(await s.complaints(), []);
  });

  await t.step("a list by a pointer", async () => {
    s.heard.splice(0);
    const middle = async (name: string) => {
      const box = (await page.getByRole("button", { name, exact: true }).boundingBox())!;
      return [box.x + box.width / 2, box.y + box.height / 2] as const;
    };
    const { mouse } = page;
    await mouse.move(...await middle("Move Read"));
    await mouse.down();
    const [x, y] = await middle("Move <b>Bold</b>");
    await mouse.move(x, y - 40);
    await mouse.move(x, y + 10);
    await mouse.up();
    equal(await s.hears(1), ["tasks", ["t2", "t3", "t1"]]);
    await mouse.move(...await middle("Move Read"));
    await mouse.down();
    await mouse.move(x, y - 200);
    equal((await said("tasks"))?.includes("grabbed"), true);
    await keyboard.press("Escape");
    await mouse.up();
    // A finger, and one that the system takes away.
    const system = await page.context().newCDPSession(page);
    await system.send("Emulation.setTouchEmulationEnabled", { enabled: true });
    for (
      const [from, to, end] of [["Rest", "Read", "touchEnd"], [
        "Rest",
        "<b>Bold</b>",
        "touchCancel",
      ]] as const
    ) {
      const [at, place] = [await middle(`Move ${from}`), await middle(`Move ${to}`)];
      const touch = (type: "touchStart" | "touchMove", y: number) =>
        system.send("Input.dispatchTouchEvent", { type, touchPoints: [{ x, y }] });
      await touch("touchStart", at[1]);
      await touch("touchMove", (at[1] + place[1]) / 2);
      await touch("touchMove", place[1] + Math.sign(place[1] - at[1]) * 10);
      await system.send("Input.dispatchTouchEvent", { type: end, touchPoints: [] });
    }
    await system.send("Emulation.setTouchEmulationEnabled", { enabled: false });
    await system.detach();
    equal(await s.hears(2), ["tasks", ["t3", "t1", "t2"]]);
    await mouse.click(...await middle("Move Read"));
    equal([await said("tasks"), s.heard.length], ["Read dropped, place 2 of 3", 2]);
    equal(await s.complaints(), []);
  });

  await t.step("inputs of which there are several", async () => {
    s.heard.splice(0);
    const add = page.locator("#phones").getByRole("button", { name: "Add" });
    const filled = page.locator("#phones li input");
    await filled.first().fill("+38");
    await add.focus();
    await keyboard.press("Enter");
    await keyboard.type("+39");
    await keyboard.press("Tab");
    equal(await said("phones"), "Phone added, place 3 of 3");
    const rows = () =>
      (s.heard.at(-1) as [string, { key: string; values: string[] }[]])[1]
        .map(({ key, values }) => [key.slice(0, 4), ...values]);
    await s.hears(3);
    equal(rows(), [["0", "+38"], ["1", "+2"], ["new-", "+39"]]);
    await add.click();
    equal(await said("phones"), "No more than 3");
    await page.getByRole("button", { name: "Remove Phone", exact: true }).nth(1).focus();
    await keyboard.press("Enter");
    await s.hears(4);
    equal(rows(), [["0", "+38"], ["new-", "+39"]]);
    await page.getByRole("button", { name: "Move Phone", exact: true }).first().focus();
    await keyboard.press("Space");
    await keyboard.press("ArrowDown");
    await keyboard.press("Space");
    await s.hears(5);
    equal(rows(), [["new-", "+39"], ["0", "+38"]]);
    equal(await s.complaints(), []);
  });

  await t.step("several choices, and choices that are written into a text", async () => {
    s.heard.splice(0);
    await page.locator("#team-input-text").focus();
    await keyboard.type("<img");
    await answered("team-input");
    await keyboard.press("ArrowDown");
    await keyboard.press("Enter");
    equal(await s.hears(1), ["team", ["2", "5"]]);
    equal([await text("team-input"), await s.focus()], ["", "team-input-text"]);
    await page.getByRole("button", { name: "Move <img src=x onerror=alert(1)>", exact: true })
      .focus();
    await keyboard.press("Space");
    await keyboard.press("ArrowUp");
    await keyboard.press("Space");
    equal(await s.hears(2), ["team", ["5", "2"]]);
    await page.locator("#note-lookup-text").focus();
    await keyboard.type("script");
    await answered("note-lookup");
    await keyboard.press("ArrowDown");
    await keyboard.press("Enter");
    equal([await page.locator("#area").inputValue(), await text("note-lookup")], [
      `To "'\`\${1}</li><script>alert(1)</script>`,
      "",
    ]);
    equal(await s.complaints(), []);
  });
}
