/**
 * The client's socket: as much of a WebSocket as it uses, over a network that a test may take away.
 *
 * @module
 */
import type { Wire } from "../site/site.ts";

/** A socket as the client holds it. */
export class Carrier {
  /** 0 connecting, 1 open, 3 closed. */
  readyState = 0;
  onopen: ((event: object) => void) | null = null;
  onmessage: ((event: { readonly data: string | ArrayBuffer }) => void) | null = null;
  onclose: ((event: { readonly code: number; readonly reason: string }) => void) | null = null;
  /** Called with each thing that happens. */
  readonly #stirred: () => void;
  #wire: Wire | undefined;
  #isLeft = false;
  #isOpened = false;

  /** A socket that is not open yet. */
  constructor(stirred: () => void) {
    this.#stirred = stirred;
  }

  /** Whether the server has not answered all, as far as that can be seen from here. */
  get isWaiting(): boolean {
    return this.readyState === 0 || this.readyState === 1 && (this.#wire?.unanswered ?? 0) > 0;
  }

  /** Takes its other end; that is closed where this one was meanwhile. */
  join(wire: Wire): void {
    this.#wire = wire;
    if (this.readyState === 3) wire.close();
    else if (this.#isOpened) this.open();
  }
  open(): void {
    this.#isOpened = true;
    // It may be open before who opened it has it in hand.
    if (this.readyState !== 0 || this.#wire === undefined) return;
    this.readyState = 1;
    this.onopen?.({});
    this.#stirred();
  }
  frame(data: string | ArrayBuffer): void {
    if (this.readyState !== 1 || this.#isLeft) return;
    this.onmessage?.({ data });
    this.#stirred();
  }
  closed(code: number, reason: string): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    if (!this.#isLeft) this.onclose?.({ code, reason });
    this.#stirred();
  }

  send(frame: string | Uint8Array<ArrayBuffer>): void {
    if (this.readyState === 1) this.#wire?.send(frame);
  }
  close(): void {
    this.#wire?.close();
    this.closed(1005, "");
  }
  /** Breaks it, as a network does that goes away. */
  lose(): void {
    this.#wire?.close();
    this.closed(1006, "");
  }
  /** Closes it without a word to the client, whose page is left. */
  leave(): void {
    this.#isLeft = true;
    this.close();
  }
}
