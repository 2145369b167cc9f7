/**
 * A broker that says what a test has it say, to the page's side of MQTT without a browser: both are in one process, and time stands still.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { dial } from "../../../../nitro/client/mqtt/socket.ts";
import { equal } from "../../../_support/assert.ts";
import { generate, type Packet, parser } from "../../../_support/server/mqtt_packet.ts";

/** How the page is known at the broker. */
export const NAMES = {
  url: "wss://broker.example/mqtt",
  client: "page-1",
  events: "/events/n2o/app/%2Fp/3/1/page-1",
  actions: "/actions/%2Fp/page-1",
  ticket: "TICKET",
};

/** What the page sent, one packet, for comparing: bookkeeping of the other implementation is left out. */
export type Sent = Readonly<Record<string, unknown>>;

/** The broker and what is told to the page. */
export interface Broker {
  /** The page's side. */
  readonly carrier: ReturnType<typeof dial>;
  /** Takes what the page sent since the last time. */
  sent(): Sent[];
  /** Passes over what the page sent since the last time. */
  skip(): void;
  /** Sends packets in one message of the WebSocket. */
  say(...packets: Packet[]): Promise<void>;
  /** Sends a message of the WebSocket. */
  raw(data: Uint8Array | string): Promise<void>;
  /** Closes the WebSocket. */
  close(code: number): Promise<void>;
  /** Takes what the page heard: a text, or bytes as they are. */
  heard(): (string | Uint8Array)[];
  /** What it was told: `open`, and each end with its code and reason. */
  readonly told: (string | [code: number, reason: string])[];
  /** Whether the page has closed the WebSocket. */
  readonly isClosed: boolean;
}

/** Milliseconds that have passed; a test moves it. */
export const time = { now: 1_000 };

/** What the page's server answers to who asks for a broker. */
export type Answer = () => Promise<Response>;

/** A WebSocket whose other end a test holds. */
class Line {
  static latest: Line | undefined;
  binaryType = "blob";
  readyState = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string | ArrayBuffer }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readonly bytes: Uint8Array[] = [];
  isClosed = false;

  constructor(readonly url: string, readonly protocol: string) {
    new URL(url); // throws for what is none, as a WebSocket does
    Line.latest = this;
  }
  send(bytes: Uint8Array): void {
    if (this.readyState === 0) throw new DOMException("it is not open", "InvalidStateError");
    if (this.readyState === 1) this.bytes.push(bytes);
  }
  close(): void {
    this.isClosed = true;
    this.readyState = 2;
  }
}

let answering: Answer;

/** What the page's side takes from its browser. */
const BROWSER: Readonly<Record<string, unknown>> = {
  WebSocket: Line,
  location: { pathname: "/app/p.htm", search: "?room=%D1%85&x=1" },
  performance: { now: () => time.now },
  fetch(path: string, { method, body }: RequestInit) {
    equal([path, method, body], ["/n2o/mqtt", "POST", "/app/p.htm?room=%D1%85&x=1"]);
    return answering();
  },
};

/** Runs with these in place of what the global object has under their names. */
export async function lent<T>(
  browser: Readonly<Record<string, unknown>>,
  run: () => Promise<T>,
): Promise<T> {
  const kept = Object.keys(browser).map((each) =>
    [each, Object.getOwnPropertyDescriptor(globalThis, each)] as const
  );
  for (const [each, value] of Object.entries(browser)) {
    Object.defineProperty(globalThis, each, { value, configurable: true });
  }
  try {
    return await run();
  } finally {
    for (const [each, descriptor] of kept) {
      if (descriptor) Object.defineProperty(globalThis, each, descriptor);
      else Reflect.deleteProperty(globalThis, each);
    }
  }
}

/** Registers a test in which the page's side has a browser, of which the test is the network. */
export function pageTest(name: string, run: () => Promise<void>): void {
  Deno.test(name, () => lent(BROWSER, run));
}

/** Has the page ask its server for a broker; the WebSocket is there and not open yet. */
export async function dialled(answer: Answer = () => answered(NAMES)): Promise<Broker> {
  answering = answer;
  Line.latest = undefined;
  const carrier = dial(), told: Broker["told"] = [], heard: (string | Uint8Array)[] = [];
  carrier.onopen = () => told.push("open");
  carrier.onclose = ({ code, reason }) => told.push([code, reason]);
  carrier.onmessage = ({ data }) =>
    heard.push(typeof data === "string" ? data : new Uint8Array(data));
  await settled();
  // As: it is made while the page waits for its server, if at all.
  const line = Line.latest as Line | undefined;
  const reading = parser({ protocolVersion: 4 }), packets: Sent[] = [];
  reading.on("packet", ({ length: _, ...packet }) => packets.push(plain(packet)));
  reading.on("error", (error) => {
    throw error;
  });
  return {
    carrier,
    told,
    sent() {
      for (const bytes of line?.bytes.splice(0) ?? []) reading.parse(Buffer.from(bytes));
      return packets.splice(0);
    },
    skip: () => void line?.bytes.splice(0),
    say: (...each) => raw(Uint8Array.from(Buffer.concat(each.map((packet) => generate(packet))))),
    raw,
    close(code) {
      line?.onclose?.({ code });
      return settled();
    },
    heard: () => heard.splice(0),
    get isClosed() {
      return line?.isClosed ?? false;
    },
  };

  async function raw(data: Uint8Array | string): Promise<void> {
    if (line?.readyState !== 1) return;
    line.onmessage?.({ data: typeof data === "string" ? data : Uint8Array.from(data).buffer });
    await settled();
  }
}

/** Opens the WebSocket, and goes on until the page is told that it is connected. */
export async function connected(): Promise<Broker> {
  const broker = await dialled();
  open();
  await broker.say(CONNACK, SUBACK);
  broker.sent();
  broker.told.length = 0;
  await broker.say({ cmd: "puback", messageId: 1 });
  return broker;
}

/** Opens the WebSocket that was made last. */
export function open(): void {
  Line.latest!.readyState = 1;
  Line.latest!.onopen?.();
}

/** The address and the subprotocol of the WebSocket that was made last. */
export function opened(): readonly [string, string] | undefined {
  return Line.latest && [Line.latest.url, Line.latest.protocol];
}

export const CONNACK: Packet = { cmd: "connack", returnCode: 0, sessionPresent: false };
export const SUBACK: Packet = { cmd: "suback", messageId: 1, granted: [1] };

/** What the server answers, as JSON. */
export function answered(body: unknown, status = 200): Promise<Response> {
  // As: no more of a response is looked at.
  return Promise.resolve({ status, json: () => Promise.resolve(body) } as Response);
}

/** Whatever waits for promises alone goes on. */
async function settled(): Promise<void> {
  for (let turns = 0; turns < 6; turns++) await undefined;
}

function plain(packet: Record<string, unknown>): Sent {
  const entries = Object.entries(packet).filter(([, value]) =>
    value !== undefined && value !== null
  );
  return Object.fromEntries(entries.map(([name, value]) => {
    if (!(value instanceof Uint8Array)) return [name, value];
    const isText = value.every((byte) => byte < 128);
    return [name, isText ? String(value) : new Uint8Array(value)];
  }));
}
