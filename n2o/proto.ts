/**
 * The protocol chain: each message is offered to one protocol after the other until one of them replies. The heart protocol is here, too:
 * `PING` is answered with `PONG`, an empty text with an empty text.
 *
 * @module
 */
import { bert } from "./format/bert.ts";
import { type Formatter, type ReadBounds, textOf } from "./format/formatter.ts";
import type { Lost, Notice, Sent } from "./bus/news.ts";
import type { Cx, Req } from "./cx.ts";
import { defaultLimits } from "./limits.ts";
import type { PresenceChange } from "./presence/presence.ts";
import type { Key } from "./term/plain.ts";
import type { Term } from "./term/term.ts";

/** News of a topic: what was sent there, that messages may have been lost, who came and who went; and notices of a protocol. */
export type News = Sent | Lost | PresenceChange | Notice;

/**
 * What a protocol is asked about. Only `text` and `term` come from the client; `bus` and `exit` are the server's own. `news` of the bus
 * says whether `data` was sent to the topic, or messages may have been lost; a page is told `news`.
 */
export type Message =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "term"; readonly term: Term }
  | {
    readonly type: "bus";
    readonly topic: Key;
    readonly data: unknown;
    readonly news: News;
  }
  | { readonly type: "exit"; readonly reason: string };

/** What goes to the client: a text frame, a term as the connection's formatter writes it, bytes as they are, the end of the connection, or nothing. */
export type Payload =
  | { readonly text: string }
  | { readonly bert: Term }
  | { readonly binary: Uint8Array<ArrayBuffer> }
  | { readonly close: number; readonly reason: string }
  | undefined;

/** The answer of a protocol that knows the message: what goes to the client, and the connection's state from now on. */
export interface Reply {
  /** What goes to the client. */
  readonly payload: Payload;
  /** The connection's state, if it changed. */
  readonly cx: Cx | undefined;
  /** Set where the client sent what it must not: a connection that does so again and again is closed. */
  readonly strike?: string;
}

/** A protocol: answers the messages it knows. */
export interface Protocol {
  /** Its name, as the log and `whichChildren` tell it, and the settings of an application. */
  readonly name?: string;
  /** Whether it would answer a text or a term of a client, told by its shape alone: asked in development, of what more than one would. */
  readonly answers?: (message: Message) => boolean;
  /** Set where `info` asks nothing of the running message: it is then called without the cost of entering a context. */
  readonly contextFree?: true;
  /** Called with each `Server` whose chain it is in as that is made, before any message. */
  start?(server: object): void;
  /**
   * What is left of terms that wait for a slow client when `next` is to follow them: each as it is, one with less in it, or undefined for
   * one that need not be sent. Undefined stands for a frame that is none of its.
   */
  readonly supersede?: (
    waiting: readonly (Term | undefined)[],
    next: Term,
  ) => readonly (Term | undefined)[];
  /** Answers `message`, or says `unknown`, and the next protocol is asked. What it throws closes nothing: it is logged. */
  info(
    message: Message,
    req: Req,
    cx: Cx,
  ): Reply | typeof unknown | Promise<Reply | typeof unknown>;
}

/** The answer of a protocol that does not know the message. */
export const unknown: unique symbol = Symbol("unknown");

/** The answer of a protocol that knows the message. */
export function reply(payload: Payload, cx?: Cx): Reply {
  return { payload, cx };
}

const empty: Payload = { binary: new Uint8Array(0) };
/** The answer to a frame without bytes: another one. */
export const nop: Reply = reply(empty);
/** The answer to what nobody knows. */
const unasked: Reply = { payload: empty, cx: undefined, strike: "no protocol knows the message" };
/** The answer to a message of the bus that nobody knows. */
const nothing: Reply = reply(undefined);

/** The protocols, and what each of them is asked with. */
export interface Chain {
  /** The protocols, the first one asked first. */
  readonly protocols: readonly Protocol[];
  /** The request that opened the connection. */
  readonly req: Req;
  /** The connection's state as of the message before. */
  readonly cx: Cx;
  /** Makes the message the running one, once, before the first protocol that needs that; nothing does by default. */
  enter?<T>(body: () => T): T;
  /** Most bytes that a compressed term may inflate to; 64 MiB by default. */
  readonly maxSize?: number;
  /** How terms are read; BERT by default. */
  readonly formatter?: Formatter;
}

/** Asks the protocols in their order; the first reply wins, and a message of the client that nobody knows gets an empty binary frame. */
export function push(message: Message, chain: Chain): Reply | Promise<Reply> {
  return ask(message, chain, 0, chain.enter === undefined);
}

function ask(
  message: Message,
  chain: Chain,
  from: number,
  isEntered: boolean,
): Reply | Promise<Reply> {
  const { protocols, req, cx } = chain;
  for (let at = from; at < protocols.length; at++) {
    const protocol = protocols[at];
    if (protocol === undefined) continue;
    if (!isEntered && protocol.contextFree === undefined && chain.enter !== undefined) {
      return chain.enter(() => ask(message, chain, at, true));
    }
    const answer = protocol.info(message, req, cx);
    if (answer instanceof Promise) {
      return answer.then((late) =>
        late === unknown ? ask(message, chain, at + 1, isEntered) : late
      );
    }
    if (answer !== unknown) return answer;
  }
  return message.type === "text" || message.type === "term" ? unasked : nothing;
}

/** A frame as the transport carries it. */
export type Frame = string | Uint8Array<ArrayBuffer>;

/**
 * Answers a frame of the client as its formatter reads it: a term, or a text; no bytes are nothing that anybody knows. In BERT, the
 * default, bytes are a term and text is a text.
 *
 * @throws {N2oError} `frame` for what the formatter cannot read.
 */
export function stream(frame: string | ArrayBuffer, chain: Chain): Reply | Promise<Reply> {
  const bounds = { maxSize: chain.maxSize, atoms: defaultLimits.atoms };
  const message = read(frame, chain.formatter ?? bert, bounds);
  return message === undefined ? nop : push(message, chain);
}

/**
 * What a frame of the client says; undefined for one without bytes, which is answered with {@linkcode nop}.
 *
 * @throws {N2oError} `frame` for what the formatter cannot read.
 */
export function read(
  frame: string | ArrayBuffer,
  formatter: Formatter,
  bounds: ReadBounds,
): Message | undefined {
  if (typeof frame !== "string" && frame.byteLength === 0) return undefined;
  const term = formatter.decode(frame, bounds);
  return term === undefined ? { type: "text", text: textOf(frame) } : { type: "term", term };
}

/** What the protocols that ask nothing of the running message say to a text, all others passed over. */
export function askContextFree(text: string, { protocols, req, cx }: Chain): Reply | undefined {
  for (const protocol of protocols) {
    if (protocol.contextFree === undefined) continue;
    const answer = protocol.info({ type: "text", text }, req, cx);
    if (answer !== unknown) return answer instanceof Promise ? undefined : answer;
  }
  return undefined;
}

/** The frame of a payload, or `undefined` where none is to be sent; terms are written as the formatter does, BERT by default. */
export function format(payload: Payload, formatter: Formatter = bert): Frame | undefined {
  if (payload === undefined || "close" in payload) return undefined;
  if ("text" in payload) return payload.text;
  return "bert" in payload ? formatter.encode(payload.bert) : payload.binary;
}

/** A term written already, so that what cannot be written is found where it was made. */
export function written(term: Term, formatter: Formatter = bert): Payload {
  const frame = formatter.encode(term);
  return typeof frame === "string" ? { text: frame } : { binary: frame };
}

/** The heartbeat of a client. */
export const PING = "PING";

const pong = reply({ text: "PONG" }), silence = reply({ text: "" });

/** Answers heartbeats: `PING` with `PONG`, and an empty text with an empty text. */
export const heart: Protocol = {
  name: "n2o_heart",
  answers: (message) => message.type === "text" && (message.text === "PING" || message.text === ""),
  contextFree: true,
  info(message) {
    if (message.type !== "text") return unknown;
    return message.text === PING ? pong : message.text === "" ? silence : unknown;
  },
};
