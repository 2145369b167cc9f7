/**
 * A person in front of a browser: what they do to the sample's pages, and what they see there.
 *
 * @module
 */
import type { Browser, Page } from "./browser.ts";
import { equal } from "../assert.ts";
import type { Server } from "./server.ts";

/** A message as a person sees it. */
export interface Seen {
  readonly user: string;
  readonly text: string;
}

/** Somebody with a browser context, hence a session, of their own. */
export interface Person extends AsyncDisposable {
  readonly page: Page;
  /** Opens the sample and waits until it is connected. */
  visit(path?: string): Promise<void>;
  /** Logs in from the login page and waits until the chat is connected. */
  enter(user: string, room: string): Promise<void>;
  /** Waits until the root element shows this state of the connection. */
  state(name: "online" | "offline" | "failed"): Promise<void>;
  /** Types a text in place of what the composer holds and sends it by its button. */
  send(text: string): Promise<void>;
  /** Sends texts as fast as the page takes them. */
  burst(texts: readonly string[]): Promise<void>;
  /** Types and sends as `send` does, and waits until the server took it. */
  say(text: string): Promise<void>;
  /** Waits until a message is in sight. */
  sees(text: string): Promise<void>;
  /** Waits until the history shows this many messages. */
  count(messages: number): Promise<void>;
  /** What the history shows, oldest first. */
  history(): Promise<Seen[]>;
  /** Where the focus is, what the composer holds, and where its caret is. */
  composer(): Promise<{ focused: boolean; value: string; caret: number }>;
  /** Takes what went wrong in the page: violations of its policy, errors, dialogs, answers that are errors. */
  complaints(): Promise<string[]>;
}

/** How a person's browser differs from another's. */
export type Settings = Parameters<Browser["newContext"]>[0];

/**
 * What is written when a server is away, or is killed amid an answer. That a part of the client was not fetched has its
 * cause beside it: an answer of 400 and over, or what follows from the server being away.
 */
const AWAY =
  /^(WebSocket connection to .* failed|Failed to load resource: net::ERR_(CONNECTION_|CONTENT_LENGTH_MISMATCH|EMPTY_RESPONSE|INCOMPLETE_CHUNKED_ENCODING)|n2o .*Failed to fetch dynamically imported module)/;

/** Gives somebody a fresh browser context. */
export async function person(
  browser: Browser,
  sample: Pick<Server, "origin">,
  settings: Settings = {},
): Promise<Person> {
  const context = await browser.newContext(settings), page = await context.newPage();
  const wrong: string[] = [];
  page.setDefaultTimeout(20_000);
  page.on("console", (message) => {
    if (!AWAY.test(message.text())) wrong.push(`${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => wrong.push(`error: ${error.message}`));
  page.on("response", (response) => {
    if (response.status() >= 400) wrong.push(`${response.status()}: ${response.url()}`);
  });
  page.on("dialog", async (dialog) => {
    wrong.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => {
      // deno-lint-ignore no-console -- the console is what the test reads
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`);
    }, true);
  });
  const message = page.getByRole("textbox", { name: "Message" });

  const self: Person = {
    page,
    async visit(path = "/") {
      await page.goto(sample.origin + path);
      await self.state("online");
    },
    async enter(user, room) {
      await page.getByRole("textbox", { name: "Your name" }).fill(user);
      await page.getByRole("textbox", { name: "Room" }).fill(room);
      await page.getByRole("button", { name: "Login" }).click();
      await page.waitForURL((url) =>
        url.pathname === "/app/index.htm" && url.searchParams.get("room") === room
      );
      await self.state("online");
    },
    state: (name) => page.locator(`html[data-n2o=${name}]`).waitFor({ state: "attached" }),
    async send(text) {
      await message.fill(text);
      await page.getByRole("button", { name: "Chat", exact: true }).click();
    },
    burst: (texts) =>
      page.evaluate((texts) => {
        const area = document.querySelector("textarea"), send = document.getElementById("send");
        for (const text of texts) {
          if (area) area.value = text;
          send?.click();
        }
      }, texts),
    async say(text) {
      await self.send(text);
      await self.sees(text);
      await page.locator("#message:placeholder-shown").waitFor();
    },
    async sees(text) {
      await page.getByRole("log").getByText(text, { exact: true }).waitFor();
    },
    async count(messages) {
      await page.locator(`#history > message:nth-last-of-type(${messages}):first-child`).waitFor();
    },
    history: () =>
      page.locator("#history > message").evaluateAll((messages) =>
        messages.map((message) => ({
          user: message.querySelector("author")?.textContent ?? "",
          text: message.querySelector("p")?.textContent ?? "",
        })).reverse()
      ),
    composer: () =>
      page.locator("textarea").evaluate((area: HTMLTextAreaElement) => ({
        focused: document.activeElement === area,
        value: area.value,
        caret: area.selectionStart,
      })),
    async complaints() {
      await page.evaluate(() => 0); // its answer comes after what the console had
      return wrong.splice(0);
    },
    [Symbol.asyncDispose]: () => context.close(),
  };
  return self;
}

/** Asserts that everybody sees exactly these messages. */
export async function all(people: readonly Person[], expected: readonly Seen[]): Promise<void> {
  for (const each of people) equal(await each.history(), [...expected]);
}

/** Asserts that nothing went wrong in anybody's page. */
export async function content(...people: readonly Person[]): Promise<void> {
  for (const each of people) equal(await each.complaints(), []);
}
