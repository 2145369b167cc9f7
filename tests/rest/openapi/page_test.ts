/** The page of a document in a browser: reading, finding, trying, and what it says when something is not there. */
import { gzipSync } from "node:zlib";
import { memoryKv, put, table } from "../../../kvs/mod.ts";
import { resource, rest, type RestApp } from "../../../rest/mod.ts";
import { documented } from "../../../rest/openapi/mod.ts";
import { built, isFresh, SCRIPT_LIMIT } from "../../../rest/openapi/build.ts";
import { assert, equal } from "../../_support/assert.ts";
import { lacks } from "../../_support/permission.ts";
import { axe } from "../../_support/server/axe.ts";
import { type Browser, browserTest, type Page } from "../../_support/server/browser.ts";

Deno.test({
  name: "the page's script is what its sources give, and below its limit",
  ignore: lacks("run", "read"),
  fn: async () => {
    const { module, script } = await built();
    assert(await isFresh(module), "run deno task client");
    const { length } = gzipSync(script, { level: 9 });
    assert(length < SCRIPT_LIMIT, `${length} bytes`);
  },
});

interface User {
  readonly id: string;
  readonly name?: string;
}

const users = resource({
  name: "users",
  table: table<User>("user", { fields: ["id", "name"] }),
  may: "anyone",
});
const secrets = resource({ name: "secrets", table: "secret", may: "known" });

/** Serves an API while a page is looked at; what the page complains of, and what hosts it asks, is kept. */
async function looked(
  browser: Browser,
  api: RestApp,
  look: (page: Page, origin: string) => Promise<void>,
  options: Parameters<Browser["newContext"]>[0] = {},
): Promise<void> {
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, api.fetch);
  const origin = `http://127.0.0.1:${server.addr.port}`,
    context = await browser.newContext(options);
  try {
    const page = await context.newPage(), asked: string[] = [], said: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).origin));
    page.on("console", (message) => {
      if (message.text().includes("Content Security Policy")) said.push(message.text());
    });
    await page.goto(`${origin}/rest/`);
    await look(page, origin);
    equal(said, []);
    equal([...new Set(asked)], [origin]);
  } finally {
    await context.close();
    await server.shutdown();
  }
}

interface Product {
  readonly id: string;
  readonly price: number;
}

const shelf = table<Product>("product", { fields: ["id", "price"], keys: ["price"] });
const products = resource({
  name: "products",
  table: shelf,
  may: "anyone",
});

browserTest(
  "a parameter that may have several values takes one a line, or says that commas stand between them",
  async (browser) => {
    using kv = memoryKv();
    for (const [at, id] of ["pie", "rum", "tea", "gin"].entries()) {
      await put(kv, shelf, { id, price: at });
    }
    const api = rest(documented({ kv, resources: [products] }, { title: "Shop" }));
    await looked(browser, api, async (page) => {
      await page.locator("summary", { hasText: "GET" }).first().press("Enter");
      const form = page.getByRole("form", { name: "Try GET /products", exact: true });
      await form.getByText(/^Optional/).click();
      await form.getByLabel(/^price\[in\] query, one a line$/).fill("1\n\n3\n");
      await form.getByLabel(/^fields query, commas between several$/).fill("id,price");
      await form.getByRole("button", { name: "Send" }).click();
      await form.getByText("200 OK").waitFor();
      const told = await form.getByLabel("Body", { exact: true }).last().innerText();
      equal(JSON.parse(told), { products: [{ id: "rum", price: 1 }, { id: "gin", price: 3 }] });
    });
  },
);

browserTest("a person reads the operations, finds one, and tries it", async (browser) => {
  using kv = memoryKv();
  const api = rest(documented({ kv, resources: [users, secrets] }, { title: "People" }));
  await looked(browser, api, async (page) => {
    await page.getByRole("heading", { name: "People" }).waitFor();
    equal(await page.locator("details.operation").count(), 14);
    await page.keyboard.press("/");
    await page.keyboard.type("post /users");
    await page.getByText("1 of 14 operations").waitFor();
    await page.locator("summary", { hasText: "POST" }).filter({ visible: true }).press("Enter");
    const form = page.getByRole("form", { name: "Try POST /users" });
    const body = form.getByLabel("body");
    equal(JSON.parse(await body.inputValue()), { id: "text" });
    await body.fill('{"id":"ann","name":"Ann"}');
    await form.getByRole("button", { name: "Send" }).click();
    await form.getByText("201 Created").waitFor();
    const headers = await form.getByLabel("Headers").innerText();
    assert(headers.includes("location: /rest/users/ann"), headers);
    equal(JSON.parse(await form.getByLabel("Body", { exact: true }).last().innerText()), {
      id: "ann",
      name: "Ann",
    });
    await page.getByLabel("Find an operation").fill("no such");
    await page.getByText("Nothing has “no such” in it.").waitFor();
    await page.getByLabel("Find an operation").fill("PUT /users");
    await page.locator("summary", { hasText: "PUT" }).filter({ visible: true }).click();
    const put = page.getByRole("form", { name: "Try PUT /users/{id}" });
    await put.getByRole("button", { name: "Send" }).click();
    await put.getByText("id must be there.").waitFor();
    await put.getByLabel("id *").fill("ann");
    await put.getByText(/^Optional/).click();
    await put.getByLabel("if-match").fill('"old"');
    await put.getByRole("button", { name: "Send" }).click();
    await put.getByText("412 Precondition Failed").waitFor();
    equal(await axe(page), []);
  });
});

browserTest(
  "a key that is entered is sent, and the link of an operation opens it",
  async (browser) => {
    using kv = memoryKv();
    const api = rest(documented({
      kv,
      resources: [secrets],
      who: ({ headers }) => headers.get("x-api-key") === "k" ? { id: "ann", by: "key" } : undefined,
    }, { title: "Secrets", security: { key: "x-api-key" } }));
    await looked(browser, api, async (page, origin) => {
      await page.goto(`${origin}/rest/#listSecrets`);
      const form = page.getByRole("form", { name: "Try GET /secrets" });
      await form.getByRole("button", { name: "Send" }).click();
      await form.getByText("401 Unauthorized").waitFor();
      await form.getByRole("button", { name: "Say who asks" }).press("Enter");
      await page.keyboard.type("k");
      equal(await page.getByLabel("key x-api-key").inputValue(), "k");
      await form.getByRole("button", { name: "Send" }).click();
      await form.getByText("200 OK").waitFor();
    });
  },
);

browserTest(
  "what is not there is said: no document, no operations, no network",
  async (browser) => {
    using kv = memoryKv();
    const api = rest(documented({ kv, resources: [] }, { title: "Empty" }));
    await looked(browser, api, async (page) => {
      await page.getByText("This API has no operations yet.").waitFor();
      await page.route("**/openapi.json*", (route) => route.abort());
      await page.reload();
      await page.getByRole("heading", { name: "The document cannot be read" }).waitFor();
      equal(await axe(page), []);
      await page.unroute("**/openapi.json*");
      await page.getByRole("button", { name: "Try again" }).click();
      await page.getByText("This API has no operations yet.").waitFor();
    });
    const other = rest(documented({ kv, resources: [users] }, { title: "People" }));
    await looked(browser, other, async (page) => {
      await page.locator("summary", { hasText: "A page of users" }).first().click();
      await page.context().setOffline(true);
      await page.getByText("You are offline: what is tried now is not answered.").waitFor();
      const form = page.getByRole("form", { name: "Try GET /users" });
      await form.getByRole("button", { name: "Send" }).click();
      await form.getByText("Nothing answered: you are offline").waitFor();
      await page.context().setOffline(false);
      await page.getByText("You are offline: what").waitFor({ state: "hidden" });
    });
  },
);

browserTest(
  "by the keyboard alone, known by a cookie, a record is made, changed and deleted; a stream is stopped",
  async (browser) => {
    using kv = memoryKv();
    const notes = resource<User>({
      name: "notes",
      table: table<User>("note", { fields: ["id", "name"], changes: true }),
      may: "known",
      types: ["application/json", "text/event-stream"],
    });
    const api = rest(documented({
      kv,
      resources: [notes],
      who: ({ headers }) =>
        headers.get("cookie")?.includes("sid=1") ? { id: "ann", by: "cookie" } : undefined,
    }, { title: "Notes", security: { cookie: "sid" } }));
    await looked(browser, api, async (page, origin) => {
      await page.context().addCookies([{ name: "sid", value: "1", url: origin }]);
      equal(await page.getByText("Who asks").count(), 0, "a cookie is nothing to be entered");
      const tried = async (id: string, name: string, status: string) => {
        await page.goto(`${origin}/rest/#${id}`);
        const form = page.getByRole("form", { name: `Try ${name}`, exact: true });
        await form.waitFor();
        equal(await page.evaluate(() => document.activeElement?.tagName), "SUMMARY");
        for (let n = 0; n < 9; n++) {
          await page.keyboard.press("Tab");
          const at = await page.evaluate(() => document.activeElement?.id ?? "");
          if (at.endsWith("path-id")) await page.keyboard.type("a");
          if (at.endsWith("body")) {
            await page.keyboard.press("Control+a");
            await page.keyboard.type(id === "createNotes" ? '{"id":"a"}' : '{"name":"A"}');
          }
          if (await page.evaluate(() => document.activeElement?.textContent === "Send")) break;
        }
        await page.keyboard.press("Enter");
        await form.getByRole("status").getByText(status).waitFor();
        await form.getByRole("button", { name: "Stop" }).waitFor({ state: "hidden" });
      };
      await tried("createNotes", "POST /notes", "201 Created");
      await page.getByText("Asked by cookie with origin.").waitFor();
      await tried("patchNotes", "PATCH /notes/{id}", "200 OK");
      equal(await axe(page), []);
      await tried("deleteNotes", "DELETE /notes/{id}", "204 No Content");
      await page.keyboard.press("Enter");
      await page.getByRole("status").getByText("404 Not Found").waitFor();
      await page.goto(`${origin}/rest/#listNotes`);
      const form = page.getByRole("form", { name: "Try GET /notes", exact: true });
      await form.getByText("Optional").click();
      await form.getByLabel("accept").selectOption("text/event-stream");
      await form.getByRole("button", { name: "Send" }).click();
      await form.getByRole("status").getByText("200 OK").waitFor();
      await form.getByRole("button", { name: "Stop" }).click();
      await form.getByText("Stopped.").waitFor();
    });
  },
);

for (const colorScheme of ["light", "dark"] as const) {
  browserTest(`on a phone nothing is wider than the page, in ${colorScheme}`, async (browser) => {
    using kv = memoryKv();
    const api = rest(documented({ kv, resources: [users, secrets] }, { title: "People" }));
    await looked(browser, api, async (page) => {
      await page.locator("summary", { hasText: "Creates, replaces or renames one of users" })
        .click();
      await page.getByRole("heading", { name: "Try it" }).waitFor();
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert(wide <= 0, `${wide} pixels`);
      equal(await axe(page), []);
    }, { viewport: { width: 360, height: 740 }, colorScheme });
  });
}
