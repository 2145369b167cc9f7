/**
 * What a page offers to choose from, sealed: what comes back was offered to this session, for this control, or it is refused. Nothing is
 * kept on the server, so that it holds over hibernation, restarts and other nodes.
 *
 * @module
 */
import {
  atom,
  current,
  fromTerm,
  isRecord,
  N2oError,
  opened,
  pickle,
  type Plain,
  sealed,
  toTerm,
  tuple,
} from "../../../n2o/mod.ts";
import { NitroError } from "../../error.ts";

/** What is offered: a choice, the rest of a list, or the rows of one. */
export type Kind = "choice" | "next" | "rows";

const OFFERED = atom("offered");

/**
 * Seals what the control `id` offers; empty outside of a message, where there is nobody to offer it to.
 *
 * What stands in the page has the same seal in each of its updates, so that nothing of it changes; answers to questions, which come and
 * go, have one of their own.
 *
 * @param isPassing whether it is such an answer.
 */
export function sealOffered(kind: Kind, id: string, value: Plain, isPassing = false): string {
  if (current() === undefined) return "";
  const term = tuple(OFFERED, kind, id, toTerm(value));
  return isPassing ? pickle(term) : sealed(term);
}

/**
 * What the control `id` offered as `sealed`; `undefined` where that is past its time.
 *
 * @throws {NitroError} `offered` for what was never offered there.
 */
export function openOffered(kind: Kind, id: string, sealed: string): Plain | undefined {
  try {
    const { term } = opened(sealed);
    if (isRecord(term, OFFERED.name, 4)) {
      const [, ofKind, ofId, value = []] = term.elements;
      if (fromTerm(ofKind ?? []) === kind && fromTerm(ofId ?? []) === id) return fromTerm(value);
    }
  } catch (cause) {
    if (N2oError.is(cause, "expired")) return undefined;
    if (!N2oError.is(cause)) throw cause;
    throw notOffered(id, { cause });
  }
  throw notOffered(id);
}

/** The error for what a client made up. */
export function notOffered(id: string, options?: ErrorOptions): NitroError {
  return new NitroError("offered", `"${id}" sent what it was never offered`, options);
}
