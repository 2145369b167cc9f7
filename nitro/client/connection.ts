/**
 * The connection: one carrier that comes back by itself, and the queue of what the server has not acknowledged.
 *
 * A page has one connection, so its state is the module's.
 *
 * @module
 */
import { atom, decode, encode, type Term, Tuple, tuple } from "./bert.ts";
import { answer } from "./controls.ts";
import { own } from "./own.ts";
import { signal } from "./signal.ts";

/** An event that the server has not acknowledged. */
interface Pending {
  seq: number;
  pickle: string;
  frame: Uint8Array<ArrayBuffer>;
  /** An element, or the window or the document, which are never busy. */
  element: EventTarget & Partial<Element>;
  /** Gives back what was taken out of the controls. */
  giveBack: (() => void) | undefined;
}

/** A listener of a carrier. As a method, for it may ask for less than a WebSocket tells. */
type Listener<Event> = { hear(event: Event): void }["hear"] | null;

/** What carries frames: as much of a WebSocket as the connection uses. */
export interface Carrier {
  /** 1 while frames can be sent. */
  readonly readyState: number;
  onopen: Listener<object>;
  /** Text, or the bytes of a frame. */
  onmessage: Listener<{ readonly data: string | ArrayBuffer }>;
  /** With code 4001 the server's version is another; one over 4100 says that the carrier refuses the page, the reason why. */
  onclose: Listener<{ readonly code: number; readonly reason: string }>;
  send(frame: string | Uint8Array<ArrayBuffer>): void;
  close(): void;
}

const BEAT = 5_000;
const FIRST_DELAY = 250;
const LAST_DELAY = 10_000;
/** Half of the frames that a server lets wait: all are sent at once after a reconnect. */
const MAX_PENDING = 512;

/** Names this life of the page, so that the server runs no event twice. */
const client = crypto.getRandomValues(new Uint32Array(4)).join("");
let token = "";
try {
  token = sessionStorage.getItem("token") ?? "";
} catch { /* storage is forbidden here: the token lives as long as the page */ }

let dial: () => Carrier;
let perform: (instructions: unknown[]) => void;
let socket: Carrier | undefined;
/** Whether `hello` was answered, so that events may be sent. */
let ready = false;
/** Attempts since a connection last held until a heartbeat was answered. */
let attempts = 0;
/** Heartbeats since the last frame. */
let unanswered = 0;
let retry: ReturnType<typeof setTimeout> | undefined;
let sequence = 0;
let queue: Pending[] = [];
/** How many events were carried out. */
let acknowledged = 0;

/** Connects over what `carrier` opens, each time anew, and stays connected. */
export function connect(carrier: () => Carrier, run: (instructions: unknown[]) => void): void {
  dial = carrier;
  perform = run;
  open();
  setInterval(beat, BEAT);
  addEventListener("online", wake);
  document.addEventListener("visibilitychange", wake);
}

/** Sends an event, or keeps it until there is a connection; the number of the event. */
export function emit(
  element: EventTarget,
  target: string,
  pickle: string,
  values: Term[],
  giveBack?: () => void,
): number {
  if (queue.length >= MAX_PENDING) {
    giveBack?.();
    refused(0, "queue full");
    return 0;
  }
  const seq = ++sequence;
  const frame = encode(tuple(atom("pickle"), target, pickle, values, seq));
  queue.push({ seq, pickle, frame, element, giveBack });
  markBusy();
  send(frame);
  return seq;
}

/** Sends a frame where there is a connection that may be used; else it is lost. */
export function send(frame: Uint8Array<ArrayBuffer>): void {
  if (ready) socket!.send(frame);
}

/** Has the page initialised anew, unless that is under way; the number of the last event that was sent before. */
export function renew(): number {
  if (ready) hello();
  return sequence;
}

/** Whether an event of a pickle waits for its answer. */
export function isPending(pickle: string): boolean {
  return queue.some((event) => event.pickle === pickle);
}

function open(): void {
  clearTimeout(retry);
  unanswered = 0;
  status("connecting");
  const opened = socket = dial();
  opened.onopen = hello;
  opened.onclose = ({ code, reason }) => opened === socket && closed(code, reason);
  opened.onmessage = ({ data }) => {
    if (opened !== socket) return;
    unanswered = 0;
    if (data === "PONG") attempts = 0;
    const frame = data as ArrayBuffer; // a text has no bytes
    if (frame.byteLength) receive(frame);
  };
}

function hello(): void {
  ready = false;
  socket!.send(encode(tuple(atom("hello"), 1, token, client)));
}

function closed(code: number, reason?: string): void {
  socket = undefined;
  ready = false;
  // Whom a broker refuses is let in no sooner for asking again, but when a person comes back that may be over.
  const failed = code > 4100;
  status(failed ? "failed" : "offline");
  if (failed) return refused(0, reason);
  if (code === 4001) recover("version");
  if (code === 1009) dropLargest();
  // Exponential with full jitter: after a restart of the server its clients do not come all at once.
  retry = setTimeout(open, Math.random() * Math.min(LAST_DELAY, FIRST_DELAY * 2 ** attempts++));
}

/** Has a part see to what stays refused unless the page becomes another; it is told what takes back what was not acknowledged. */
function recover(...refusal: unknown[]): void {
  const giveBack = () => queue.forEach((event) => event.giveBack?.());
  perform([[atom("part"), "./recover.js", giveBack, ...refusal]]);
}

/** A frame over the server's limit would close every connection to come. */
function dropLargest(): void {
  // Where it was none of an event, none has this number.
  const [largest] = queue.toSorted((a, b) => b.frame.length - a.frame.length);
  hear([[], [atom("error"), largest?.seq!, "too large"]]);
}

function beat(): void {
  // Heartbeats are counted, not seconds: timers of a hidden page run late, and then nothing was asked.
  if (socket && unanswered++ > 1) reconnect();
  else ping();
}

/** Comes back over a new connection. */
export function reconnect(): void {
  const dead = socket;
  if (!dead) return;
  closed(0);
  dead.close();
}

function ping(): void {
  if (socket?.readyState === 1) socket.send("PING");
}

function wake(): void {
  if (socket) ping();
  else open();
}

function receive(frame: ArrayBuffer): void {
  const term = decode(frame);
  if (!(term instanceof Tuple)) return;
  const [name, ...rest] = term;
  if (name === atom("io")) hear(rest);
  else signal((name as symbol).description!, term);
}

/** What the server says: instructions, and the token, an answer to an event, or nothing. */
function hear(said: Term[]): void {
  const [instructions, [kind, value, reason]] = said as [Term[], [symbol?, Term?, Term?]];
  const name = kind?.description, isError = name === "error";
  const isAnswer = isError || name === "ack";
  const event = isAnswer ? settled(value) : undefined;
  if (isAnswer && value && !event) return; // it came before: a broker may say what it says twice
  if (event) answer(event.seq);
  if (isError) event?.giveBack?.();
  perform(instructions);
  if (name === "Token") welcome(value as string);
  if (isError) {
    refused(value, reason);
    if (event) recover(reason!, event.pickle, event.seq, acknowledged);
  } else if (isAnswer) acknowledged++;
  markBusy();
}

/** A token comes as the answer to `hello`, whereupon everything that was not acknowledged goes out; later a fresh one may come. */
function welcome(given: string): void {
  token = given;
  try {
    sessionStorage.setItem("token", token);
    if (sessionStorage.getItem("typed")) recover();
  } catch { /* see above */ }
  if (ready) return;
  ready = true;
  for (const { frame } of queue) socket!.send(frame);
  // Behind the instructions that came with it, which may wait for a part.
  const live = () => {
    if (ready) status("online");
  };
  perform([[atom("live"), live]]);
}

/** The server has answered this event. */
function settled(seq: Term | undefined): Pending | undefined {
  const answered = queue.find((event) => event.seq === seq);
  queue = queue.filter((event) => event !== answered);
  if (answered) own(answered.element).removeAttribute?.("aria-busy");
  return answered;
}

/** After each frame, for an element may have answers outstanding that its new HTML knows nothing of. */
function markBusy(): void {
  for (const { element } of queue) own(element).setAttribute?.("aria-busy", "true");
}

function refused(seq: Term | undefined, reason: Term | undefined): void {
  signal("error", { seq, reason });
}

function status(state: "connecting" | "online" | "offline" | "failed"): void {
  document.documentElement.dataset.n2o = state;
  signal("status", state);
}
