/**
 * A page as a test has it.
 *
 * @module
 */
import type { TestClock } from "./clock.ts";
import type { PageElement } from "./look/element.ts";
import type { Modifiers } from "./tab/act.ts";
import type { Queries } from "./tab/queries.ts";
import type { Download, Refused } from "./tab/tab.ts";

/** The states of a connection. */
export type PageStatus = "connecting" | "online" | "offline" | "failed";

/** Something that was begun at once: who awaits it waits until the page has come to rest. */
export interface Begun extends PromiseLike<void> {}

/**
 * A page without a browser. What acts does so at once; awaited, it resolves when the server has answered and the page has carried that out,
 * with another page live where it led to one.
 */
export interface TestPage extends Queries, AsyncDisposable {
  /** The time of the page. */
  readonly clock: TestClock;
  /** Its path, query and fragment; whole where it is elsewhere. */
  readonly path: string;
  /** Text of the document's `<title>`, a run of blanks as one; empty where there is none. */
  readonly title: string;
  /** The HTML of its document, as attributes have it: what a person entered is in the controls. */
  readonly html: string;
  /** Where the focus is; the body where it is nowhere. */
  readonly focused: PageElement;
  /** What its connection says of itself; `offline` where the document has none. */
  readonly status: PageStatus;
  /** The messages that `flash` shows, the earliest first. They stay until they are closed: what has them go is style. */
  readonly flashes: readonly string[];
  /** The files that the page had the browser save. */
  readonly downloads: readonly Download[];
  /** The events that were refused, or could not be sent. */
  readonly refused: readonly Refused[];
  /** Whether the page asks before it is closed, for what is not sent. */
  readonly asksToStay: boolean;
  /**
   * Clicks an element.
   *
   * @throws {TestingError} `action` for what is hidden or disabled.
   */
  click(element: PageElement, held?: Modifiers): Begun;
  /**
   * Puts a text in the place of what a control holds; `change` comes when the control is left.
   *
   * @throws {TestingError} `action` for what takes no text, is hidden, disabled or read-only.
   */
  fill(element: PageElement, text: string): Begun;
  /** Types a text into a control key by key, behind what it holds. */
  type(element: PageElement, text: string): Begun;
  /**
   * Chooses options of a `<select>` by their texts or values: these, and no other.
   *
   * @throws {TestingError} `action` where there is no such choice.
   */
  choose(element: PageElement, ...options: string[]): Begun;
  /** Ticks a checkbox, or chooses a radio button. */
  check(element: PageElement): Begun;
  /** Takes a tick away. */
  uncheck(element: PageElement): Begun;
  /**
   * Sends a form, or the one that a control is in, as by its button.
   *
   * @throws {TestingError} `action` where a control holds what the browser does not send.
   */
  submit(element: PageElement): Begun;
  /** Presses a key where the focus is: `Enter`, `a`, `Ctrl+Shift+S`. */
  press(key: string): Begun;
  /** Gives an element the focus. */
  focus(element: PageElement): Begun;
  /** Says what the person answers to the next questions of the page (`confirm`), in their order. */
  answer(...answers: boolean[]): void;
  /** Goes to a path of the site, as by the address bar. */
  visit(path: string): Begun;
  /** Loads the page anew. */
  reload(): Begun;
  /**
   * Goes back to the step that the page showed before, as by the browser's button.
   *
   * @throws {TestingError} `action` where the page put none into its history
   */
  back(): Begun;
  /** Loses the socket, as when the network goes away; what is sent waits until `regain`. */
  lose(): Begun;
  /** Has the network come back, and with it the socket. */
  regain(): Begun;
  /**
   * Resolves when the server and the page have nothing under way.
   *
   * @throws {TestingError} `timeout` where they have for too long, as while a handler waits for time that only the test moves; `script`
   * where a script of the page failed.
   */
  settled(): Promise<void>;
  /**
   * Waits until something is so, looked at again after each frame that comes.
   *
   * @throws {TestingError} `timeout` where it does not become so in time.
   */
  until(look: () => unknown, what?: string): Promise<void>;
  /** What the page shows, in words: an element a line, with its role, its name and what it holds. */
  show(): string;
  /** Closes the page, and the stage that was made for it alone. */
  [Symbol.asyncDispose](): Promise<void>;
}
