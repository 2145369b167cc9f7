import { browserTest, type Page } from "../../_support/server/browser.ts";
import { equal } from "../../_support/assert.ts";
import { long } from "../../_support/long.ts";
import { axe } from "../../_support/server/axe.ts";
import { bindings, dial, shownAnswer } from "../../_support/server/wire.ts";
import { atom, decode, type Term, text, Tuple } from "../../../n2o/bert.ts";
import { hello, pickle } from "../../n2o/page.ts";
import { content, erp, fill, type Worker, worker } from "./erp.ts";

const ROLES = ["Sales", "Warehouse", "Accounting"];
/** The tour goes on in the one that comes last. */
const LOOKS = [
  { width: 1280, height: 900, colorScheme: "light" },
  { width: 320, height: 740, colorScheme: "dark" },
] as const;

/** What is wrong for a person who does not see the page, or sees it on a small screen. */
function faults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const wrong: string[] = [], { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) wrong.push(`${scrollWidth - clientWidth} pixels too wide`);
    const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
    wrong.push(...ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `twice: ${id}`));
    for (const control of document.querySelectorAll("a, button, input, select, textarea")) {
      const labels = "labels" in control && control.labels instanceof NodeList
        ? [...control.labels].map((label) => label.textContent)
        : [];
      const name = [control.getAttribute("aria-label"), ...labels, control.textContent].join("")
        .trim();
      if (!control.matches("input, select, textarea") ? name === "" : labels.length === 0) {
        wrong.push(`without a name: ${control.outerHTML.slice(0, 100)}`);
      }
      const { width, height } = control.getBoundingClientRect();
      const isTarget = control.matches("button, select, nav a, input:not([type=checkbox])");
      if (isTarget && width > 0 && Math.min(width, height) < 44) {
        wrong.push(`${width} by ${height}: ${control.outerHTML.slice(0, 100)}`);
      }
    }
    for (const node of document.querySelectorAll("[data-node]")) {
      if (!node.getAttribute("aria-label")) wrong.push(`without a name: ${node.outerHTML}`);
    }
    if (document.querySelectorAll("h1").length !== 1) wrong.push("not one h1");
    return wrong;
  });
}

/** Goes through all pages, and calls `look` on each with something on it. */
async function tour(who: Worker, look: (name: string) => Promise<void>): Promise<void> {
  const order = await who.order({
    Customer: `A customer of a long name ${"x".repeat(40)}`,
    Article: "Chair",
    "Amount in euro": "900",
    Remarks: "long ".repeat(90),
  });
  await look("instance");
  await who.at("/app/process.htm?id=order");
  await who.page.locator("#instances tbody tr").first().waitFor();
  await who.node("CheckOrder", "active");
  await look("process");
  await who.at("/app/processes.htm");
  await who.page.locator("#turn").waitFor();
  await look("processes");
  await who.at("/app/tasks.htm");
  await who.page.getByRole("link", { name: "Check order" }).first().waitFor();
  await look("tasks");
  await who.take("Check order", "A customer");
  await who.node("CheckOrder", "active");
  // Whoever goes by the keyboard is led into the form.
  await who.page.getByLabel("Discount").and(who.page.locator(":focus")).waitFor();
  await look("task");
  await who.page.getByLabel("The address is complete").check();
  await who.complete();
  await who.at(order);
  await who.node("PackGoods", "active");
  await look("going on");
}

type Sent = readonly (readonly [url: string, frame: string | Uint8Array])[];

/** Sends what a page has sent 20 times more, from as many pages; answers the query of the instance that was started last. */
async function startAgain(page: Page, sent: Sent): Promise<string> {
  const [first] = sent, url = first?.[0] ?? "";
  const events = sent.filter(([at]) => at === url).flatMap(([, frame]) => eventOf(frame));
  if (events.length === 0) throw new Error("nothing was sent");
  const cookies = await page.context().cookies(), { origin } = new URL(page.url());
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  let latest = "";
  for (let count = 1; count <= 20; count++) {
    const wire = await dial(url, { cookie, origin });
    wire.term(hello("", `client-${count}`));
    const own = bindings(await wire.next());
    let led = "";
    for (const [at, { target, values, type }] of events.entries()) {
      // What was typed, under the pickles of this page.
      wire.term(pickle(target, own[`${target} ${type}`] ?? "", values, at + 1));
      led = JSON.stringify((await wire.settled()).map(shownAnswer));
    }
    latest = /instance\.htm(\?id=[\w-]+)/.exec(led)?.[1] ?? "";
    if (latest === "") throw new Error(led);
    await wire.leave();
  }
  return latest;
}

interface SentEvent {
  readonly target: string;
  readonly type: string;
  readonly values: readonly Term[];
}

/** An event of a form as a page has sent it; what is only typed and not left counts for nothing here. */
function eventOf(frame: string | Uint8Array): readonly SentEvent[] {
  const event = typeof frame === "string" ? undefined : decode(new Uint8Array(frame));
  if (!(event instanceof Tuple) || event.elements[0] !== atom("pickle")) return [];
  const [, id, , values] = event.elements, target = text(id ?? []) ?? "";
  if (!Array.isArray(values)) return [];
  return [{ target, type: values.length === 0 ? "click" : "change", values }];
}

browserTest("the ERP: its pages are for everybody", async (browser, t) => {
  await using served = await erp();

  await t.step("every page fits and has names, on a telephone and on a desk", async () => {
    await using olena = await worker(browser, served, "Olena", ROLES);
    const { page } = olena, found: Record<string, string[]> = {};
    await tour(olena, async (name) => {
      for (const { width, height, colorScheme } of LOOKS) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height });
        const wrong = [...await faults(page), ...long ? await axe(page) : []];
        if (wrong.length > 0) found[`${name}, ${width} wide`] = wrong;
      }
    });
    equal(found, {});
    await content(served, olena);
  });

  await t.step("an order can be started with the keyboard alone", async () => {
    await using olena = await worker(browser, served, "Keys", ["Sales"]);
    const { page } = olena, { keyboard } = page;
    await olena.at("/app/process.htm?id=order");
    await page.locator("#form_OrderReceived").waitFor();
    await keyboard.press("Tab");
    await page.getByRole("link", { name: "Skip to the content" }).and(page.locator(":focus"))
      .waitFor();
    await keyboard.press("Enter");
    for (const name of ["Diagram", "Show", "Customer"]) {
      await keyboard.press("Tab");
      while (
        await page.getByLabel(name, { exact: true }).and(page.locator(":focus")).count() === 0
      ) {
        await keyboard.press("Tab");
      }
    }
    for (const text of ["By keys", "Ch", "5", "700"]) {
      await keyboard.type(text);
      await keyboard.press(text === "700" ? "Enter" : "Tab");
    }
    await page.waitForURL("**/app/instance.htm*");
    await olena.node("CheckOrder", "active");
    const known = page.locator("#facts");
    for (const text of ["By keys", "Chair", "5", "700"]) {
      await known.getByText(text, { exact: true }).waitFor();
    }
    await content(served, olena);
  });

  await t.step("long lists are shown in parts, the latest first", async () => {
    await using olena = await worker(browser, served, "Many", ["Sales", "Employee", "Manager"]);
    const { page } = olena, sent: [url: string, frame: string | Uint8Array][] = [];
    await olena.at("/app/process.htm?id=leave");
    page.on("websocket", (socket) => {
      socket.on("framesent", ({ payload }) => sent.push([socket.url(), payload]));
    });
    await page.reload();
    await olena.state("online");
    await fill(page, { Kind: "Holiday", From: "2031-07-01", Until: "2031-07-31" });
    await olena.start();
    const latest = await startAgain(page, sent);
    await olena.at("/app/process.htm?id=leave");
    await page.locator("#instances tbody tr:nth-child(20)").waitFor();
    equal(await page.locator("#instances tbody tr").count(), 20);
    equal(
      await page.locator("#instances a").first().getAttribute("href"),
      `/app/instance.htm${latest}`,
    );
    await olena.press("Older");
    await page.locator("#instances tbody tr:only-child").waitFor();
    await olena.press("Newer");
    await page.locator("#instances tbody tr:nth-child(20)").waitFor();
    await olena.at("/app/tasks.htm");
    await page.locator("#free li:nth-child(20)").waitFor();
    equal(await page.locator("#free li").count(), 20);
    await olena.press("Show more");
    await page.locator("#free li:nth-child(21)").waitFor();
    await content(served, olena);
  });
});
