import { absent as recordingAbsent } from "../../_support/golden.ts";
import { atom, tuple } from "../../../n2o/bert/bert.ts";
import { equal } from "../../_support/assert.ts";
import { type Browser, browserTest, type Page } from "../../_support/server/browser.ts";
import { codeOf, replay, type Told } from "./recording.ts";
import {
  io,
  notebook,
  sampleApplication,
  type Shown,
  shown,
  shownAnswer,
  tokenOf,
} from "../../_support/server/wire.ts";

/** What the sample has no protocol for yet: the transfer of files. */
const FILES = /^(file upload|block |ftp )/;
/** What the original let a client do and this server must not: by step, the answer that refuses it. */
const REFUSED: Readonly<Record<string, Shown>> = {
  "client message sent by the client itself (spoofed push)": "empty",
  "direct message: unpickled event goes straight into Module:event/1": "empty",
  "direct message: event that matches only the catch-all": "empty",
  "direct init": "empty",
  "flush with client supplied binary action": "empty",
  "flush with client supplied list": "empty",
  "unknown tuple with an unknown atom (binary_to_term safe raises, connection dies)": "empty",
  "unknown atom (safe)": "empty",
  "invalid bert": refusal("bad frame"),
  "event that crashes in Module:event (client with bad data on login page)": refusal(
    "bad arguments",
  ),
  "pickle replay of the same event, other args": refusal("bad arguments"),
  "pickle args that are not a proplist": refusal("bad arguments"),
  "pickle args overwrite the process dictionary: {context, cx with A's session}": refusal(
    "bad arguments",
  ),
};

function refusal(reason: string): Shown {
  return ["{}", ":io", "", ["{}", ":error", reason]];
}

/** An answer without what differs from run to run or is compared elsewhere: its JavaScript and its token. */
function shape({ client, answer }: Told): Shown {
  if (answer === "closed" || answer === "empty" || "text" in answer) {
    return [client, answer === "closed" ? answer : shownAnswer(answer)];
  }
  const { code, data } = io(answer), said = shown(data), first = Array.isArray(said) ? said[1] : "";
  // The reason of an error is a list of characters there, a binary here.
  const reason = first === ":error" || first === ":Token" ? ["{}", first] : said;
  return [client, "io", code instanceof Uint8Array || "a list", reason].map((each) =>
    each === true ? "binary" : each
  );
}

Deno.test({
  name:
    "every frame of the recorded session gets an answer of the recorded shape, and what abused the original is refused",
  ignore: recordingAbsent,
  async fn() {
    const book = notebook(), sample = await sampleApplication({ log: book.log });
    const { port, stop } = await sample.start();
    const seen = new Set<string>();
    try {
      for await (const exchange of replay(`ws://127.0.0.1:${port}`)) {
        if (exchange.opened !== undefined) continue;
        const { step, client, original, ours } = exchange, log = book.take();
        const initialised = original.some(({ answer }) => isInit(answer));
        const refused = FILES.test(step) ? "empty" : initialised ? undefined : REFUSED[step];
        seen.add(step);
        if (step === "direct init" || refused !== undefined) {
          equal(
            ours.map(({ client, answer }) => [client, answer === "closed" || shownAnswer(answer)]),
            [[client, refused ?? "empty"]],
            step,
          );
          equal(log.length, 1, `${step}: ${log.join(", ")}`);
        } else {
          // Ours has another session from a login and a logout on, and says so in the answer.
          const kept = initialised
            ? ours
            : ours.map((each) => isInit(each.answer) ? withoutToken(each) : each);
          equal(kept.map(shape).sort(byText), original.map(shape).sort(byText), step);
        }
      }
      equal(Object.keys(REFUSED).filter((step) => !seen.has(step)), []);
      // What was refused left no trace; what was said is there, in order, once.
      const history = await Array.fromAsync(
        sample.db.entries<{ id: string; user: string; text: string }>("/chat/lobby"),
      );
      equal(
        history.map(({ record: { user, text } }) => [user, text]),
        LATEST_FIRST.slice(0, 2).reverse(),
      );
    } finally {
      await stop();
    }
  },
});

function isInit(answer: Told["answer"]): boolean {
  return typeof answer === "object" && "term" in answer &&
    JSON.stringify(shown(answer.term)).includes('":Token"') && tokenOf(answer) !== "";
}

/** An answer as it is where the session stays. */
function withoutToken(told: Told): Told {
  const { code } = io(told.answer === "closed" ? "empty" : told.answer);
  return { ...told, answer: { term: tuple(atom("io"), code, "") } };
}

function byText(a: Shown, b: Shown): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}

// What a page becomes: the original's JavaScript and ours, each carried out on a copy of the same page in a real browser.
//
// Differences that are meant, and that the comparison therefore leaves out:
// * no control `upload`: the transfer of files is not there yet, and no message tells of a file;
// * text is escaped; a message has an id, a class and a time beside its author, and its text stands in a `p`;
// * the room's name stands in `heading`, and the whole body comes with the answer to the first frame;
// * only the page of who sent a message is focused, and its control is emptied rather than selected; Enter sends as well;
// * sources are named by binaries in what a click sends, not by atoms;
// * the latest message is the first after a reload, too.

/** The pages as the original finds them; ours makes the whole of its body. `upload` is not among their elements. */
const PAGES: Readonly<Record<string, string>> = {
  "/ws/app/login.htm":
    '<input id="user" value="alice"><input id="pass" value="lobby"><button id="loginButton">-</button>',
  "/ws/app/index.htm?room=lobby":
    '<h2 id="heading"></h2><button id="logout">-</button><history id="history"><p>old</p></history>' +
    '<textarea id="message"></textarea><button id="send">-</button>',
};

/** What is said in the recorded session. */
const LATEST_FIRST = [
  ["bob", '<b>bold</b> it\'s `${1+1}` "q" \\ end'],
  ["alice", "Hello, Привіт!"],
  ["", "old"],
];

/** What of a page is compared. */
interface Picture {
  /** `[tag, type, text]` of the buttons, by id. */
  readonly buttons: Record<string, (string | null)[]>;
  /** Author and text of the messages, the latest first. */
  readonly history: (readonly [author: string, text: string])[];
  /** The frame that a click on each button sends. */
  readonly clicks: Record<string, unknown[]>;
  /** Where the page went. */
  readonly location: string;
  /** What it failed at. */
  readonly errors: string[];
}

browserTest("the page becomes what the original's JavaScript makes of it", async (browser) => {
  if (recordingAbsent) return;
  const sample = await sampleApplication({ log: () => {} }), { port, stop } = await sample.start();
  const pages = new Map<string, { original: Page; ours: Page }>();
  let compared = 0;
  try {
    for await (const exchange of replay(`ws://127.0.0.1:${port}`)) {
      const { client, opened } = exchange;
      if (opened !== undefined) {
        const of = pages.get(client) ??
          { original: await blank(browser), ours: await blank(browser) };
        pages.set(client, of);
        await of.original.setContent(PAGES[opened] ?? "");
        await of.ours.setContent('<div id="n2o-page"></div>');
        continue;
      }
      const { step, original, ours } = exchange;
      // Where the original was abused there is nothing to compare with.
      if (
        FILES.test(step) ||
        (Object.hasOwn(REFUSED, step) && !original.some(({ answer }) => isInit(answer)))
      ) {
        continue;
      }
      for (const [client, page] of pages) {
        const recorded = codesFor(client, original), codes = codesFor(client, ours);
        if (recorded.length + codes.length === 0) continue;
        const expected = await carriedOut(page.original, recorded);
        const actual = await carriedOut(page.ours, codes);
        // The original escaped no text: its literal evaluated `${1+1}`, and it shows markup. Files have messages there only.
        const history = actual.history.map(([author, text]) => [
          author,
          text.replace("${1+1}", "2"),
        ]);
        const said = expected.history.filter((each) => history.some(sameText(each)));
        equal(
          { ...actual, history: history.sort(byText) },
          { ...expected, history: said.sort(byText) },
          `${step}, ${client}`,
        );
        // The original turns the order around when a page is loaded; here the latest is always the first.
        equal(actual.history, LATEST_FIRST.filter((each) => actual.history.some(sameText(each))));
        compared++;
      }
    }
    equal(compared >= 18, true, `only ${compared} pages were compared`);
  } finally {
    await stop();
  }
});

const sameText = ([author, text]: readonly string[]) => (other: readonly string[]) =>
  other[0] === author && other[1] === text;

async function blank(browser: Browser): Promise<Page> {
  return await browser.newPage();
}

function codesFor(client: string, told: readonly Told[]): string[] {
  return told.filter((each) => each.client === client).map(({ answer }) => codeOf(answer))
    .filter((code) => code !== "");
}

/** Carries JavaScript out on a page, with what the original's client defines for it, and tells what became of the page. */
function carriedOut(page: Page, codes: readonly string[]): Promise<Picture> {
  return page.evaluate((codes): Picture => {
    const sent: unknown[] = [], errors: string[] = [], place = { location: "" };
    const qi = (id: string) => document.getElementById(id);
    const defined = {
      qi,
      qs: (css: string) => document.querySelector(css),
      qa: (css: string) => document.querySelectorAll(css),
      qn: (name: string) => document.createElement(name),
      tuple: (...each: unknown[]) => ["{}", ...each],
      // A source is named by an atom there and by a binary here.
      atom: (name: string) => name,
      bin: (text: string) => text,
      enc: (term: unknown) => term,
      validateSources: () => true,
      querySource: (id: string) => document.querySelector<HTMLInputElement>(`#${id}`)?.value ?? "",
      ws: { send: (frame: unknown) => sent.push(frame) },
      window: place,
    };
    // What listeners of an earlier answer use is what was defined for that answer.
    const all: unknown[][] = Reflect.get(globalThis, "sent") ?? [];
    Reflect.set(globalThis, "sent", all);
    all.push(sent);
    for (const code of codes) {
      try {
        new Function(...Object.keys(defined), code)(...Object.values(defined));
      } catch (error) {
        errors.push(String(error));
      }
    }
    // What a person types, once there is where to.
    for (
      const [id, text] of [["user", "alice"], ["pass", "lobby"], ["message", "typed"]] as const
    ) {
      const control = document.querySelector<HTMLInputElement>(`#${id}:not([data-typed])`);
      if (control === null) continue;
      control.value = text;
      control.dataset.typed = "";
    }
    const buttons = Array.from(document.querySelectorAll("button"));
    const clicks = buttons.map((button) => {
      for (const each of all) each.length = 0;
      button.click();
      const frames = all.flat().map((frame) =>
        Array.isArray(frame) ? frame.map((each, at) => at === 3 ? "PICKLE" : each) : frame
      );
      return [button.id, frames];
    });
    const messages = Array.from(qi("history")?.children ?? [], (message) => {
      const author = message.querySelector("author"), ours = message.querySelector("p");
      const text = ours?.textContent ?? message.innerHTML.replace(author?.outerHTML ?? "", "");
      return [author?.textContent ?? "", text] as const;
    });
    return {
      buttons: Object.fromEntries(
        buttons.map((
          each,
        ) => [each.id, [each.tagName, each.getAttribute("type"), each.textContent]]),
      ),
      history: messages,
      clicks: Object.fromEntries(clicks),
      location: place.location,
      errors,
    };
  }, codes);
}
