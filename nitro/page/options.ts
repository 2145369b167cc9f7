/**
 * How a page is declared, and what comes of it.
 *
 * @module
 */
import type { Guard, Lost, Page, Sent } from "../../n2o/mod.ts";
import type { Body } from "../element.ts";
import type { Flash } from "./flash.ts";
import type { Handlers, Triggers } from "./on.ts";

/** What a part of a page is made of. */
export interface View<H extends Handlers, D> {
  /** What reaches the page's handlers: `button({ id: "plus", body: "+1", ...on.add(1) })`. */
  readonly on: Triggers<H>;
  /** What `load` answered. */
  readonly data: D;
  /** The path that was asked for, as of a page `/orders/*`. */
  readonly path: string;
  /** Whether the page is live: false where it is asked for by HTTP. */
  readonly isLive: boolean;
}

/** What `load` answers, sooner or later. */
export type Loaded<D> = D | undefined | void | Promise<D | undefined | void>;

/** A part of a page: as it is, or made anew for whoever asks. */
export type Viewed<T, H extends Handlers, D> = T | ((view: View<H, D>) => T | Promise<T>);

/** What documents of an application have in common, often. */
export interface PageLook {
  /** Language of the document, a tag of BCP 47; `en` by default. */
  readonly lang?: string;
  /** Direction of its text; that of the browser by default. */
  readonly dir?: "ltr" | "rtl";
  /** Address of the icon; one of the library's by default. */
  readonly icon?: string;
  /** Classes of `<body>`. */
  readonly class?: string;
  /** Addresses of style sheets behind the library's own, whose rules give way to any of them. */
  readonly styles?: readonly string[];
  /** Addresses of the page's own scripts, each run when the document was read. */
  readonly scripts?: readonly string[];
  /** Ids of controls: before the tab is closed the person is asked, where one of them holds what was typed and not sent. */
  readonly unsent?: readonly string[];
  /** What the states of the connection are called, in the language of the page. */
  readonly words?: Partial<Words>;
}

/** How a page is declared. */
export interface PageOptions<H extends Handlers, D> extends PageLook {
  /** The title of the document, which a person hears first and finds the tab by. */
  readonly title: Viewed<string, H, D>;
  /**
   * What the page shows. It is rendered twice: for HTTP, with the session of the cookie, and when the page goes live; `n2o.user()`,
   * `n2o.session()` and `qc` work in it, and a `redirect` in it leads away either time.
   */
  readonly body: Viewed<Body, H, D>;
  /** What else the document says of itself: `meta`, `metaLink`, `script`. */
  readonly head?: Viewed<Body, H, D>;
  /**
   * Reads what title, head and body need, before each time that they are rendered. Where it leads elsewhere by `redirect` they are not;
   * where it answers nothing there is no such page: 404.
   */
  readonly load?: () => Loaded<D>;
  /** Handlers by name, each with its payload: see `takes` for one that has values of controls. */
  readonly on?: H;
  /** Who answers what its comboboxes ask: `lookups` of nitro/rich. */
  readonly lookups?: (event: unknown) => (() => unknown) | undefined;
  /** What is done when the page goes live, before its body is rendered: topics are registered here, so that nothing is missed. */
  readonly init?: () => unknown;
  /** What the bus brings. */
  readonly news?: (news: Sent | Lost) => unknown;
  /**
   * Every event that none of the others handles, as in a page that is a module: `"init"` as well, after the body was placed, and
   * `"terminate"`.
   */
  readonly event?: (event: unknown) => unknown;
  /** Whom the page is for; anybody by default. */
  readonly guard?: Guard;
  /** For which postbacks the handlers commit the claim of their event with their own write: see `Page` of n2o. */
  readonly claims?: Page["claims"];
}

/** What a page says of its connection, and of what failed. */
export interface Words {
  /** While it is opened. */
  readonly connecting: string;
  /** While there is none; what is sent waits. */
  readonly offline: string;
  /** Where it is refused. */
  readonly refused: string;
  /** Where an event failed. */
  readonly failed: string;
  /** Where nobody knows whether an event was carried out. */
  readonly unknown: string;
  /** Where an event is larger than the server takes. */
  readonly tooLarge: string;
  /** Where too many events wait for a connection. */
  readonly queueFull: string;
  /** Where the server is of a later version than the page. */
  readonly version: string;
  /** The button that tries once more. */
  readonly retry: string;
  /** The button that takes a message away. */
  readonly close: string;
  /** Where the browser runs no scripts. */
  readonly noscript: string;
}

/** A page as HTTP answers with it: texts as they are, markup of head and body. */
export interface PageDocument {
  /** Where the page leads instead; undefined where it does not. */
  readonly location: string | undefined;
  /** Whether what the page is about is not there. */
  readonly isMissing: boolean;
  /** The title: text. */
  readonly title: string;
  /** The markup within `<head>`. */
  readonly head: string;
  /** The markup of what holds the body, with the id `n2o-page`. */
  readonly body: string;
  /** What was said on the way to it, and is shown with it. */
  readonly flashes?: readonly Flash[];
  /** How the page is declared otherwise. */
  readonly options: PageLook;
}

/** A page that was declared: a module with `event`, and more. */
export interface LivePage<H extends Handlers = Handlers> extends Page {
  /** What reaches its handlers. */
  readonly on: Triggers<H>;
  /** The page as HTTP answers with it; within a visit, whose session it shows. */
  document(): Promise<PageDocument>;
  /** Shows the body anew on the connection of the running message. */
  show(): Promise<void>;
}
