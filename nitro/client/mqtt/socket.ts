/**
 * The connection's frames over a broker: MQTT 3.1.1 on a WebSocket, with the face of a WebSocket.
 *
 * What it does stands in n2o/WIRE.md, under "A browser over MQTT". A connection has an id at the broker, and topics, of its own, so nothing
 * of it is left there: what its server has not answered the page sends again over the next one.
 *
 * @module
 */
import type { Carrier } from "../connection.ts";
import {
  BROKEN,
  KEEP_ALIVE,
  LATE,
  LATER,
  LOST,
  REFUSED,
  REMEMBERED,
  SUBSCRIPTION,
  UNAVAILABLE,
} from "./limits.ts";
import {
  AT_LEAST_ONCE,
  CLEAN_WITH_WILL,
  CONNACK,
  CONNECT,
  decoder,
  DUP,
  encoder,
  int16,
  malformed,
  type Message,
  message,
  NAMED,
  number,
  packet,
  PINGREQ,
  PINGRESP,
  PUBACK,
  PUBLISH,
  reader,
  RETAIN,
  string,
  SUBACK,
  SUBSCRIBE,
} from "./packet.ts";
import type { Invitation } from "../../../n2o/mod.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Opens a connection over the broker that the page's server names. */
export function dial(): Carrier {
  /** Frames that the broker has not acknowledged, by packet id, and since when. */
  const waiting = new Map<number, [frame: Uint8Array, since: number]>();
  /** Packet ids of the latest messages. */
  const recent: number[] = [];
  let socket: WebSocket | undefined, names: Invitation;
  let topic: number[], isAccepted = false, isOver = false;
  /** The last packet id, and when a PINGREQ was sent that is not answered. */
  let last = 0, asked = 0;

  // As: listeners are set by who dials.
  const self = {
    readyState: 0,
    send: (frame) => typeof frame === "string" ? beat(frame) : deliver(frame),
    close: () => end(LOST),
  } as Mutable<Carrier>;

  function end(code: number, reason = ""): void {
    if (isOver) return;
    isOver = true;
    self.readyState = 0;
    // Without a DISCONNECT, so that the last will tells the server.
    socket?.close();
    self.onclose!({ code, reason });
  }

  /** A number of the broker's (3.2.2.3, 3.9.3) or of HTTP. */
  function refuse(code: number): void {
    end(REFUSED, "broker " + code);
  }

  function put(...parts: Parameters<typeof packet>): void {
    socket!.send(packet(...parts));
  }

  function publish(id: number, frame: Uint8Array, flags = 0): void {
    put(PUBLISH | AT_LEAST_ONCE | flags, topic, int16(id), frame);
  }

  function deliver(frame: Uint8Array): void {
    last = last % 65_535 + 1;
    if (waiting.has(last)) return end(BROKEN);
    waiting.set(last, [frame, performance.now()]);
    publish(last, frame);
  }

  /** A heartbeat goes to the server, which may miss one, and another to the broker. */
  function beat(text: string): void {
    const now = performance.now();
    if (asked && now - asked > LATE) return end(LOST);
    for (const [id, each] of waiting) {
      if (now - each[1] < LATE) continue;
      each[1] = Infinity; // once: it is the broker that has to answer
      publish(id, each[0], DUP);
    }
    asked ||= now;
    put(PINGREQ);
    put(PUBLISH, topic, encoder.encode(text));
  }

  function take(head: number, body: Uint8Array<ArrayBuffer>): void {
    if (isOver) return;
    const { length, 0: first, 1: second } = body;
    if (head === CONNACK && length === 2 && !isAccepted && !first) {
      if (second === UNAVAILABLE) return end(LATER);
      if (second) return refuse(second);
      isAccepted = true;
      put(SUBSCRIBE, int16(SUBSCRIPTION), string(names.actions), [1]);
    } else if (!isAccepted) malformed();
    else if (head === SUBACK && length === 3 && !self.readyState && second === SUBSCRIPTION) {
      if (body[2]! > 1) return refuse(body[2]!);
      self.readyState = 1;
      deliver(encoder.encode("OPEN," + names.ticket));
      self.onopen!({});
    } else if (head === PUBACK && length === 2) waiting.delete(number(body, 0));
    else if (head === PINGRESP && !length) asked = 0;
    else if (head >> 4 === PUBLISH >> 4) hear(head, ...message(head, body));
    else malformed();
  }

  function hear(head: number, ...[from, payload, id]: Message): void {
    if (id) put(PUBACK, int16(id));
    if (from !== names.actions || head & RETAIN || head & DUP && recent.includes(id)) return;
    if (id && recent.push(id) > REMEMBERED) recent.shift();
    // What the page makes of it is not the broker's fault.
    queueMicrotask(() => {
      if (isOver) return;
      // `{close, Code, Reason}`: where its name and the lower half of its code stand.
      if (decoder.decode(payload.subarray(6, 11)) === "close") end(number(payload, 14));
      else self.onmessage!({ data: payload[0] === 131 ? payload.buffer : decoder.decode(payload) });
    });
  }

  async function begin(): Promise<void> {
    const { pathname, search } = location;
    const answer = await fetch("/n2o/mqtt", {
      method: "POST",
      body: pathname + search,
      signal: AbortSignal.timeout(LATE),
    });
    if (/40[34]/.test("" + answer.status)) return refuse(answer.status);
    names = await answer.json();
    if (isOver) return;
    const { url, client, user, password = "" } = names;
    topic = string(names.events);
    socket = new WebSocket(url, "mqtt");
    socket.binaryType = "arraybuffer";
    socket.onopen = () =>
      put(
        CONNECT,
        string("MQTT"),
        [4, user ? CLEAN_WITH_WILL | NAMED : CLEAN_WITH_WILL, 0, KEEP_ALIVE],
        string(client),
        topic,
        string("CLOSE"),
        user ? [...string(user), ...string(password)] : [],
      );
    // Codes of a WebSocket that are somebody's own mean nothing here.
    socket.onclose = ({ code }) => end(Math.min(code, 1015));
    const push = reader(take);
    socket.onmessage = ({ data }) => {
      try {
        if (typeof data === "string") malformed();
        push(new Uint8Array(data));
      } catch {
        queueMicrotask(() => end(BROKEN)); // after what came before it
      }
    };
  }

  begin().catch(() => end(LOST));
  return self;
}
