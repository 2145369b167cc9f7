/**
 * The record `io`: what the server tells a page, `{io, Code, Data}`.
 *
 * @module
 */
import { atom } from "./term/atom.ts";
import { isInteger } from "../base/mod.ts";
import type { Cx } from "./cx.ts";
import type { Message } from "./proto.ts";
import { isRecord, type Term, type Tuple, tuple } from "./term/term.ts";

const IO = atom("io"),
  HOOK = atom("hook"),
  TOKEN = atom("Token"),
  ACK = atom("ack"),
  ERROR = atom("error");
const NOTHING = new Uint8Array(0);

/** Why a frame of the client was refused, in the words of the wire. */
export type Refusal =
  | "bad frame"
  | "bad arguments"
  | "no session"
  | "EV expected"
  | "expired"
  | "failed"
  | "unknown"
  | "timeout";

/** `{io, Code, Data}`. */
export function io(code: Term, data: Term): Tuple {
  return tuple(IO, code, data);
}

/** The code that does nothing, on the wire that the client speaks. */
export function noCode(wire: Cx["wire"]): Term {
  return wire === "terms" ? [] : NOTHING;
}

/** The code that tells a client that its page could not get ready, on our wire; the classic client has no ears for it. */
export function unready(wire: Cx["wire"]): Tuple[] {
  return wire === "terms" ? [tuple(HOOK, "error", "init")] : [];
}

/** `{'Token', Token}`: what the client is to keep. */
export function tokenData(token: string): Term {
  return tuple(TOKEN, token);
}

/** `{ack, Seq}`: the event was carried out; on the classic wire, which has no numbers, `<<>>`. */
export function ackData(seq: number | undefined): Term {
  return seq === undefined ? NOTHING : tuple(ACK, seq);
}

/** The answer to what was refused; `seq` is the number of the event on our wire, 0 where it has none, and `code` what is said beside. */
export function refusal(wire: Cx["wire"], reason: Refusal, seq = 0, code: Term = []): Tuple {
  return wire === "terms" ? io(code, tuple(ERROR, seq, reason)) : io(NOTHING, tuple(ERROR, reason));
}

/** Whether a message of the client greets the server: on either wire it begins a session, and its page is initialised. */
export function isHello(message: Message): boolean {
  if (message.type === "text") return message.text.startsWith("N2O,");
  return message.type === "term" &&
    (isRecord(message.term, "hello", 4) || isRecord(message.term, "init", 2));
}

/** The number of the event that a message of the client is on our wire; undefined for any other. */
function seqOf(message: Message): number | undefined {
  if (message.type !== "term" || !isRecord(message.term, "pickle", 5)) return undefined;
  const seq = message.term.elements[4];
  return isInteger(seq, 1, Number.MAX_SAFE_INTEGER) ? seq : undefined;
}

/**
 * The answer to a message of the client whose handler took too long, undefined to any other message: a greeting whose session is there
 * gets at least the token that the client waits for, and hears that its page is not there.
 */
export function lateAnswer(message: Message, { session, token, wire }: Cx): Tuple | undefined {
  if (message.type === "bus" || message.type === "exit") return undefined;
  return isHello(message) && session !== ""
    ? io(wire === "terms" ? unready(wire) : noCode(wire), tokenData(token))
    : refusal(wire, "timeout", seqOf(message));
}
