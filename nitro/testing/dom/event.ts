/**
 * Events and their way through a document (DOM standard, section 2).
 *
 * @module
 */

/** What an event may begin with: as much as any class of events takes. */
export interface EventInit {
  readonly bubbles?: boolean;
  readonly cancelable?: boolean;
  readonly composed?: boolean;
  readonly detail?: unknown;
  readonly key?: string;
  readonly data?: string | null;
  readonly inputType?: string;
  readonly ctrlKey?: boolean;
  readonly shiftKey?: boolean;
  readonly altKey?: boolean;
  readonly metaKey?: boolean;
  readonly isComposing?: boolean;
  readonly submitter?: unknown;
  readonly relatedTarget?: unknown;
}

export class Event {
  readonly type: string;
  readonly bubbles: boolean;
  readonly cancelable: boolean;
  readonly composed: boolean;
  /** Whether a person caused it. */
  isTrusted = false;
  target: EventTarget | null = null;
  currentTarget: EventTarget | null = null;
  defaultPrevented = false;
  /** Whether a listener ended its way. */
  isStopped = false;
  /** Whether a listener ended it for those beside it as well. */
  isStoppedHere = false;
  /** Whom it passes, from its target outwards. */
  path: readonly EventTarget[] = [];

  /** An event of a type. */
  constructor(type: string, init: EventInit = {}) {
    this.type = type;
    this.bubbles = init.bubbles ?? false;
    this.cancelable = init.cancelable ?? false;
    this.composed = init.composed ?? false;
  }

  /** Keeps the default action back, where the event has one. */
  preventDefault(): void {
    if (this.cancelable) this.defaultPrevented = true;
  }

  /** Ends its way at this element. */
  stopPropagation(): void {
    this.isStopped = true;
  }

  /** Ends its way at once. */
  stopImmediatePropagation(): void {
    this.isStopped = this.isStoppedHere = true;
  }

  /** Whom it passes, from its target outwards. */
  composedPath(): EventTarget[] {
    return [...this.path];
  }
}

/** An event that scripts make. */
export class CustomEvent extends Event {
  readonly detail: unknown;

  /** An event with a detail. */
  constructor(type: string, init: EventInit = {}) {
    super(type, init);
    this.detail = init.detail ?? null;
  }
}

/** An event of a person who has a keyboard beside the mouse. */
export class MouseEvent extends Event {
  readonly ctrlKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  readonly button = 0;
  readonly relatedTarget: unknown;

  /** An event with the modifiers that are held. */
  constructor(type: string, init: EventInit = {}) {
    super(type, init);
    const { ctrlKey = false, shiftKey = false, altKey = false, metaKey = false } = init;
    this.ctrlKey = ctrlKey;
    this.shiftKey = shiftKey;
    this.altKey = altKey;
    this.metaKey = metaKey;
    this.relatedTarget = init.relatedTarget ?? null;
  }
}

/** An event of a key. */
export class KeyboardEvent extends MouseEvent {
  readonly key: string;
  readonly isComposing: boolean;

  /** An event of a key. */
  constructor(type: string, init: EventInit = {}) {
    super(type, init);
    this.key = init.key ?? "";
    this.isComposing = init.isComposing ?? false;
  }
}

/** An event of a text that changes. */
export class InputEvent extends Event {
  readonly data: string | null;
  readonly inputType: string;

  /** An event of a text. */
  constructor(type: string, init: EventInit = {}) {
    super(type, init);
    this.data = init.data ?? null;
    this.inputType = init.inputType ?? "";
  }
}

/** The event of a form that is sent. */
export class SubmitEvent extends Event {
  readonly submitter: unknown;

  /** An event of a form. */
  constructor(type: string, init: EventInit = {}) {
    super(type, init);
    this.submitter = init.submitter ?? null;
  }
}

/** What hears events. */
export type Listener =
  | ((this: EventTarget, event: Event) => unknown)
  | { handleEvent(event: Event): unknown };

/** How it hears. */
type Options = boolean | { readonly capture?: boolean; readonly once?: boolean } | undefined;

interface Entry {
  readonly callback: Listener;
  readonly capture: boolean;
  readonly once: boolean;
}

/** What events happen to. */
export class EventTarget {
  /** Listeners by type of event, in the order in which they came. */
  listeners: Map<string, readonly Entry[]> | undefined;

  /** Has a listener hear a type of event; one that does already is not added again. */
  addEventListener(type: string, callback: Listener | null, options?: Options): void {
    const { capture = false, once = false } = typeof options === "object"
      ? options
      : { capture: options ?? false };
    if (callback === null) return;
    const all = this.listeners ??= new Map<string, readonly Entry[]>();
    const there = all.get(type) ?? [];
    if (there.some((each) => each.callback === callback && each.capture === capture)) return;
    all.set(type, [...there, { callback, capture, once }]);
  }

  /** Has it hear that no more. */
  removeEventListener(type: string, callback: Listener | null, options?: Options): void {
    const capture = typeof options === "object" ? options.capture ?? false : options ?? false;
    const left = this.listeners?.get(type)?.filter((each) =>
      each.callback !== callback || each.capture !== capture
    );
    if (left !== undefined) this.listeners?.set(type, left);
  }

  /** Has an event happen; false where a listener kept its default action back. */
  dispatchEvent(event: Event): boolean {
    const path: EventTarget[] = [];
    path.push(this);
    for (let at = this.eventParent; at !== null; at = at.eventParent) path.push(at);
    Object.assign(event, { target: this, path, isStopped: false });
    for (const at of path.toReversed()) at.hear(event, true);
    for (const at of event.bubbles ? path : [this]) at.hear(event, false);
    event.currentTarget = null;
    return !event.defaultPrevented;
  }

  /** Whom an event passes after this one. */
  get eventParent(): EventTarget | null {
    return null;
  }

  /** What happens to an error of a listener. */
  report(error: unknown): void {
    throw error;
  }

  /** Calls the listeners of one phase; at its target an event passes both. */
  hear(event: Event, capture: boolean): void {
    if (event.isStopped) return;
    event.currentTarget = this;
    for (const { callback, once, ...entry } of this.listeners?.get(event.type) ?? []) {
      if (entry.capture !== capture || event.isStoppedHere) continue;
      if (once) this.removeEventListener(event.type, callback, capture);
      try {
        if (typeof callback === "function") callback.call(this, event);
        else callback.handleEvent(event);
      } catch (error) {
        this.report(error);
      }
    }
    if (!capture && !event.isStoppedHere) this.#handler(event);
  }

  /** The handler that is a property, as `onclick`. */
  #handler(event: Event): void {
    const handler: unknown = Reflect.get(this, `on${event.type}`);
    if (typeof handler !== "function") return;
    try {
      handler.call(this, event);
    } catch (error) {
      this.report(error);
    }
  }
}
