/**
 * Events: what a control sends to its page.
 *
 * @module
 */
import type { Plain } from "../n2o/mod.ts";

/** The id of a control whose value goes along with an event. */
export type Source = string;

/** How the client treats the event, beyond sending it. */
export interface EventOptions {
  /** Sent when this many milliseconds passed without another. */
  readonly debounce?: number;
  /** At most one in this many milliseconds. */
  readonly throttle?: number;
  /** Whether the browser's default action is kept back; by default where it would leave the page, and for a `key`. */
  readonly prevent?: boolean;
  /** A question that the person must answer with yes. */
  readonly confirm?: string;
  /** Only this key of a keyboard event, with the modifiers that stand before it and no others: `Enter`, `Ctrl+Enter`. */
  readonly key?: string;
  /** Whether it is not sent while an earlier one of it waits for its answer, as against a double click; every press is sent by default. The classic wire refuses it. */
  readonly single?: boolean;
  /** Whether it is not sent while a source breaks its own attributes (`required`, `pattern`, `min`, ...): the browser says which. Look again on the server. */
  readonly valid?: boolean;
  /** Whether text of the sources leaves their controls as the event is sent; an event that is refused gives it back. */
  readonly empty?: boolean;
}

/** What an event is wired to and what it carries. */
export interface EventProps extends EventOptions {
  /** Id of the element, which is in the document or placed by the same answer. */
  readonly target: string;
  /** Type of the DOM event; `click` by default. */
  readonly type?: string;
  /** What the page's `event` is called with. */
  readonly postback: Plain;
  /** Ids of the controls whose values go along: `q` finds them. */
  readonly source?: readonly Source[];
  /** Name of the module that handles the event in the page's stead. */
  readonly delegate?: string | undefined;
}

/** An event of an element is sent to the page. */
export interface EventAction {
  /** Tells it from the other actions. */
  readonly action: "event";
  /** Id of the element that it is wired to. */
  readonly target: string;
  /** Type of the DOM event: `click`. */
  readonly type: string;
  /** What the page is told. */
  readonly postback: Plain;
  /** The controls whose values go along. */
  readonly source: readonly Source[];
  /** The module that handles it in the page's stead. */
  readonly delegate: string | undefined;
  /** How the client treats it. */
  readonly options: EventOptions;
}

/** The action that wires a DOM event of an element to the page: one for an element and a type, the last one holds. */
export function event(props: EventProps): EventAction {
  const { target, type = "click", postback, source = [], delegate, ...options } = props;
  return { action: "event", target, type, postback, source, delegate, options };
}
