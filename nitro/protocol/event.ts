/**
 * Events as they come from a client: what their pickle says (the record `ev`, `{ev, Page, Postback, Target, Sources, Delegate}`), and that
 * each is carried out once, however often it arrives.
 *
 * @module
 */
import {
  atom,
  depickle,
  fromTerm,
  isRecord,
  pickle,
  type Plain,
  type Table,
  toTerm,
  tuple,
} from "../../n2o/mod.ts";
import type { EventAction } from "../event.ts";

/** An event as the server sealed it. */
export interface Ev {
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
  return pickle(
    tuple(EV, page, toTerm(event.postback), event.target, event.source, event.delegate ?? ""),
  );
}

/**
 * Opens what `sealEv` made for the same session.
 *
 * @throws {N2oError} `forged`, `expired`, or `value` for a pickle of something else.
 */
export function openEv(sealed: string): Ev | undefined {
  const term = depickle(sealed);
  if (!isRecord(term, EV, 6)) return undefined;
  const [page, postback, target, source, delegate] = term.elements.slice(1).map(fromTerm);
  if (typeof page !== "string" || typeof target !== "string" || typeof delegate !== "string") {
    return undefined;
  }
  return { page, postback: postback ?? null, target, source: texts(source), delegate };
}

function texts(value: Plain | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}

/** The last event of a client: its number, and how it ended or is going to end. */
interface Last {
  readonly seq: number;
  readonly outcome: Promise<void>;
}

/** How many lives of pages are remembered for one session: the latest, so that made-up names cost nobody else anything. */
const CLIENTS = 64;

/** Which event it is, and where it is remembered. */
export interface Numbered {
  /** Where it is remembered. */
  readonly table: Table;
  /** The client's session. */
  readonly session: string;
  /** The client's name of this life of its page. */
  readonly client: string;
  /** The number of the event, from 1. */
  readonly seq: number;
  /** When what is known of the session is forgotten, in milliseconds since the epoch. */
  readonly till: number;
}

/**
 * Runs the event `seq` of a session's client, unless it or a later one ran before; resolves when the event is done, whoever ran it.
 *
 * Rejects as `run` does. What is known of a session is forgotten at `till` and with the process: an event that
 * must not be repeated over a crash carries an identity of its own, as `eventId` gives it.
 *
 * @throws {N2oError} `full` if the table takes no other session; the event is not run then.
 */
export function once(
  { table, session, client, seq, till }: Numbered,
  run: () => Promise<void>,
): Promise<void> {
  const clients = clientsOf(table.get([ONCE, session])), last = clients.get(client);
  if (last !== undefined && last.seq >= seq) {
    return last.seq === seq ? last.outcome : Promise.resolve();
  }
  const { promise, resolve } = Promise.withResolvers<void>();
  clients.delete(client);
  clients.set(client, { seq, outcome: promise });
  const [oldest] = clients.keys();
  if (oldest !== undefined && clients.size > CLIENTS) clients.delete(oldest);
  table.set([ONCE, session], clients, till);
  resolve(run());
  // A later arrival may look at a failure, or nobody: it is reported by whoever ran the event.
  promise.catch(() => {});
  return promise;
}

/** Has what is known of a session's clients known under its new id. */
export function moved(
  table: Table,
  { from, to, till }: { readonly from: string; readonly to: string; readonly till: number },
): void {
  const clients = table.get([ONCE, from]);
  if (clients === undefined) return;
  table.delete([ONCE, from]);
  table.set([ONCE, to], clients, till);
}

const ONCE = "once";

/** The last events of a session's clients, the least recent first. */
function clientsOf(value: unknown): Map<string, Last> {
  return value instanceof Map ? value : new Map();
}
