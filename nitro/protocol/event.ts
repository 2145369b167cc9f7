/**
 * Events as they come from a client: what their pickle says (the record `ev`, `{ev, Page, Postback, Target, Sources, Delegate}`).
 *
 * @module
 */
import {
  atom,
  fromTerm,
  isRecord,
  type Opened,
  opened,
  type Plain,
  sealed,
  toTerm,
  tuple,
} from "../../n2o/mod.ts";
import type { EventAction } from "../event.ts";

/** An event as the server sealed it. */
export interface Ev {
  /** The id of the session that it was sealed for. */
  readonly session: string;
  /** Name of the page that made it. */
  readonly page: string;
  /** What the page is told. */
  readonly postback: Plain;
  /** Id of the element that it was wired to. */
  readonly target: string;
  /** The sources that may come along. */
  readonly source: readonly string[];
  /** Name of the module that handles it in the page's stead; empty for the page itself. */
  readonly delegate: string;
}

const EV = atom("ev");

/** Seals an event of `page` for the running message's session. */
export function sealEv(
  page: string,
  event: Pick<EventAction, "target" | "postback" | "source" | "delegate">,
): string {
  return sealed(
    tuple(EV, page, toTerm(event.postback), event.target, event.source, event.delegate ?? ""),
  );
}

/** Events of which nothing can be changed, by what was opened: they need not be read again. */
const known = new WeakMap<Opened, Ev>();

/**
 * Opens what `sealEv` made for the same session. A postback that could be changed is each event's own.
 *
 * @throws {N2oError} `forged`, `expired`, or `value` for a pickle of something else.
 */
export function openEv(text: string): Ev | undefined {
  const found = opened(text), before = known.get(found);
  if (before !== undefined) return before;
  const ev = read(found);
  if (ev !== undefined && (typeof ev.postback !== "object" || ev.postback === null)) {
    known.set(found, Object.freeze(ev));
  }
  return ev;
}

function read(found: Opened): Ev | undefined {
  const { term } = found;
  if (!isRecord(term, EV, 6)) return undefined;
  const [page, postback = null, target, source, delegate] = term.elements.slice(1).map(fromTerm);
  if (typeof page !== "string" || typeof target !== "string" || typeof delegate !== "string") {
    return undefined;
  }
  return { session: found.session, page, postback, target, source: texts(source), delegate };
}

function texts(value: Plain | undefined): readonly string[] {
  return Array.isArray(value)
    ? Object.freeze(value.filter((each) => typeof each === "string"))
    : [];
}
