/**
 * A server of one page within the process, its time and its log in the hands of a test.
 *
 * @module
 */
import { atom, tuple } from "../../n2o/bert/bert.ts";
import { leasedPresence } from "../../n2o/presence/leased.ts";
import { heart } from "../../n2o/proto.ts";
import { type Server, server, type ServerOptions } from "../../n2o/server.ts";
import type { Term } from "../../n2o/term/term.ts";
import { nitro } from "../../nitro/protocol/protocol.ts";
import { type VirtualClock, virtualClock } from "../_support/clock.ts";
import {
  type Answer,
  bindings,
  io,
  link,
  notebook,
  shownAnswer,
  type Wire,
} from "../_support/server/wire.ts";

/** The server, and what a test holds of it. */
export interface Scene {
  readonly server: Server;
  readonly clock: VirtualClock;
  readonly book: ReturnType<typeof notebook>;
  /** A client that opened the page. */
  open(query?: string): ReturnType<typeof link>;
  /** A client that opened the page and was greeted on our wire. */
  greeted(token?: string, client?: string): Promise<Guest>;
}

/** A client that was greeted, and its answer. */
export interface Guest extends ReturnType<typeof link> {
  /** The answer to its hello. */
  readonly hello: Answer;
  /** The pickles that the answer bound, by element and type: `send click`. */
  readonly pickles: Record<string, string>;
}

export const secret = "a secret of more than sixteen letters";

/** A server whose page `/p` handles its events by `event`. */
export function scene(
  event: (event: unknown) => unknown = () => {},
  options: Partial<ServerOptions> = {},
): Scene {
  const clock = virtualClock(), book = notebook();
  const made = server({
    secret,
    routes: { "/p": { event } },
    protocols: [heart, nitro],
    log: book.log,
    presence: leasedPresence,
    clock,
    ...options,
  });
  const open = (query = "") => link(made, "/p", query);
  return {
    server: made,
    clock,
    book,
    open,
    async greeted(token = "", client = "client-1") {
      const wire = open();
      wire.term(hello(token, client));
      const answer = await wire.next();
      return Object.assign(wire, { hello: answer, pickles: bindings(answer) });
    },
  };
}

/** `{hello, 1, Token, Client}`. */
export function hello(token = "", client = "client-1", version = 1): Term {
  return tuple(atom("hello"), version, token, client);
}

/** `{pickle, Target, Pickle, Args, Seq}`, or without Seq as on the classic wire. */
export function pickle(target: Term, sealed: string, args: Term, seq?: number): Term {
  return seq === undefined
    ? tuple(atom("pickle"), target, sealed, args)
    : tuple(atom("pickle"), target, sealed, args, seq);
}

/** Data of the next answer, for comparing. */
export async function data(wire: Wire): Promise<unknown> {
  const shown = shownAnswer(await wire.next());
  return Array.isArray(shown) ? shown[3] : shown;
}

/** The instructions of an answer on our wire, for comparing. */
export function instructions(answer: Answer): unknown {
  io(answer);
  const shown = shownAnswer(answer);
  return Array.isArray(shown) ? shown[2] : shown;
}

/** Bytes that are no term. */
export const nonsense: Uint8Array = Uint8Array.of(131, 104, 2, 97);
