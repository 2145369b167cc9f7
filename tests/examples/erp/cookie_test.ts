import { assert, equal } from "../../_support/assert.ts";
import { browserTest } from "../../_support/server/browser.ts";
import { freePort, proxyAbsent, startProxy } from "../../_support/server/tls_proxy.ts";
import { content, erp, worker } from "./erp.ts";

const order = {
  Customer: "Kyiv Library",
  Article: "Chair",
  Quantity: "3",
  "Amount in euro": "900",
};

browserTest(
  "one login holds for every tab, a deep link and a download, through TLS and a proxy that asks for another host, until a logout in any of them",
  async (browser) => {
    const port = freePort(), origin = `https://shop.localhost:${port}`;
    await using served = await erp({}, { N2O_ORIGIN: origin, N2O_PROXIES: "1" });
    await using proxy = await startProxy(
      "shop.localhost",
      port,
      Number(new URL(served.origin).port),
    );
    const outside = { ...served, origin: proxy.origin };
    await using olena = await worker(browser, outside, "Olena", ["Sales"], {
      ignoreHTTPSErrors: true,
    });
    const { page } = olena, context = page.context();

    const cookies = await context.cookies();
    equal(
      cookies.map(({ name, path, httpOnly, secure, sameSite, domain, expires }) => {
        return { name, path, httpOnly, secure, sameSite, domain, expires };
      }),
      [{
        name: "__Host-n2o",
        path: "/",
        httpOnly: true,
        secure: true,
        sameSite: "Lax",
        domain: "shop.localhost",
        expires: -1,
      }],
    );
    const seen = await page.evaluate(
      () => [document.cookie, JSON.stringify({ ...sessionStorage, ...localStorage })],
    );
    assert(!seen.join().includes(cookies[0]?.value.slice(0, 20) ?? ""), seen.join());
    equal(seen, ["", '{"token":""}']);

    // A task's address, opened in a new tab.
    await olena.order(order);
    await olena.at("/app/tasks.htm");
    const link = page.getByRole("listitem").filter({ hasText: "Kyiv Library" }).getByRole("link");
    const address = await link.getAttribute("href") ?? "";
    const tab = await context.newPage();
    await tab.goto(origin + address);
    await tab.getByRole("button", { name: "Claim" }).click();
    await tab.getByRole("button", { name: "Complete" }).waitFor();

    // A file by a route of the application's own.
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Download the list" }).click(),
    ]);
    equal(download.suggestedFilename(), "tasks.csv");
    const file = await Deno.readTextFile(await download.path());
    assert(/"Check order",.*"Olena"/.test(file), file);

    // Logged out in one tab, out in the other, which nobody touches.
    await tab.getByRole("button", { name: "Log out Olena" }).click();
    await tab.waitForURL((url) => url.pathname === "/app/login.htm");
    await page.waitForURL((url) => url.pathname === "/app/login.htm");
    equal(await context.cookies(), []);
    await tab.goto(`${origin}/tasks.csv`);
    equal(new URL(tab.url()).search, "?return=%2Ftasks.csv");

    // And back to where one wanted to go.
    await tab.goto(origin + address);
    await tab.waitForURL((url) => url.pathname === "/app/login.htm");
    await tab.getByLabel("Your name").fill("Olena");
    await tab.getByLabel("Sales", { exact: true }).check();
    await tab.getByRole("button", { name: "Log in" }).click();
    await tab.waitForURL(origin + address);
    await tab.getByRole("button", { name: "Complete" }).waitFor();
    await content(served, olena);
  },
  proxyAbsent,
);
