/**
 * How much a client sends: counted by the second, and its greetings by the minute.
 *
 * @module
 */
import type { Limits } from "../limits.ts";
import { isHello } from "../io.ts";
import { type Message, PING } from "../proto.ts";

/** Frames that a heartbeat counts for: the server answers it without looking further. */
const HEARTBEAT = 0.1;
const SECOND = 1_000, MINUTE = 60_000;

/** What a client sent of late: frames and bytes of the second that began then (ms since the epoch), and greetings of such a minute. */
export type Traffic = readonly [
  second: number,
  frames: number,
  bytes: number,
  minute: number,
  hellos: number,
];

/** What a client sent of late. */
export class Rate {
  #second: number;
  #frames = 0;
  #bytes = 0;
  #minute = -Infinity;
  #hellos = 0;

  /** Nothing, at this time (ms since the epoch), or what was `sent` before the connection slept. */
  constructor(now: number, sent?: Traffic) {
    this.#second = now;
    if (sent === undefined) return;
    [this.#second, this.#frames, this.#bytes, this.#minute, this.#hellos] = sent;
  }

  /** What the client sent of late. */
  get sent(): Traffic {
    return [this.#second, this.#frames, this.#bytes, this.#minute, this.#hellos];
  }

  /** When the last frame came, at most a second less. */
  get heard(): number {
    return this.#second;
  }

  /** Counts a frame; answers what there is too much of. */
  frame(frame: string | ArrayBuffer, now: number, { rate, bytes }: Limits): string | undefined {
    if (now - this.#second >= SECOND) {
      this.#second = now;
      this.#frames = this.#bytes = 0;
    }
    this.#frames += frame === PING ? HEARTBEAT : 1;
    this.#bytes += typeof frame === "string" ? frame.length : frame.byteLength;
    if (this.#frames > rate) return `more than ${rate} frames in a second`;
    return this.#bytes > bytes ? `more than ${bytes} bytes in a second` : undefined;
  }

  /** Counts so many bytes less. */
  spare(bytes: number): void {
    this.#bytes = Math.max(0, this.#bytes - bytes);
  }

  /** Counts a message that greets; answers what there is too much of. */
  hello(message: Message, now: number, { hellos }: Limits): string | undefined {
    if (!isHello(message)) return undefined;
    if (now - this.#minute >= MINUTE) {
      this.#minute = now;
      this.#hellos = 0;
    }
    return ++this.#hellos > hellos ? `more than ${hellos} greetings in a minute` : undefined;
  }
}

/** Whether a frame has more bytes than the limit; text is encoded only where its length does not tell. */
export function isOver(frame: string | ArrayBuffer, limit: number): boolean {
  if (typeof frame !== "string") return frame.byteLength > limit;
  return frame.length > limit ||
    (frame.length * 3 > limit && new TextEncoder().encode(frame).length > limit);
}
