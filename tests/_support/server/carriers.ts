/**
 * Clients over TCP and UDP that say whatever a test tells them to.
 *
 * @module
 */
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { connect, type Socket as Stream } from "node:net";
import { decode } from "../../../n2o/bert/bert.ts";
import { isRecord, text } from "../../../n2o/term/term.ts";
import type { Endpoint } from "../../../n2o/endpoint/tcp.ts";
import { type Queue, queue, type Wire, wire } from "./wire.ts";

/** A frame with its length before it, by a DataView. */
export function framed(body: string | Uint8Array | ArrayBuffer): Uint8Array {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : new Uint8Array(body);
  const frame = new Uint8Array(4 + bytes.length);
  new DataView(frame.buffer).setUint32(0, bytes.length);
  frame.set(bytes, 4);
  return frame;
}

/** Puts what came into the inbox; a `{close, Code, Reason}` ends it. */
export function take(
  inbox: Queue,
  bytes: Uint8Array,
  end: (code: number, reason: string) => void,
): void {
  const copy = Uint8Array.from(bytes);
  if (copy[0] !== 131) {
    return inbox.put(copy.length === 0 ? copy.buffer : new TextDecoder().decode(copy));
  }
  const term = decode(copy.slice());
  if (!isRecord(term, "close", 3)) return inbox.put(copy.buffer);
  const [, code, reason = []] = term.elements;
  inbox.end(`closed with ${code} ${text(reason)}`);
  end(Number(code), text(reason) ?? "");
}

/** A socket, once it is connected. */
export async function plainTcp({ port, hostname }: Endpoint): Promise<Stream> {
  const socket = connect({ port, host: hostname, allowHalfOpen: true });
  await once(socket, "connect");
  return socket;
}

/** A client over TCP. */
export async function dialTcp(endpoint: Endpoint): Promise<Wire & { readonly socket: Stream }> {
  const socket = await plainTcp(endpoint), inbox = queue();
  const end = Promise.withResolvers<readonly [number, string]>();
  let held = new Uint8Array(0);
  socket.on("data", (bytes: Uint8Array) => {
    held = Uint8Array.from([...held, ...bytes]);
    for (;;) {
      const length = held.length < 4 ? Infinity : new DataView(held.buffer).getUint32(0);
      if (held.length < 4 + length) return;
      take(inbox, held.slice(4, 4 + length), (...why) => end.resolve(why));
      held = held.slice(4 + length);
    }
  });
  socket.on("error", () => socket.destroy());
  socket.on("end", () => socket.end());
  socket.on("close", () => {
    inbox.end("the socket is closed");
    end.resolve([1006, ""]);
  });
  const base = wire(inbox, (frame) => socket.write(framed(frame)), end.promise, () => socket.end());
  return Object.assign(base, { socket });
}

/** A socket of UDP whose datagrams are read one by one. */
export interface PlainUdp {
  readonly socket: Socket;
  /** What came and was not read. */
  readonly inbox: Uint8Array[];
  send(bytes: string | Uint8Array): void;
  next(): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** A socket that sends to the endpoint. */
export async function plainUdp({ port, hostname }: Endpoint): Promise<PlainUdp> {
  const socket = createSocket("udp4"), inbox: Uint8Array[] = [];
  let waiting: ((bytes: Uint8Array) => void) | undefined;
  socket.on("message", (bytes) => {
    if (waiting === undefined) inbox.push(bytes);
    else waiting(bytes);
    waiting = undefined;
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return {
    socket,
    inbox,
    send: (bytes: string | Uint8Array) => socket.send(bytes, port, hostname),
    next: () =>
      new Promise<Uint8Array>((resolve) => {
        const first = inbox.shift();
        if (first === undefined) waiting = resolve;
        else resolve(first);
      }),
    close: () => new Promise<void>((resolve) => socket.close(() => resolve())),
  };
}

/** A client over UDP that has proven its address. */
export async function dialUdp(endpoint: Endpoint): Promise<Wire> {
  const peer = await plainUdp(endpoint), inbox = queue();
  const end = Promise.withResolvers<readonly [number, string]>();
  peer.send(`COOKIE,${"-".repeat(22)}`);
  peer.send(await peer.next());
  await peer.next();
  peer.socket.removeAllListeners("message");
  const close = () => peer.close().then(() => end.resolve([1006, ""]));
  peer.socket.on("message", (bytes) =>
    take(inbox, bytes, (...why) => {
      end.resolve(why);
      peer.close();
    }));
  return wire(
    inbox,
    (frame) => peer.send(typeof frame === "string" ? frame : new Uint8Array(frame)),
    end.promise,
    close,
  );
}
