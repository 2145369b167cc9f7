/**
 * The ERP as a process of its own, which a test may kill and start again, and the people who work with it.
 *
 * @module
 */
import { equal } from "../../_support/assert.ts";
import type { Browser, Page } from "../../_support/server/browser.ts";
import { type Person, person, type Settings } from "../../_support/server/person.ts";
import { complaints, serve, type Server } from "../../_support/server/server.ts";

const processes = new URL("../../../examples/erp/processes/", import.meta.url);

/** How the files of its processes are changed before it reads them: texts and what stands in their place. */
export type Changes = Readonly<Record<string, string>>;

/** Starts the ERP on a free port, with a store of its own and these variables; it listens when this resolves. */
export function erp(
  changes: Changes = {},
  variables: Readonly<Record<string, string>> = {},
): Promise<Server> {
  return serve({
    main: new URL("../../../examples/erp/main.ts", import.meta.url),
    async prepare(folder) {
      await Deno.mkdir(`${folder}/processes`);
      for await (const { name } of Deno.readDir(processes)) {
        let text = await Deno.readTextFile(new URL(name, processes));
        for (const [old, next] of Object.entries(changes)) text = text.replaceAll(old, next);
        await Deno.writeTextFile(`${folder}/processes/${name}`, text);
      }
      const files = { KV_PATH: `${folder}/erp.sqlite3`, PROCESSES: `${folder}/processes` };
      return { ...files, ...variables };
    },
  });
}

/** Somebody at the ERP. */
export interface Worker extends Person {
  /** Goes to a page of it by its address. */
  at(address: string): Promise<void>;
  /** Presses the button that starts, and waits for the page of what was started. */
  start(): Promise<void>;
  /** Starts an order with these values of its fields, by label, and answers the address of its page. */
  order(values: Readonly<Record<string, string>>): Promise<string>;
  /** Opens a task from the work list, of an instance with this title, and claims it. */
  take(task: string, title: string): Promise<void>;
  /** Presses a button. */
  press(name: string): Promise<void>;
  /** Completes the task that is open and comes back to the work list. */
  complete(): Promise<void>;
  /** Waits until a node of the picture is so: `active`, `visited`, `incident`. */
  node(id: string, tone: string): Promise<void>;
  /** Waits until the page says this somewhere. */
  hears(text: string | RegExp): Promise<void>;
}

/** Gives somebody a fresh browser context and logs them in. */
export async function worker(
  browser: Browser,
  served: Server,
  user: string,
  roles: readonly string[],
  settings: Settings = {},
): Promise<Worker> {
  const self = await person(browser, served, {
    viewport: { width: 1280, height: 900 },
    ...settings,
  });
  const { page } = self;
  await self.visit();
  await page.getByLabel("Your name").fill(user);
  for (const role of roles) await page.getByLabel(role, { exact: true }).check();
  await page.getByRole("button", { name: "Log in" }).click();
  await arrive(page, "/app/tasks.htm");
  await self.state("online");

  async function at(address: string): Promise<void> {
    await page.goto(served.origin + address);
    await self.state("online");
  }

  async function start(): Promise<void> {
    await page.getByRole("button", { name: "Start" }).click();
    await arrive(page, "/app/instance.htm");
    await self.state("online");
    await page.locator("#picture svg").waitFor();
  }

  return {
    ...self,
    at,
    start,
    async order(values) {
      await at("/app/process.htm?id=order");
      await fill(page, values);
      await start();
      const { pathname, search } = new URL(page.url());
      return pathname + search;
    },
    async take(task, title) {
      await at("/app/tasks.htm");
      await page.getByRole("listitem").filter({ hasText: title })
        .getByRole("link", { name: task }).click();
      await page.getByRole("button", { name: "Claim" }).click();
      await page.getByRole("button", { name: "Complete" }).waitFor();
    },
    press: (name) => page.getByRole("button", { name, exact: true }).click(),
    async complete() {
      await page.getByRole("button", { name: "Complete" }).click();
      await arrive(page, "/app/tasks.htm");
      await self.state("online");
    },
    node: (id, tone) => page.locator(`[data-node="${id}"].bpe-${tone}`).waitFor(),
    async hears(text) {
      await page.getByText(text).first().waitFor();
    },
    [Symbol.asyncDispose]: () => self[Symbol.asyncDispose](),
  };
}

/** Fills fields by their labels. */
export async function fill(page: Page, values: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(values)) {
    const control = page.getByLabel(name).first();
    const kind = await control.evaluate((element) =>
      element instanceof HTMLInputElement ? element.type : element.tagName
    );
    if (kind === "SELECT") await control.selectOption({ label: value });
    else if (kind === "checkbox") await control.setChecked(value === "yes");
    else await control.fill(value);
  }
}

/** What the page knows, by name. */
export function facts(page: Page): Promise<Record<string, string>> {
  return page.locator("#facts").evaluate((list) =>
    Object.fromEntries(
      [...list.querySelectorAll("dt")].map((term) => [
        term.textContent,
        term.nextElementSibling?.textContent ?? "",
      ]),
    )
  );
}

/** Asserts that nothing went wrong in anybody's page, nor on the server. */
export async function content(served: Server, ...people: readonly Person[]): Promise<void> {
  for (const each of people) equal(await each.complaints(), []);
  equal(complaints(served), []);
}

async function arrive(page: Page, path: string): Promise<void> {
  await page.waitForURL((url) => url.pathname === path);
}
