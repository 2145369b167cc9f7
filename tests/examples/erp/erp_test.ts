import { assert, equal } from "../../_support/assert.ts";
import { browserTest } from "../../_support/server/browser.ts";
import { content, erp, facts, fill, worker } from "./erp.ts";

const CHAIRS = {
  Customer: "Kyiv Library",
  Article: "Chair",
  Quantity: "3",
  "Amount in euro": "900",
};

browserTest("the ERP: orders and leave on their diagrams", async (browser, t) => {
  await using served = await erp();

  await t.step(
    "an order goes from hand to hand, and everybody sees its tokens move at once",
    async () => {
      await using olena = await worker(browser, served, "Olena", ["Sales"], {
        timezoneId: "Asia/Tokyo",
        locale: "en-GB",
      });
      await using taras = await worker(browser, served, "Taras", ["Warehouse", "Accounting"], {
        viewport: { width: 360, height: 740 },
        colorScheme: "dark",
      });
      const order = await olena.order({ ...CHAIRS, "Wanted by": "2031-02-28", Remarks: "<b>3 &" });
      await olena.node("CheckOrder", "active");
      equal(await facts(olena.page), {
        Customer: "Kyiv Library",
        Article: "Chair",
        Quantity: "3",
        "Amount in euro": "900",
        "Wanted by": "2031-02-28",
        "Express delivery": "no",
        Remarks: "<b>3 &",
        Seller: "Olena",
      });
      await taras.at(order);
      await taras.node("CheckOrder", "active");
      equal(await taras.page.getByRole("link", { name: "Open the task" }).count(), 0);

      await olena.take("Check order", "Kyiv Library");
      await taras.hears("claimed by Olena");
      await olena.page.getByLabel("The address is complete").check();
      await olena.complete();
      await olena.hears("Done: Check order.");
      await taras.node("CheckOrder", "visited");
      await taras.page.locator("[data-flow=AmountNo].bpe-visited").waitFor();
      for (const node of ["PackGoods", "WriteInvoice"]) await taras.node(node, "active");
      equal(await taras.page.locator("[data-node=ApproveCredit].bpe-visited").count(), 0);

      await olena.at(order);
      await taras.take("Pack goods", "Kyiv Library");
      await fill(taras.page, { Parcels: "2", Carrier: "Own van" });
      await taras.complete();
      await taras.take("Write invoice", "Kyiv Library");
      await fill(taras.page, { "Invoice number": "R-17", "To be paid by": "2031-03-31" });
      await taras.complete();
      await olena.node("PaymentReceived", "active");
      equal(await olena.page.getByRole("button", { name: "Payment received" }).count(), 0);
      await taras.at(order);
      await taras.press("Payment received");
      await olena.node("OrderFulfilled", "visited");
      await olena.hears("Completed");
      const time = olena.page.locator("#history time").first();
      const moment = new Date(await time.getAttribute("datetime") ?? "");
      const local = new Intl.DateTimeFormat("en-GB", {
        day: "numeric",
        month: "short",
        hour: "2-digit",
        minute: "2-digit",
        second: "2-digit",
        timeZone: "Asia/Tokyo",
      });
      equal(await time.textContent(), local.format(moment));
      const known = await facts(olena.page);
      equal([known.Reserved, known.Carrier, known["Invoice number"]], ["3", "Own van", "R-17"]);
      assert(/^N2O-[0-9A-F]{10}$/.test(known.Tracking ?? ""), known.Tracking);
      await taras.hears("Payment received: message came");
      await content(served, olena, taras);
    },
  );

  // One login each for all that follows.
  await using olena = await worker(browser, served, "Olena", ["Sales"]);
  await using taras = await worker(browser, served, "Taras", ["Accounting"]);
  await using ivan = await worker(browser, served, "Ivan", ["Warehouse"]);

  await t.step("what is typed stays, with its caret, while the picture moves", async () => {
    await olena.order({ ...CHAIRS, Customer: "Typed" });
    await olena.take("Check order", "Typed");
    await olena.page.getByLabel("The address is complete").check();
    await olena.complete();
    await taras.take("Write invoice", "Typed");
    const invoice = taras.page.getByLabel("Invoice number");
    await invoice.pressSequentially("R-18");
    await invoice.press("ArrowLeft");
    await ivan.take("Pack goods", "Typed");
    await fill(ivan.page, { Carrier: "Post" });
    await ivan.complete();
    await taras.node("PackGoods", "visited");
    await taras.page.keyboard.type("0");
    equal(await invoice.inputValue(), "R-108");
    await content(served, olena, taras, ivan);
  });

  await t.step("only the parts of a page that changed travel", async () => {
    const frames: string[] = [];
    taras.page.on("websocket", (socket) => {
      socket.on("framereceived", ({ payload }) => frames.push(String(payload)));
    });
    const order = await olena.order({ ...CHAIRS, Customer: "Parts" });
    await taras.at(order);
    await taras.node("CheckOrder", "active");
    assert(frames.some((frame) => frame.includes("<svg")), "the first frame brings the picture");
    frames.length = 0;
    await olena.take("Check order", "Parts");
    await taras.hears("claimed by Olena");
    equal(frames.filter((frame) => frame.includes("claimed by Olena")).length, 1);
    equal(frames.filter((frame) => /<svg|Quantity|started/.test(frame)), []);
    await content(served, olena, taras);
  });

  await t.step("a failing system is an incident that the warehouse has tried again", async () => {
    await ivan.at("/app/processes.htm");
    await ivan.press("Take it offline");
    await ivan.hears("The stock system is offline.");
    const order = await olena.order({ ...CHAIRS, Customer: "Stuck" });
    await olena.take("Check order", "Stuck");
    await olena.page.getByLabel("The address is complete").check();
    await olena.complete();
    await olena.at(order);
    await olena.node("ReserveGoods", "incident");
    await olena.hears("the stock system does not answer");
    await olena.hears("To be resolved by Warehouse.");
    equal(await olena.page.getByRole("button", { name: "Try again" }).count(), 0);

    await ivan.at("/app/processes.htm");
    await ivan.hears("1 with incidents");
    await ivan.at("/app/process.htm?id=order");
    await ivan.page.locator("[data-node=ReserveGoods].bpe-incident").waitFor();
    await ivan.page.getByRole("img", { name: /Reserve goods.*, 1 token, 1 incident/ }).waitFor();
    await ivan.at("/app/processes.htm");
    await ivan.press("Bring it online");
    await ivan.hears("The stock system is online.");
    await ivan.at(order);
    await ivan.press("Try again");
    await olena.node("PackGoods", "active");
    await olena.page.locator("#incidents:empty").waitFor({ state: "attached" });
    await olena.hears("Reserve goods: tried again");
    await content(served, olena, ivan);
  });

  await t.step("what is not in stock goes back to sales, and an order may end there", async () => {
    const order = await olena.order({
      ...CHAIRS,
      Customer: "Many",
      Article: "Lamp",
      Quantity: "999",
    });
    await olena.take("Check order", "Many");
    await olena.page.getByLabel("The address is complete").check();
    await olena.complete();
    await olena.take("Offer a substitute", "Many");
    equal(await olena.page.getByLabel("Quantity").inputValue(), "999");
    await fill(olena.page, { Quantity: "10", "The customer": "accepts" });
    await olena.complete();
    await olena.at(order);
    await olena.node("PackGoods", "active");
    await olena.node("OutOfStock", "visited");

    const second = await olena.order({
      ...CHAIRS,
      Customer: "Gone",
      Article: "Lamp",
      Quantity: "999",
    });
    await olena.take("Check order", "Gone");
    await olena.page.getByLabel("The address is complete").check();
    await olena.complete();
    await olena.take("Offer a substitute", "Gone");
    await fill(olena.page, { "The customer": "cancels the order" });
    await olena.complete();
    await olena.at(second);
    await olena.node("OrderCancelled", "visited");
    await olena.hears("It has ended.");
    await content(served, olena);
  });

  await t.step("a large order needs credit, and may be declined", async () => {
    const order = await olena.order({ ...CHAIRS, Customer: "Large", "Amount in euro": "10001" });
    await olena.take("Check order", "Large");
    await olena.page.getByLabel("The address is complete").check();
    await olena.complete();
    await taras.take("Approve credit", "Large");
    await fill(taras.page, { Decision: "Decline", Reason: "too much" });
    await taras.complete();
    await olena.at(order);
    await olena.node("OrderDeclined", "visited");
    await content(served, olena, taras);
  });

  await using wanda = await worker(browser, served, "Wanda", ["Employee"]);
  await using maria = await worker(browser, served, "Maria", ["Manager", "Personnel"]);

  await t.step(
    "leave is asked for, refused, asked for again by its own asker, and granted",
    async () => {
      await using other = await worker(browser, served, "Other", ["Employee"]);
      await wanda.at("/app/process.htm?id=leave");
      await fill(wanda.page, { Kind: "Holiday", From: "2031-07-01", Until: "2031-07-31" });
      await wanda.start();
      await wanda.node("Decide", "active");
      await maria.take("Decide on the leave", "Wanda");
      await fill(maria.page, { Decision: "Refuse", "Answer to the employee": "Not all of July" });
      await maria.complete();
      await wanda.at("/app/tasks.htm");
      await wanda.page.getByRole("link", { name: "Change the wish" }).click();
      await other.hears("There is nothing to do for your roles.");
      equal(await other.page.getByRole("link", { name: "Change the wish" }).count(), 0);
      equal(await wanda.page.getByLabel("From").inputValue(), "2031-07-01");
      await fill(wanda.page, { Until: "2031-06-30", "What now": "Ask again" });
      await wanda.press("Complete");
      await wanda.hears("This is not right.");
      await fill(wanda.page, { Until: "2031-07-14" });
      await wanda.complete();
      await maria.take("Decide on the leave", "Wanda");
      await fill(maria.page, { Decision: "Grant" });
      await maria.complete();
      await maria.take("Enter into the plan", "Wanda");
      await fill(maria.page, { "Days left this year": "4" });
      await maria.complete();
      await maria.at("/app/process.htm?id=leave");
      await maria.page.getByLabel("Show").selectOption({ label: "Completed" });
      await maria.page.getByRole("link", { name: "Holiday · Wanda" }).click();
      await maria.node("LeaveGranted", "visited");
      await content(served, wanda, other, maria);
    },
  );

  await t.step("the picture of a process counts who stands where, live", async () => {
    await maria.at("/app/process.htm?id=leave");
    await maria.hears("0 running");
    for (const count of [1, 2]) {
      await wanda.at("/app/process.htm?id=leave");
      await fill(wanda.page, { Kind: "Unpaid leave", From: "2031-07-01", Until: "2031-07-31" });
      await wanda.start();
      await wanda.node("Decide", "active");
      await maria.page.getByRole("img", {
        name: new RegExp(`Decide on the leave.*, ${count} token`),
      })
        .waitFor();
      await maria.hears(`${count} running`);
      await maria.page.locator(`#instances tbody tr:nth-child(${count})`).waitFor();
    }
    await content(served, wanda, maria);
  });
});
