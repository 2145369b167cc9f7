import { browserTest } from "../../_support/server/browser.ts";
import { equal } from "../../_support/assert.ts";
import { content, erp, facts, fill, worker } from "./erp.ts";

const CHAIRS = { Article: "Chair", Quantity: "3", "Amount in euro": "900" };

browserTest("the ERP: nothing is lost over a restart", async (browser, t) => {
  // The shift lead is told after seconds instead of hours: long enough to be killed before.
  await using served = await erp({ PT4H: "PT5S" });

  await t.step("killed amid its work, it goes on: tasks, texts, timers and sessions", async () => {
    await using olena = await worker(browser, served, "Olena", ["Sales"]);
    await using ivan = await worker(browser, served, "Ivan", ["Warehouse"]);
    await using taras = await worker(browser, served, "Taras", ["Accounting"]);
    const order = await olena.order({ ...CHAIRS, Customer: "Killed" });
    await taras.at(order);
    await olena.take("Check order", "Killed");
    await olena.page.getByLabel("The address is complete").check();
    await olena.complete();
    await ivan.hears("Pack goods");

    equal(await served.end("SIGKILL"), 128 + 9);
    for (const each of [olena, ivan, taras]) await each.state("offline");
    await served.start();
    for (const each of [olena, ivan, taras]) await each.state("online");
    await taras.node("TellShiftLead", "visited");
    await taras.hears("After 4 hours: time was up");
    equal((await facts(taras.page)).Reminders, "1");

    await ivan.take("Pack goods", "Killed");
    await fill(ivan.page, { Parcels: "7" });
    await served.end("SIGKILL");
    await ivan.state("offline");
    await fill(ivan.page, { Carrier: "Courier" });
    // Sent while nobody is there to take it: it goes out when somebody is.
    await ivan.press("Complete");
    await served.start();
    await ivan.page.waitForURL("**/app/tasks.htm");
    await taras.node("PackGoods", "visited");
    const known = await facts(taras.page);
    equal([known.Parcels, known.Carrier, known.Reserved], ["7", "Courier", "3"]);
    await content(served, olena, ivan, taras);
  });

  await t.step("told to stop it ends well, and its instances are there again", async () => {
    await using olena = await worker(browser, served, "Olena", ["Sales"]);
    const order = await olena.order({ ...CHAIRS, Customer: "Stopped" });
    equal(await served.end("SIGTERM"), 0);
    await olena.state("offline");
    await served.start();
    await olena.state("online");
    await olena.take("Check order", "Stopped");
    await olena.page.getByLabel("The address is complete").check();
    await olena.complete();
    await olena.at(order);
    await olena.node("WriteInvoice", "active");
    await olena.at("/app/process.htm?id=order");
    await olena.hears("2 running");
    await content(served, olena);
  });
});
