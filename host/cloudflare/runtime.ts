/**
 * What is used of Cloudflare's runtime, structurally: Cloudflare's own types fit, and nothing has to be installed for them.
 *
 * @module
 */
import type { DurableState } from "../../kvs/host/durable/durable.ts";

/** The object's end of a WebSocket that the runtime holds while the object sleeps. */
export interface HeldSocket {
  /** Sends a frame. */
  send(frame: string | Uint8Array<ArrayBuffer>): void;
  /** Closes it, or answers the other side's close. */
  close(code?: number, reason?: string): void;
  /** 1 while open. */
  readonly readyState: number;
  /** Keeps up to 16,384 bytes with the socket. */
  serializeAttachment(value: unknown): void;
  /** What is kept with it; null for nothing. */
  deserializeAttachment(): unknown;
}

/** `ctx`, as the constructor of an object gets it. */
export interface DurableContext extends DurableState {
  /** Has the runtime answer a text by another in the object's stead, on all its sockets. */
  setWebSocketAutoResponse(pair?: unknown): void;
  /** When it last did so on a socket. */
  getWebSocketAutoResponseTimestamp(socket: never): Date | null;
}

/** What the runtime has beside the standard. */
interface Runtime {
  readonly WebSocketPair?: new () => { readonly 0: WebSocket; readonly 1: HeldSocket };
  readonly WebSocketRequestResponsePair?: new (request: string, response: string) => unknown;
}

/** A WebSocket of which the other end is here. */
export function pair(): { readonly 0: WebSocket; readonly 1: HeldSocket } {
  const { WebSocketPair } = globalThis as Runtime;
  if (WebSocketPair === undefined) {
    throw new TypeError("there is no WebSocketPair: is it Cloudflare?");
  }
  return new WebSocketPair();
}

/** A text and the answer to it; undefined where the runtime knows none. */
export function autoResponse(request: string, response: string): unknown {
  const { WebSocketRequestResponsePair: Pair } = globalThis as Runtime;
  return Pair && new Pair(request, response);
}

/** The answer that hands one end of a WebSocket to the client. */
export function handed(client: WebSocket): Response {
  // As: the field is the runtime's own.
  return new Response(null, { status: 101, webSocket: client } as ResponseInit);
}

/** The state of a socket that is closed on both sides. */
const CLOSED = 3;

/**
 * Answers a client's close, which older compatibility dates leave to us: without it the client waits. Never throws, whatever the client
 * wrote into its close: 1000 stands for a code that may not be sent, as 1005, 1006 and 1015, which only say that none came.
 */
export function answerClose(
  socket: Pick<HeldSocket, "readyState" | "close">,
  code: number,
): void {
  if (socket.readyState >= CLOSED) return;
  try {
    // Without the reason: one that was no UTF-8 may be longer as it was read than may be sent.
    socket.close(isSendable(code) ? code : 1000);
  } catch {
    // It is closed meanwhile, or lost: there is nobody to answer.
  }
}

/** Closes a socket for a reason that its client should know; whoever is gone already needs none. */
export function dropHeld(socket: HeldSocket, code: number, reason: string): void {
  try {
    socket.close(code, reason);
  } catch {
    // It is closed meanwhile, or lost.
  }
}

/** RFC 6455, section 7.4, and the codes that IANA has registered since. */
function isSendable(code: number): boolean {
  return code >= 1000 && code <= 1014 && ![1004, 1005, 1006].includes(code) ||
    code >= 3000 && code <= 4999;
}
