import { browserTest, type Page } from "../../_support/server/browser.ts";
import { equal } from "../../_support/assert.ts";
import { content, erp, fill, type Worker, worker } from "./erp.ts";

const CHAIRS = { Article: "Chair", Quantity: "3", "Amount in euro": "900" };

/** Lets nothing of the server's through while it is on, so that a page goes on to show what is no longer so. */
async function deafness({ page }: Worker): Promise<{ on: boolean }> {
  const deaf = { on: false };
  await page.routeWebSocket(/./, (client) => {
    const server = client.connectToServer();
    client.onMessage((frame) => server.send(frame));
    server.onMessage((frame) => {
      if (typeof frame === "string" || !deaf.on) client.send(frame);
    });
  });
  return deaf;
}

/** Another page of the same session. */
async function second({ page }: Worker): Promise<Page> {
  const token = await page.evaluate(() => sessionStorage.getItem("token") ?? "");
  const other = await page.context().newPage();
  await other.addInitScript((token) => sessionStorage.setItem("token", token), token);
  return other;
}

browserTest("the ERP: what a client must not do is refused", async (browser, t) => {
  await using served = await erp();

  await using olena = await worker(browser, served, "Olena", ["Sales"]);

  await t.step("each value is checked by the server, whatever the page lets through", async () => {
    const { page } = olena;
    await olena.at("/app/process.htm?id=order");
    await fill(page, { ...CHAIRS, Customer: "Tampered" });
    await page.evaluate(() => {
      const control = (id: string) => {
        const found = document.getElementById(`${id}_OrderReceived_create`);
        if (found instanceof HTMLInputElement || found instanceof HTMLSelectElement) return found;
        throw new Error(`there is no ${id}`);
      };
      const forge = (id: string, value: string) => {
        const made = control(id);
        // What the browser itself would say.
        for (const name of ["required", "min", "max", "minlength", "maxlength", "pattern"]) {
          made.removeAttribute(name);
        }
        made.value = value;
        made.dispatchEvent(new Event("change", { bubbles: true }));
      };
      control("article").append(new Option("Tank", "tank"));
      forge("article", "tank");
      forge("quantity", "1001");
      forge("amount", "");
      forge("customer", "x".repeat(81));
    });
    for (
      const [field, text] of Object.entries({
        customer: "This is too long: at most 80 characters.",
        article: "Choose one of the list.",
        quantity: "At most 1,000.",
        amount: "Fill this in.",
      })
    ) {
      await page.locator(`#${field}_OrderReceived_create-error`).getByText(text, { exact: true })
        .waitFor();
    }
    await olena.press("Start");
    await page.locator("#form_OrderReceived [aria-invalid=true]:focus").waitFor();
    await olena.hears("0 running");
    await fill(page, { ...CHAIRS, Customer: "Mended" });
    await olena.start();
    await olena.node("CheckOrder", "active");
    await content(served, olena);
  });

  await t.step(
    "a task of another role, and one that is not there, show nothing to do",
    async () => {
      await using ivan = await worker(browser, served, "Ivan", ["Warehouse"]);
      await olena.order({ ...CHAIRS, Customer: "Secret" });
      await olena.take("Check order", "Secret");
      const { pathname, search } = new URL(olena.page.url());
      await ivan.at(pathname + search);
      await ivan.hears("This task has been claimed by Olena.");
      equal(await ivan.page.locator("main :is(form, button)").count(), 0);
      equal(await ivan.page.locator("#facts dt").count(), 0);
      await olena.press("Give back");
      await ivan.hears("This task is for Sales.");
      equal(await ivan.page.locator("main :is(form, button)").count(), 0);
      await ivan.at("/app/task.htm?instance=nobody&element=1");
      await ivan.page.getByRole("alert").getByText("There is no such instance.").waitFor();
      await ivan.at("/app/instance.htm?id=..%2F%00%3Cb%3E");
      await ivan.page.getByRole("alert").getByText("There is no such instance.").waitFor();
      await ivan.page.getByText("What is known").waitFor({ state: "hidden" });
      await ivan.at("/app/process.htm?id=order");
      await ivan.hears("Your roles do not start this process.");
      await content(served, olena, ivan);
    },
  );

  await t.step(
    "a form that was one's own completes nothing when the task is another's",
    async () => {
      await using olena = await worker(browser, served, "Olena", ["Sales"]);
      await using bohdan = await worker(browser, served, "Bohdan", ["Sales"]);
      const order = await olena.order({ ...CHAIRS, Customer: "Replayed" });
      const deaf = await deafness(olena);
      await olena.take("Check order", "Replayed");
      deaf.on = true;
      const other = await second(olena);
      await other.goto(olena.page.url());
      await other.getByRole("button", { name: "Give back" }).click();
      await other.getByText("It is free for others again.").waitFor();
      await bohdan.take("Check order", "Replayed");
      deaf.on = false;
      await olena.page.getByLabel("The address is complete").check();
      await olena.press("Complete");
      await olena.page.getByRole("alert").getByText("That is not yours to do").waitFor();
      await bohdan.page.getByLabel("The address is complete").check();
      await bohdan.complete();
      await bohdan.at(order);
      await bohdan.hears("Check order: done");
      equal(await bohdan.page.locator("#history tr", { hasText: "Check order: done" }).count(), 1);
      await content(served, olena, bohdan);
    },
  );

  await t.step("who gave up a role sends no message of it", async () => {
    await using taras = await worker(browser, served, "Taras", ["Accounting"]);
    const order = await olena.order({ ...CHAIRS, Customer: "Unpaid" });
    await olena.take("Check order", "Unpaid");
    await olena.page.getByLabel("The address is complete").check();
    await olena.complete();
    await taras.take("Write invoice", "Unpaid");
    await fill(taras.page, { "Invoice number": "R-1", "To be paid by": "2031-03-31" });
    await taras.complete();
    await taras.at(order);
    await taras.page.getByRole("button", { name: "Payment received" }).waitFor();
    const other = await second(taras);
    await other.goto(`${served.origin}/app/login.htm`);
    await other.getByLabel("Your name").fill("Taras");
    await other.getByLabel("Sales", { exact: true }).check();
    await other.getByRole("button", { name: "Log in" }).click();
    await other.waitForURL("**/app/tasks.htm");
    // Rights changed in one tab are changed in all: this one comes back under the new session.
    await taras.page.getByRole("button", { name: "Payment received" }).waitFor({
      state: "detached",
    });
    await taras.state("online");
    await taras.node("PaymentReceived", "active");
    await content(served, olena, taras);
  });
});
